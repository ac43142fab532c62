import type { Check } from "../check.ts";
import { check } from "../check.ts";
import { offeredRoutes, UNPAID } from "../server-offers.ts";
import { buysContent } from "../server-judgements.ts";
import { facts, object } from "../server-steps.ts";

/** x402-specification-v2.md §5: objects are open, and JSON is UTF-8. */

const SCENARIO = "server/core-types/unknown-members";

export const checks: readonly Check[] = [
  buysContent({
    id: "core.unknown-fields.server.payment",
    requirement: "core.unknown-fields",
    title: "A server takes a payment with a member it does not know",
    scenarios: SCENARIO,
    steps: "unknown-in-payment",
    killedBy: ["server.payload.rejects-unknown"],
  }),
  buysContent({
    id: "core.unknown-fields.server.settle-reply",
    requirement: "core.unknown-fields",
    title: "A server reads a settle reply with a member it does not know",
    scenarios: SCENARIO,
    steps: "unknown-in-settle",
    killedBy: ["server.facilitator.strict-settle-reply"],
  }),
  buysContent({
    requirement: "core.verify.extra",
    scenarios: SCENARIO,
    steps: "verify-extra",
    killedBy: ["server.facilitator.strict-verify-reply"],
  }),
  check({
    id: "core.utf8.server",
    requirement: "core.utf8",
    title: "Text beyond ASCII in a description reaches the client as it was configured",
    appliesTo: { scenarios: UNPAID },
    witness(trace) {
      const [any] = offeredRoutes(trace);
      const offered = offeredRoutes(trace).find(({ step }) => step.route === "unicode");
      const configured = facts(trace)?.configured === true ? facts(trace)?.routes["unicode"]?.description : undefined;
      return any === undefined ? undefined : { configured, offered };
    },
    judge({ witness: { configured, offered }, pass, fail, notApplicable }) {
      if (configured === undefined || offered === undefined) return notApplicable("the target was not given a description beyond ASCII, or offers nothing on that route");
      const { description } = object(offered.required["resource"]);
      if (description === undefined) return notApplicable("the target does not pass descriptions on");
      // Another type is core.resource.optional-types.
      if (typeof description !== "string") return notApplicable("the description is no string");
      return description === configured ? pass({ at: offered.step.response }) : fail("the description did not survive its way into PAYMENT-REQUIRED", { expected: configured, actual: description, at: offered.step.response });
    },
    killedBy: ["server.http.402-header-latin1"],
  }),
];
