import { check, type Check } from "../check.ts";
import { besideGoodTwin, isObject, object, paymentsOf, signalOf } from "../client-steps.ts";

/** What the text of §5 leaves unsaid: our positions for clients. */

export const checks: readonly Check[] = [
  check({
    id: "core.unknown-fields.client",
    requirement: "core.unknown-fields",
    title: "A client pays although the signal has members it does not know.",
    appliesTo: { scenarios: "client/core-types/unknown-members" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("unknown-in-")),
    judge({ witness, pass, fail }) {
      const unpaid = witness.find((step) => paymentsOf(step).length === 0);
      return unpaid === undefined ? pass({ at: witness.slice(0, 1).flatMap(paymentsOf).map(({ attempt }) => attempt.request) }) : fail(`the client does not pay in step "${unpaid.as}", where a member is unknown`, { expected: "a payment", actual: unpaid.outcome?.message ?? "none", at: unpaid.attempts[0]?.request });
    },
    killedBy: ["client.http.402-unknown-member-refused"],
  }),
  check({
    id: "core.utf8.client",
    requirement: "core.utf8",
    title: "A client pays where the description is not ASCII, and repeats it as it was.",
    appliesTo: { scenarios: "client/core-types/non-ascii" },
    witness: (trace) => besideGoodTwin(trace, "non-ascii")?.[0],
    judge({ witness: step, pass, fail }) {
      const [payment] = paymentsOf(step);
      const [asked] = step.attempts;
      if (payment === undefined) return fail("the client does not pay where the description is not ASCII", { expected: "a payment", actual: step.outcome?.message ?? "none", at: asked?.request });
      const sent = object(payment.message["resource"])["description"];
      const described = asked?.response === undefined ? undefined : object(signalOf(asked.response)["resource"])["description"];
      // A resource that is left out, or is no object, is not this check's matter.
      if (isObject(payment.message["resource"]) && sent !== undefined && sent !== described) return fail("the description came back changed", { expected: String(described), actual: sent, at: payment.attempt.request });
      return pass({ at: payment.attempt.request });
    },
    killedBy: ["client.http.402-header-latin1"],
  }),
];
