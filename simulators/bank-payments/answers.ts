import type { SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints } from "../faults.ts";
import { type FacilitatorParts, refusal } from "./facilitator-parts.ts";
import type { PaymentState } from "./network.ts";
import type { PaymentRecord } from "./records.ts";

/** How a payment's state is told: experimental/bank-payments.md, 6.3. */

export const faults = defineFaults({
  "facilitator.bank-payments.pending-success": { role: "facilitator", bug: "BUG: tells a pending payment as settled" },
  "facilitator.bank-payments.pending-other-reason": { role: "facilitator", bug: "BUG: tells a pending payment as one whose outcome nobody knows" },
  "facilitator.bank-payments.pending-without-transaction": { role: "facilitator", bug: "BUG: leaves transaction empty while a payment is pending" },
  "facilitator.bank-payments.state-missing": { role: "facilitator", bug: "BUG: does not say in which state a pending payment is" },
  "facilitator.bank-payments.settled-pending": { role: "facilitator", bug: "BUG: tells a settled payment as pending" },
  "facilitator.bank-payments.amount-with-point": { role: "facilitator", bug: "BUG: writes the amount of a payment over banks in whole units with a point" },
  "facilitator.bank-payments.transaction-renamed": { role: "facilitator", bug: "BUG: gives a settled payment another transaction than it had" },
  "facilitator.bank-payments.returned-refused": { role: "facilitator", bug: "BUG: tells a payment that came back as refused" },
  "facilitator.bank-payments.reason-code-missing": { role: "facilitator", bug: "BUG: does not say why a payment came back" },
  "facilitator.bank-payments.refused-code-missing": { role: "facilitator", bug: "BUG: does not say why a debit was turned down" },
  "facilitator.bank-payments.duplicate-other-reason": { role: "facilitator", bug: "BUG: tells a settle of a payment that was delivered for that it is none of a good payment" },
  "facilitator.bank-payments.duplicate-without-transaction": { role: "facilitator", bug: "BUG: does not say which payment was delivered for" },
  "facilitator.bank-payments.refused-pending": { role: "facilitator", bug: "BUG: tells a refused payment as pending" },
  "facilitator.bank-payments.settlement-date-missing": { role: "facilitator", bug: "BUG: does not say when a pending payment will settle" },
  "facilitator.bank-payments.settlement-date-next-day": { role: "facilitator", bug: "BUG: says that a payment settles on the day after today, whatever day that is" },
  "facilitator.bank-payments.settlement-date-time": { role: "facilitator", bug: "BUG: writes settlementDate with a time" },
  "facilitator.bank-payments.refunded-returned": { role: "facilitator", bug: "BUG: tells a payment that the merchant refunded as one that came back" },
});

export interface Answers {
  /** What is known of a payment. */
  state(record: PaymentRecord): SettleResponse;
  /** Nobody knows where it stands (6.6). */
  unknown(record: PaymentRecord): SettleResponse;
  /** The reply that delivers was given to another settle (6.4). */
  duplicate(record: PaymentRecord): SettleResponse;
}

export function createAnswers(parts: FacilitatorParts): Answers {
  const { network } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });

  const told = (record: PaymentRecord): PaymentState => {
    const state = record.state === "starting" ? "pending" : record.state;
    if (state === "pending" && fault("facilitator.bank-payments.pending-success")) return "settled";
    if (state === "settled" && fault("facilitator.bank-payments.settled-pending")) return "pending";
    if (state === "settled" && record.refunded !== undefined && fault("facilitator.bank-payments.refunded-returned")) return "returned";
    if (state === "returned" && fault("facilitator.bank-payments.returned-refused")) return "refused";
    return state === "refused" && fault("facilitator.bank-payments.refused-pending") ? "pending" : state;
  };

  const dateOf = ({ record, state }: { record: PaymentRecord; state: PaymentState }): string | undefined => {
    const { settlementDate } = record;
    if (settlementDate === undefined || state !== "pending") return settlementDate;
    if (fault("facilitator.bank-payments.settlement-date-missing")) return undefined;
    if (fault("facilitator.bank-payments.settlement-date-time")) return `${settlementDate}T12:00:00Z`;
    return fault("facilitator.bank-payments.settlement-date-next-day") ? new Date(parts.effects.now() + 86_400_000).toISOString().slice(0, 10) : settlementDate;
  };

  const about = (record: PaymentRecord): Pick<SettleResponse, "transaction" | "network" | "payer" | "amount" | "extra"> => {
    const state = told(record);
    const { amount, refunded } = record;
    const payer = parts.bends.payer === undefined ? record.payer : parts.bends.payer(record.payer);
    const date = dateOf({ record, state });
    const pending = record.state === "pending";
    const reasonCode = reasonCodeOf(record);
    return {
      transaction: transactionOf(record),
      network: network.network,
      ...(payer === undefined ? {} : { payer }),
      amount: fault("facilitator.bank-payments.amount-with-point") ? `${amount.padStart(3, "0").slice(0, -2)}.${amount.padStart(3, "0").slice(-2)}` : amount,
      extra: {
        ...(pending && fault("facilitator.bank-payments.state-missing") ? {} : { state }),
        ...(reasonCode === undefined ? {} : { reasonCode }),
        ...(date === undefined ? {} : { settlementDate: date }),
        ...(refunded === undefined ? {} : { refunded }),
      },
    };
  };

  const reasonCodeOf = ({ state, reasonCode, rail }: PaymentRecord): string | undefined => {
    if (reasonCode === undefined) return undefined;
    if (state === "returned" && fault("facilitator.bank-payments.reason-code-missing")) return undefined;
    const isDebit = network.rails.find(({ name }) => name === rail)?.authorization === "mandate";
    return state === "refused" && isDebit && fault("facilitator.bank-payments.refused-code-missing") ? undefined : reasonCode;
  };

  const transactionOf = ({ state, transaction }: PaymentRecord): string => {
    if (state === "pending" && fault("facilitator.bank-payments.pending-without-transaction")) return "";
    return state === "settled" && fault("facilitator.bank-payments.transaction-renamed") ? `${transaction}-settled` : transaction;
  };

  return {
    state(record) {
      const state = told(record);
      const success = state === "settled";
      return { success, ...(success ? {} : { errorReason: reasonOf(state) }), ...about(record) };
    },
    unknown: (record) => ({ ...refusal(parts, "unexpected_settle_error"), transaction: record.transaction }),
    duplicate: (record) => ({
      success: false,
      errorReason: fault("facilitator.bank-payments.duplicate-other-reason") ? "invalid_payload" : "duplicate_settlement",
      ...about(record),
      ...(fault("facilitator.bank-payments.duplicate-without-transaction") ? { transaction: "" } : {}),
    }),
  };

  function reasonOf(state: PaymentState): string {
    if (state === "pending") return fault("facilitator.bank-payments.pending-other-reason") ? "unexpected_settle_error" : "settlement_pending";
    return state === "returned" ? network.codes.returned : network.codes.refused;
  }
}
