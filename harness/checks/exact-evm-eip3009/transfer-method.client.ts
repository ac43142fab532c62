import { check, type Check } from "../check.ts";
import { besideGoodTwin, byOtherMethod, clientSteps, goodTwin, isObject, object, paid, paymentsOf, transferMethodOf } from "../client-steps.ts";

/** schemes/exact/scheme_exact_evm.md, Summary: the asset transfer method, as clients keep it. */

export const checks: readonly Check[] = [
  check({
    id: "evm.atm.default",
    requirement: "evm.atm.default",
    appliesTo: { scenarios: "client/exact-evm-eip3009/method-default" },
    witness(trace) {
      const payments = paid(trace);
      return payments.length === 0 ? undefined : payments;
    },
    judge({ witness, trace, pass, fail, notApplicable }) {
      // Whoever paid any of them by EIP-3009 can.
      const able = witness.find(({ message }) => transferMethodOf(message) === "eip3009");
      if (able === undefined) return notApplicable("the client does not pay by EIP-3009");
      for (const step of clientSteps(trace, ["good", "method-beside"]).filter(({ outcome }) => outcome !== undefined)) {
        const payments = paymentsOf(step);
        const [payment] = payments;
        if (payment === undefined) return fail(`the client does not pay an offer that states no transfer method, in step "${step.as}"`, { expected: "a payment by EIP-3009", actual: step.outcome?.message ?? "none", at: step.attempts[0]?.response });
        const stated = object(payment.offer?.["extra"])["assetTransferMethod"];
        if (stated === undefined && transferMethodOf(payment.message) !== "eip3009") return fail(`the client pays by ${transferMethodOf(payment.message) ?? "no method known"} where no transfer method is stated`, { expected: "a payment by EIP-3009", actual: Object.keys(object(payment.message["payload"])), at: payment.attempt.request });
      }
      return pass({ at: able.attempt.request });
    },
    killedBy: ["client.select.method-asked-of-all"],
  }),
  check({
    id: "evm.atm.honour",
    requirement: "evm.atm.honour",
    appliesTo: { scenarios: "client/exact-evm-eip3009/method-each" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("method-")),
    judge({ witness, pass, fail }) {
      // A payload that is no object is matter of core.payload.payload-object.
      for (const payment of witness.flatMap(paymentsOf).filter(({ message }) => isObject(message["payload"]))) {
        const stated = object(payment.offer?.["extra"])["assetTransferMethod"];
        if (transferMethodOf(payment.message) !== stated) return fail(`the client answers an offer that states ${String(stated)} by a payment of another shape`, { expected: `a payload of ${String(stated)}, or no payment`, actual: payment.message["payload"], at: payment.attempt.request });
      }
      return pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) });
    },
    killedBy: ["client.exact-evm.method-ignored"],
  }),
  // Not in the text: our position.
  check({
    id: "evm.atm.unknown",
    requirement: "evm.atm.unknown",
    appliesTo: { scenarios: "client/exact-evm-eip3009/method-unknown" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("method-unknown-")),
    judge({ witness, pass, fail, notApplicable }) {
      const payments = witness.flatMap(paymentsOf);
      const blind = payments.find(({ offer }) => object(offer?.["extra"])["assetTransferMethod"] !== undefined);
      if (blind !== undefined) return fail("the client signs for a transfer method nobody knows", { expected: "no payment for that offer", actual: blind.message["payload"], at: blind.attempt.request });
      const [other] = payments;
      return other === undefined ? notApplicable("the client declined the whole list, also the offer without a transfer method") : pass({ at: other.attempt.request });
    },
    killedBy: ["client.exact-evm.unknown-method-signed"],
  }),
  check({
    id: "evm.atm.echo",
    requirement: "evm.atm.echo",
    appliesTo: { scenarios: "client/exact-evm-eip3009/method-each" },
    witness: (trace) => (goodTwin(trace) === undefined ? undefined : paid(trace)),
    judge({ witness, pass, fail, notApplicable }) {
      const others = witness.filter(byOtherMethod);
      const [first] = others;
      if (first === undefined) return notApplicable("the client pays by EIP-3009 only");
      const silent = others.find(({ message }) => object(object(message["accepted"])["extra"])["assetTransferMethod"] !== transferMethodOf(message));
      return silent === undefined ? pass({ at: first.attempt.request }) : fail(`the client pays by ${transferMethodOf(silent.message)} and accepted does not say so`, { expected: `accepted.extra.assetTransferMethod "${transferMethodOf(silent.message)}"`, actual: silent.message["accepted"], at: silent.attempt.request });
    },
    killedBy: ["client.exact-evm.permit2-unnamed"],
  }),
];
