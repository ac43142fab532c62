import { check, type Check } from "../check.ts";
import { type ClientStep, clientSteps, isObject, paid, paymentsOf } from "../client-steps.ts";
import { headerValue } from "../../trace/headers.ts";
import type { Trace } from "../../trace/trace.ts";

/** transports-v2/http.md, Settlement Response Delivery, as clients read it. Not in the text: our positions. */

/** Paid requests that are a client's own affair: the first, and a cautious repeat or two. */
const TOLERATED = 3;

export const checks: readonly Check[] = [
  check({
    id: "http.client.reads-payment-response.success",
    requirement: "http.client.reads-payment-response",
    title: "A client tells its caller that the payment settled.",
    appliesTo: { scenarios: "client/http/receipts" },
    witness: (trace) => informed(trace, "receipt-success")[0],
    judge: ({ witness, pass, fail }) => (reported(witness) === true ? pass({ at: witness.outcome }) : fail("PAYMENT-RESPONSE says that the payment settled, and the client does not tell its caller", { expected: "success: true in what the client reports", actual: witness.outcome?.payment ?? "nothing", at: witness.outcome })),
    killedBy: ["client.settlement.unread"],
  }),
  check({
    id: "http.client.reads-payment-response.failure",
    requirement: "http.client.reads-payment-response",
    title: "A client does not report success where PAYMENT-RESPONSE says otherwise.",
    appliesTo: { scenarios: "client/http/receipts" },
    // Only who is known to report a success can be seen making one up.
    witness(trace) {
      const others = informed(trace, ["receipt-failure", "receipt-failure-with-200", "receipt-unreadable"]);
      return informed(trace, "receipt-success").some((step) => reported(step) === true) && others.length > 0 ? others : undefined;
    },
    judge({ witness, pass, fail }) {
      const wrong = witness.find((step) => reported(step) === true);
      return wrong === undefined ? pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) }) : fail(`the client reports a settled payment, in step "${wrong.as}"`, { expected: "no success", actual: wrong.outcome?.payment, at: wrong.outcome });
    },
    killedBy: ["client.settlement.success-assumed"],
  }),
  check({
    id: "http.client.settle-fail-not-loop",
    requirement: "http.client.settle-fail-not-loop",
    appliesTo: { scenarios: "client/http/settlement-failed" },
    witness(trace) {
      const refused = paid(trace, "fails").filter(({ attempt }) => attempt.response?.status === 402 && headerValue({ headers: attempt.response.headers, name: "payment-response" }) !== undefined);
      return refused.length === 0 ? undefined : refused;
    },
    judge({ witness, trace, pass, fail }) {
      const requests = paid(trace, "fails").map(({ attempt }) => attempt.request);
      return requests.length <= TOLERATED ? pass({ at: witness.map(({ attempt }) => attempt.request) }) : fail("the client goes on paying after it was told that settlement failed", { expected: `at most ${TOLERATED} paid requests`, actual: requests.length, at: requests });
    },
    killedBy: ["client.flow.repays-failed-settlement"],
  }),
];

/** Steps whose payment was answered by a PAYMENT-RESPONSE and came to an end. */
function informed(trace: Trace, as: string | readonly string[]): ClientStep[] {
  return clientSteps(trace, as).filter((step) => step.outcome !== undefined && paymentsOf(step).some(({ attempt }) => attempt.response !== undefined && headerValue({ headers: attempt.response.headers, name: "payment-response" }) !== undefined));
}

/** `success` of what the client told its caller. */
function reported({ outcome }: ClientStep): unknown {
  return isObject(outcome?.payment) ? outcome.payment["success"] : undefined;
}
