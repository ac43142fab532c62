import { isMemo } from "../../../simulators/chains/svm/wire/index.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { object, type Paid, paid, paymentCheck } from "../client-steps.ts";
import { SVM_PAID, svmPaymentOf } from "../svm-transaction.ts";

/** schemes/exact/scheme_exact_svm.md, `extra.memo` and Facilitator Verification Rule 1: the Memo that tells payments apart. */

/** Data of the Memo instructions of a payment; `undefined` where its transaction cannot be read. */
function memosOf(payment: Paid): readonly Uint8Array[] | undefined {
  return svmPaymentOf(payment)?.instructions.filter(isMemo).map(({ data }) => data);
}

function sellersMemo({ offer }: Paid): unknown {
  return object(offer?.["extra"])["memo"];
}

/** 16 bytes in hex or more. Nobody is blamed for a prefix, or for the hyphens of a UUID. */
const NONCE = /^(?:0x)?(?:-?[0-9a-fA-F]){32,}$/;

/** Payments for offers without extra.memo, with the text of their Memos. Payments without a Memo are matter of svm.client.memo. */
function freelyMarked(trace: Trace): readonly { readonly payment: Paid; readonly memos: readonly string[] }[] {
  return paid(trace).flatMap((payment) => {
    const memos = sellersMemo(payment) === undefined ? memosOf(payment) : undefined;
    return memos === undefined || memos.length === 0 ? [] : [{ payment, memos: memos.map((data) => Buffer.from(data).toString("latin1")) }];
  });
}

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "svm.client.memo",
    scenarios: SVM_PAID,
    deviation(payment) {
      const memos = memosOf(payment);
      if (memos === undefined) return "silent";
      return memos.length > 0 ? undefined : { message: "the transaction has no Memo instruction", expected: "a Memo instruction", actual: svmPaymentOf(payment)?.instructions.map(({ program }) => program) };
    },
    killedBy: ["client.exact-svm.memo-missing"],
  }),
  paymentCheck({
    requirement: "svm.client.memo-seller",
    scenarios: SVM_PAID,
    deviation(payment) {
      const wanted = sellersMemo(payment);
      const memos = memosOf(payment);
      // A missing Memo is matter of svm.client.memo.
      if (typeof wanted !== "string" || memos === undefined || memos.length === 0) return "silent";
      const bytes = Buffer.from(wanted, "utf8");
      return memos.some((data) => bytes.equals(data)) ? undefined : { message: "the Memo is not the seller's", expected: bytes.toString("hex"), actual: memos.map((data) => Buffer.from(data).toString("hex")).join(", ") };
    },
    killedBy: ["client.exact-svm.memo-seller-ignored", "client.exact-svm.memo-seller-ascii", "client.exact-svm.memo-seller-truncated"],
    alsoKilledBy: { "client.http.402-header-latin1": "a memo that was read wrongly is written wrongly" },
  }),
  check({
    id: "svm.client.memo-random",
    requirement: "svm.client.memo-random",
    appliesTo: { scenarios: "client/exact-svm/paid" },
    witness(trace) {
      const marked = freelyMarked(trace);
      // What a connection carries twice was made once.
      return new Set(marked.map(({ payment }) => payment.step.as)).size < 2 ? undefined : marked;
    },
    judge({ witness, pass, fail }) {
      const at = witness.map(({ payment }) => payment.attempt.request);
      const short = witness.find(({ memos }) => !memos.some((memo) => NONCE.test(memo)));
      if (short !== undefined) return fail("the Memo of an offer without extra.memo is no nonce of 16 bytes in hex", { expected: "at least 32 hex digits", actual: short.memos, at: short.payment.attempt.request });
      const seen = new Map<string, string>();
      for (const { payment, memos } of witness) {
        for (const memo of memos.filter((text) => NONCE.test(text))) {
          const other = seen.get(memo) ?? payment.step.as;
          if (other !== payment.step.as) return fail("two payments have the same Memo nonce", { expected: "a fresh nonce for each payment", actual: memo, at });
          seen.set(memo, other);
        }
      }
      return pass({ at });
    },
    killedBy: ["client.exact-svm.memo-constant", "client.exact-svm.memo-short"],
  }),
];
