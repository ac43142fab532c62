import { isObject, type JsonObject } from "../json.ts";
import type { BankNetwork, PaymentState } from "./network.ts";

/** What a PSP says of a payment: clause 6.3. */
export interface Sighting {
  readonly state: PaymentState;
  /** The PSP's identifier. */
  readonly transaction: string;
  /** The rail's. */
  readonly reasonCode?: string;
  /** `YYYY-MM-DD`, in the rail's own time zone. */
  readonly settlementDate?: string;
  /** Minor units, in decimal; left out where there is none. */
  readonly refunded?: string;
  /** Whether the rail has yet to answer, and the PSP expects that it will. */
  readonly unanswered: boolean;
}

const STATES: Readonly<Record<string, PaymentState>> = {
  requires_confirmation: "pending",
  requires_action: "pending",
  processing: "pending",
  succeeded: "settled",
  returned: "returned",
  failed: "refused",
  requires_payment_method: "refused",
  // The merchant took it back before anything left.
  canceled: "refused",
};

/** @returns `undefined` for what is no payment intent */
export function sightingOf(options: { network: BankNetwork; intent: JsonObject }): Sighting | undefined {
  const { intent, network } = options;
  const { id, status, settlement_date: date, amount_refunded: refunded } = intent;
  const state = typeof status === "string" && Object.hasOwn(STATES, status) ? STATES[status] : undefined;
  if (typeof id !== "string" || id === "" || state === undefined) return undefined;
  const reason = reasonOf({ intent, state });
  return {
    state,
    transaction: id,
    ...(typeof reason === "string" && network.reasonCode.test(reason) ? { reasonCode: reason } : {}),
    ...(state !== "refused" && typeof date === "string" && /^\d{4}-\d\d-\d\d$/.test(date) ? { settlementDate: date } : {}),
    ...(typeof refunded === "number" && refunded > 0 ? { refunded: String(refunded) } : {}),
    unanswered: state === "pending" && intent["under_investigation"] !== true,
  };
}

function reasonOf({ intent, state }: { intent: JsonObject; state: PaymentState }): unknown {
  const { return: back, last_payment_error: error } = intent;
  // The answer to a recall gives the money back; why it was recalled is another code.
  if (state === "returned" && isObject(back)) return back["answer_code"] ?? back["reason_code"];
  return state === "refused" && isObject(error) ? error["reason_code"] : undefined;
}
