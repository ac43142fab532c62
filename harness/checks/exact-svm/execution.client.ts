import { signatureStates } from "../../../simulators/chains/svm/wire/index.ts";
import type { Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { object, type Paid, paymentCheck } from "../client-steps.ts";
import { parseSvmPayload, SVM_PAID, svmPaymentOf, transfersFor } from "../svm-transaction.ts";

/** schemes/exact/scheme_exact_svm.md, Protocol Flow, steps 3 to 5 and 12: the suite signs as fee payer and sends what came. */

/** Mark `executed`: what became of a payment on the suite's chain. */
export type ExecutedMark = {
  readonly as: string;
  readonly transaction: string;
  /** By how much payTo's balance of the asset grew. Atomic units. */
  readonly received: string;
} & (
  | { readonly outcome: "executed" }
  | { readonly outcome: "failed"; readonly error: string; /** Programs whose own code is not on the chain. */ readonly standIns: readonly string[] }
);

/** Whether everything is in order that other rows judge, so that nothing but the execution is left to be judged here. */
function isSoundOtherwise(payment: Paid, trace: Trace): boolean {
  const read = svmPaymentOf(payment);
  const { offer, message } = payment;
  if (read === undefined || offer === undefined || parseSvmPayload(message)?.ok !== true) return false;
  if (read.feePayer !== object(offer["extra"])["feePayer"]) return false;
  const [, ...others] = signatureStates(read.transaction);
  if (others.some(({ state }) => state !== "valid")) return false;
  const owner = trace.mark<Readonly<Record<string, string>>>("mints")?.[String(offer["asset"])];
  const [matching] = transfersFor({ payment: read, offer }).matching;
  // Without any transfer at the top level a smart wallet's program may pay.
  if (matching === undefined) return read.transfers.length === 0;
  return owner === undefined || matching.transfer.tokenProgram === owner;
}

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "svm.client.executes",
    scenarios: SVM_PAID,
    deviation(payment, trace) {
      const { offer, message } = payment;
      const found = trace.marks<ExecutedMark>("executed").find(({ transaction }) => transaction === object(message["payload"])["transaction"]);
      if (found === undefined || offer === undefined || !isSoundOtherwise(payment, trace)) return "silent";
      // What fails in a program that is not there in earnest says nothing of the payment.
      if (found.outcome === "failed" && svmPaymentOf(payment)?.instructions.some(({ program }) => found.standIns.includes(program)) === true) return "silent";
      if (found.outcome === "failed") return { message: "signed by the fee payer, the transaction fails on the chain", expected: `${String(offer["amount"])} for ${String(offer["payTo"])}`, actual: found.error };
      return BigInt(found.received) >= BigInt(String(offer["amount"])) ? undefined : { message: "the transaction executes and does not bring payTo the amount", expected: String(offer["amount"]), actual: found.received };
    },
    killedBy: ["client.exact-svm.decimals-wrong"],
    alsoKilledBy: { "client.exact-svm.blockhash-constant": "a transaction on a blockhash the chain never had does not land" },
  }),
];
