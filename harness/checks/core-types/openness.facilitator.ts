import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredCall, discriminates, foundValid, outcomeOf, reportsSuccess, settlements, tellsApart } from "../facilitator-calls.ts";
import { turnedAway } from "../turned-away.ts";

/** x402-specification-v2.md §5 (gap): members nobody named, and text beyond ASCII, do no harm. */

/** What else than a refusal it was, where a settle may only reserve money, and may not take any number of payments. */
function notRefused(trace: Trace): string | undefined {
  const replies = answered(trace, "settle");
  if (replies.some((call) => reportsSuccess(call) || call.body["errorReason"] === "settlement_pending")) return "the payment was accepted, and its money was not seen moving";
  const [after] = answered(trace, "settle-after");
  return replies.some(turnedAway) || after === undefined || !reportsSuccess(after) ? "it let no more payments in at that moment" : undefined;
}

function toleranceCheck(options: { id: string; requirement: string; scenario: string; message: string; killedBy: readonly string[] }): Check {
  const { id, requirement, scenario, message, killedBy } = options;
  return check<AnsweredCall>({
    id,
    requirement,
    appliesTo: { scenarios: scenario },
    // Where verification takes no part, what it says of the payment is nobody's business.
    witness: (trace: Trace) => (!tellsApart(trace) || settlements(trace, "settle-control").length === 0 ? undefined : answered(trace, discriminates(trace) === undefined ? "settle" : "open-verify")[0]),
    judge: ({ witness, trace, pass, fail, notApplicable }) => {
      if (witness.path === "/verify" && !foundValid(witness)) return fail(message, { actual: outcomeOf(witness), at: [witness.request, witness.response] });
      const [settled] = settlements(trace);
      if (settled !== undefined) return pass({ at: [witness.response, settled.transfer] });
      const excuse = witness.path === "/settle" ? notRefused(trace) : undefined;
      return excuse === undefined ? fail(`${message} by /settle`, { actual: outcomeOf(witness), at: [witness.request, witness.response] }) : notApplicable(excuse);
    },
    killedBy,
  });
}

export const checks = [
  toleranceCheck({ id: "core.unknown-fields.facilitator", requirement: "core.unknown-fields", scenario: "facilitator/core-types/unknown-members", message: "A payment with members of a vendor was refused", killedBy: ["facilitator.request.unknown-members-refused"] }),
  toleranceCheck({ id: "core.utf8.facilitator", requirement: "core.utf8", scenario: "facilitator/core-types/utf8", message: "A payment with text beyond ASCII was refused", killedBy: ["facilitator.request.ascii-only"] }),
];
