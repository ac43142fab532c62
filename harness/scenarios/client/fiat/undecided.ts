import type { SettleResponse } from "../../../../spec/types.ts";
import { encodeHeader, HEADERS } from "../../../../simulators/transports/http/header-codec.ts";
import type { ClientRequest } from "../../../seats/client-case.ts";
import { settlementFailed } from "../../../seats/client-offers.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import type { HeaderFields } from "../../../trace/events.ts";
import type { Script } from "../../../world/script.ts";

/** Answers of a server to a payment that has no result yet, or came to nothing. */

export interface Undecided {
  readonly errorReason: string;
  readonly transaction: string;
  /** Offers shown again beside the report. */
  readonly offers?: { readonly step: string; readonly accepts: readonly unknown[] };
  readonly headers?: HeaderFields;
}

/** A 402 that reports a settlement without success. */
export function reported(seat: ClientSeat, { errorReason, transaction, offers, headers = [] }: Undecided): Script {
  const settlement: SettleResponse = { success: false, errorReason, transaction, network: seat.node.network as SettleResponse["network"] };
  const answer = offers === undefined ? settlementFailed({ settlement }) : seat.paymentRequired({ ...offers, error: errorReason });
  const report: HeaderFields = offers === undefined ? [] : [[HEADERS.paymentResponse, encodeHeader(settlement)]];
  return { ...answer, headers: [...(answer.headers ?? []), ...report, ...headers] };
}

/** Whether a request presents the payment that was presented first, by what tells payments apart on these rails. */
export function presentsAgain(first: ClientRequest | undefined, request: ClientRequest): boolean {
  return first !== undefined && paymentIdOf(first) !== undefined && paymentIdOf(first) === paymentIdOf(request);
}

function paymentIdOf({ payment }: ClientRequest): unknown {
  const { payload } = (payment ?? {}) as { readonly payload?: unknown };
  return typeof payload === "object" && payload !== null ? (payload as { readonly paymentId?: unknown }).paymentId : undefined;
}
