import { BANK_NETWORKS } from "../../methods/bank-networks.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { type ClientStep, clientSteps, goodTwin, type Paid, paymentsOf } from "../client-steps.ts";
import { isOn, presented } from "../rail-client.ts";

/** experimental/bank-payments.md 5.4: a client whose payment has no result yet. */

/** Payments of each step of a kind whose first is on the network and got no result. */
function open(options: { trace: Trace; namespace: string; kind: string }): readonly (readonly [Paid, ...Paid[]])[] {
  const { trace, namespace, kind } = options;
  if (goodTwin(trace) === undefined) return [];
  const steps = new Map(clientSteps(trace, (as) => as.startsWith(kind)).map((step): [string, ClientStep] => [step.as, step]));
  return [...steps.values()].flatMap((step) => {
    const [first, ...later] = paymentsOf(step);
    return first !== undefined && isOn(namespace, first) && first.attempt.response?.status === 402 ? [[first, ...later] as const] : [];
  });
}

/** Whether a payment is the first one of its step once more. */
function isAgain(namespace: string, first: Paid, payment: Paid): boolean {
  return isOn(namespace, payment) && presented(payment).paymentId === presented(first).paymentId;
}

export const checks: readonly Check[] = BANK_NETWORKS.flatMap(({ area, method, namespace }) => [
  check({
    id: `${area}.client.pending-no-second`,
    requirement: `${area}.client.pending-no-second`,
    appliesTo: { scenarios: `client/${method}/pending` },
    witness(trace) {
      const found = open({ trace, namespace, kind: "open-" });
      return found.length === 0 ? undefined : found;
    },
    judge({ witness, pass, fail }) {
      for (const [first, ...later] of witness) {
        const second = later.find((payment) => !isAgain(namespace, first, payment));
        if (second === undefined) continue;
        const at = [first.attempt.request, second.attempt.request];
        return isOn(namespace, second)
          ? fail(`the client starts another payment while one may be moving (${first.step.as})`, { expected: String(presented(first).paymentId), actual: presented(second).paymentId, at })
          : fail(`the client pays by another offer while a payment may be moving (${first.step.as})`, { expected: "the first payment again, or none", actual: second.offer ?? second.message["accepted"], at });
      }
      return pass({ at: witness.flat().map(({ attempt }) => attempt.request) });
    },
    killedBy: ["client.flow.pending-forgotten", "client.flow.pending-other-offer"],
  }),
  check({
    id: `${area}.client.pending-again`,
    requirement: `${area}.client.pending-again`,
    appliesTo: { scenarios: `client/${method}/pending-again` },
    witness(trace) {
      const found = open({ trace, namespace, kind: "again-" });
      return found.length === 0 ? undefined : found;
    },
    judge({ witness, pass, fail }) {
      for (const [first, ...later] of witness) {
        // Asked once more by its caller, where it did not do so by itself: after that, the purchase was given up.
        if (!later.some((payment) => isAgain(namespace, first, payment))) return fail(`a payment without a result (${first.step.as}) is not presented again`, { expected: "the same payload", actual: later.length === 0 ? "no further payment" : "another payment", at: [first, ...later].map(({ attempt }) => attempt.request) });
      }
      return pass({ at: witness.flat().map(({ attempt }) => attempt.request) });
    },
    killedBy: ["client.bank-payments.pending-forgotten", "client.bank-payments.unknown-forgotten"],
    alsoKilledBy: { "client.flow.pending-forgotten": "who starts another payment does not present the first one again", "client.settlement.unread": "who does not read the report does not know that the payment is open", "client.settlement.success-assumed": "who takes it for settled does not ask again" },
  }),
]);
