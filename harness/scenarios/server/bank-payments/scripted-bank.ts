import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { FacilitatorCallContext, FacilitatorScript, FacilitatorScripts } from "../../../seats/server-case.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";
import type { Script } from "../../../world/script.ts";

/** A facilitator for bank payments that answers as the text has it (bank-payments.md 6), and moves nothing. */

type Seat = ServerSeat<RailChain>;

/** What became of a payment: 6.3, and 6.6 where nobody knows. */
export type BankState = "pending" | "settled" | "refused" | "returned" | "unknown";

const DUPLICATE = "duplicate_settlement";

/** The answer to a settle for a payment in that state. */
export function settleReply(options: { readonly seat: Seat; readonly state: BankState; readonly codes: { readonly refused: string; readonly returned: string }; readonly transaction: string }): Script {
  const { seat, state, codes, transaction } = options;
  const errorReason = { pending: "settlement_pending", settled: undefined, refused: codes.refused, returned: codes.returned, unknown: "unexpected_settle_error" }[state];
  const reasonCode = codes.refused.startsWith("ach") ? "R01" : "AM04";
  const extra = state === "unknown" ? {} : { extra: { state, ...(state === "refused" || state === "returned" ? { reasonCode } : {}) } };
  return { json: { success: state === "settled", ...(errorReason === undefined ? {} : { errorReason }), transaction, network: seat.network, ...extra } };
}

export interface ScriptedBank {
  readonly scripts: FacilitatorScripts;
}

/**
 * Takes every payment on once. Under `deliverOn` `accepted` it stays pending, under `settled` it is credited at once.
 *
 * @param options.loses whether the answer to the first settle of a payment is lost, although it was carried out
 */
export function createScriptedBank(options: { readonly seat: Seat; readonly codes: { readonly refused: string; readonly returned: string }; readonly loses?: boolean }): ScriptedBank {
  const { seat, codes, loses = false } = options;
  const payments = new Map<string, { readonly state: BankState; readonly transaction: string }>();

  const settle: FacilitatorScript = ({ body }) => {
    const { type, id, accepted } = read(body);
    const known = payments.get(id);
    if (type !== undefined) return known === undefined || type !== "status" ? { json: { success: false, errorReason: "invalid_payload", transaction: "", network: seat.network } } : settleReply({ seat, codes, ...known });
    // The one reply that delivers was given (6.4).
    if (known !== undefined) return { json: { success: false, errorReason: DUPLICATE, transaction: known.transaction, network: seat.network, extra: { state: known.state } } };
    const payment = { state: accepted ? ("pending" as const) : ("settled" as const), transaction: `pi_${seat.tag}_${payments.size}` };
    payments.set(id, payment);
    return loses ? { drop: "before-headers" } : settleReply({ seat, codes, ...payment });
  };
  const verify: FacilitatorScript = (call: FacilitatorCallContext) => {
    const { id, accepted } = read(call.body);
    return accepted && payments.has(id) ? { json: { isValid: false, invalidReason: DUPLICATE } } : call.plausible();
  };
  return { scripts: { verify, settle } };
}

function read(body: unknown): { readonly type: unknown; readonly id: string; readonly accepted: boolean } {
  const { paymentPayload, paymentRequirements } = body as { readonly paymentPayload?: { readonly payload?: Json }; readonly paymentRequirements?: Json };
  const { type, paymentId } = paymentPayload?.payload ?? {};
  const { extra } = paymentRequirements ?? {};
  return { type, id: String(paymentId), accepted: (extra as Json | undefined)?.["deliverOn"] === "accepted" };
}

type Json = Readonly<Record<string, unknown>>;
