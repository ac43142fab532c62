import type { SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints } from "../faults.ts";
import type { Caller, PaymentToJudge } from "../schemes/scheme.ts";
import type { Answers } from "./answers.ts";
import { type FacilitatorParts, refusal } from "./facilitator-parts.ts";
import type { Inquirer } from "./inquire.ts";
import { isPaymentId } from "./payment-id.ts";
import { isFinal, type PaymentRecord } from "./records.ts";
import { deliversIn } from "./settle.ts";

/** A server asks what became of a payment: experimental/bank-payments.md, 6.7. */

export const faults = defineFaults({
  "facilitator.bank-payments.status-unasked": { role: "facilitator", bug: "BUG: tells the state of a payment as it knows it, without asking the PSP" },
  "facilitator.bank-payments.status-remembered": { role: "facilitator", bug: "BUG: answers the status of a payment as it did the first time" },
  "facilitator.bank-payments.status-delivers": { role: "facilitator", bug: "BUG: uses up the reply that delivers when the status is asked" },
  "facilitator.bank-payments.status-anybody": { role: "facilitator", bug: "BUG: tells the status of a payment to whoever asks without a credential" },
  "facilitator.bank-payments.status-any-server": { role: "facilitator", bug: "BUG: tells the status of a payment to every server it knows" },
  "facilitator.bank-payments.status-unknown-success": { role: "facilitator", bug: "BUG: tells a payment as settled that it does not know" },
  "facilitator.bank-payments.type-ignored": { role: "facilitator", bug: "BUG: takes every type of payload for a status" },
  "facilitator.bank-payments.refund-relayed": { role: "facilitator", bug: "BUG: refunds a payment for a payload of the type refund" },
});

export interface StatusParts extends FacilitatorParts {
  readonly keyOf: (options: { payTo: string; paymentId: string }) => string;
  readonly inquirer: Inquirer;
  readonly answers: Answers;
}

export function createStatus(parts: StatusParts): (presented: PaymentToJudge) => Promise<SettleResponse> {
  const { network, records, providers, inquirer, answers } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });
  /** A fault's only. */
  const first = new Map<string, SettleResponse>();
  const invalid = refusal(parts, "invalid_payload");

  const admits = ({ caller, payTo }: { caller: Caller | undefined; payTo: string }): boolean => {
    if (caller === undefined) return fault("facilitator.bank-payments.status-anybody");
    return caller.accounts.includes(payTo) || fault("facilitator.bank-payments.status-any-server");
  };

  const present = async (key: string, record: PaymentRecord): Promise<SettleResponse> => {
    const inquiry = !isFinal(record) && fault("facilitator.bank-payments.status-unasked") ? { kind: "current" as const, record } : await inquirer.ask(key, record);
    // An order may still be on its way: that the PSP has none now says little.
    if (inquiry.kind !== "current" || inquiry.record.state === "starting") return answers.unknown(inquiry.record);
    const latest = inquiry.record;
    if (deliversIn(latest) && !latest.delivered && fault("facilitator.bank-payments.status-delivers")) records.put(key, { ...latest, delivered: true });
    return answers.state(latest);
  };

  return async ({ payload, requirements: { payTo }, caller }) => {
    const { type, paymentId } = payload;
    if (!isPaymentId(paymentId)) return invalid;
    const key = parts.keyOf({ payTo, paymentId });
    if (type !== "status") {
      if (type === "refund" && fault("facilitator.bank-payments.refund-relayed")) return await refund(key);
      if (!fault("facilitator.bank-payments.type-ignored")) return invalid;
    }
    // Before anything is looked for: who may not ask learns nothing, not even that there is none.
    if (!admits({ caller, payTo })) return refusal(parts, network.codes.notAuthenticated);
    const record = records.get(key);
    if (record === undefined) return fault("facilitator.bank-payments.status-unknown-success") ? { success: true, transaction: key.slice(0, 24), network: network.network, extra: { state: "settled" } } : refusal(parts, network.codes.unknown);
    if (!fault("facilitator.bank-payments.status-remembered")) return await present(key, record);
    const answer = first.get(key) ?? (await present(key, record));
    first.set(key, answer);
    return answer;
  };

  async function refund(key: string): Promise<SettleResponse> {
    const record = records.get(key);
    if (record === undefined) return refusal(parts, network.codes.unknown);
    await providers.client(record.psp)?.call({ method: "POST", path: "/v1/refunds", body: { payment_intent: record.transaction }, idempotencyKey: `${key}-refund` });
    return answers.state(record);
  }
}
