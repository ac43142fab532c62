import { isEmptySignature, signatureStates } from "../../../simulators/chains/svm/wire/index.ts";
import { check, type Check } from "../check.ts";
import { isObject, object, paid, paymentCheck } from "../client-steps.ts";
import { isSvmExact, parseSvmPayload, SVM_PAID, svmPaymentOf } from "../svm-transaction.ts";

/** schemes/exact/scheme_exact_svm.md, PaymentPayload `payload` Field and Protocol Flow: what form the transaction has, and who has signed it. */

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "svm.payload",
    scenarios: SVM_PAID,
    deviation({ message, offer }) {
      // A payload that is no object is matter of core.payload.payload-object.
      if (!isSvmExact(offer ?? object(message["accepted"])) || !isObject(message["payload"])) return "silent";
      const { transaction } = message["payload"];
      const parsed = parseSvmPayload(message);
      if (parsed === undefined) return { message: "payload.transaction is not text", expected: "a transaction in base64", actual: message["payload"] };
      return parsed.ok ? undefined : { message: `payload.transaction cannot be read: ${parsed.detail}`, expected: "standard base64 of one serialized transaction", actual: transaction };
    },
    killedBy: ["client.exact-svm.transaction-base58", "client.exact-svm.bare-message"],
  }),
  check({
    id: "svm.payload.versioned",
    requirement: "svm.payload.versioned",
    appliesTo: { scenarios: SVM_PAID },
    reach: "some",
    witness(trace) {
      const payments = paid(trace).flatMap((payment) => {
        const read = svmPaymentOf(payment);
        return read === undefined ? [] : [{ payment, version: read.transaction.transaction.message.version }];
      });
      return payments.length === 0 ? undefined : payments;
    },
    judge({ witness, position }) {
      const legacy = witness.find(({ version }) => version === "legacy");
      const at = (legacy ?? witness[0])?.payment.attempt.request;
      return legacy === undefined ? position("v0", "the message is version 0", { at }) : position("legacy", "the message is a legacy one", { at });
    },
    killedBy: ["client.exact-svm.legacy-message"],
  }),
  paymentCheck({
    requirement: "svm.client.feepayer",
    scenarios: SVM_PAID,
    deviation(payment) {
      const read = svmPaymentOf(payment);
      const wanted = object(payment.offer?.["extra"])["feePayer"];
      if (read === undefined || typeof wanted !== "string") return "silent";
      return read.feePayer === wanted ? undefined : { message: "the fee payer of the transaction is not the offer's", expected: wanted, actual: read.feePayer };
    },
    killedBy: ["client.exact-svm.fee-payer-other"],
  }),
  paymentCheck({
    requirement: "svm.client.sponsor-slot",
    scenarios: SVM_PAID,
    deviation(payment) {
      const read = svmPaymentOf(payment);
      // Another fee payer than the offer's is matter of svm.client.feepayer, and may well have signed.
      if (read === undefined || read.feePayer !== object(payment.offer?.["extra"])["feePayer"]) return "silent";
      const [slot] = read.transaction.transaction.signatures;
      return slot !== undefined && isEmptySignature(slot) ? undefined : { message: "the fee payer's signature slot is not empty", expected: "64 zero bytes", actual: Buffer.from(slot ?? []).toString("hex") };
    },
    killedBy: ["client.exact-svm.sponsor-slot-filled"],
  }),
  paymentCheck({
    requirement: "svm.client.signed",
    scenarios: SVM_PAID,
    deviation(payment) {
      const read = svmPaymentOf(payment);
      if (read === undefined) return "silent";
      const [, ...others] = signatureStates(read.transaction);
      // Where the fee payer alone signs, no slot is the client's: matter of svm.client.feepayer or svm.client.no-feepayer-account.
      if (others.length === 0) return "silent";
      const wrong = others.find(({ state }) => state !== "valid");
      return wrong === undefined ? undefined : { message: wrong.state === "empty" ? "a signer other than the fee payer has not signed" : "a signature is not its signer's over this message", expected: `a signature by ${wrong.signer}`, actual: wrong.state };
    },
    killedBy: ["client.exact-svm.signature-missing", "client.exact-svm.signature-other-bytes"],
  }),
  paymentCheck({
    requirement: "svm.client.signer-set",
    scenarios: SVM_PAID,
    deviation(payment) {
      const read = svmPaymentOf(payment);
      if (read === undefined) return "silent";
      const { requiredSignatures } = read.transaction.transaction.message.header;
      return requiredSignatures <= 2 ? undefined : { message: "the transaction needs signatures beside the client's and the fee payer's", expected: "2 required signatures", actual: requiredSignatures };
    },
    killedBy: ["client.exact-svm.third-signer"],
  }),
];
