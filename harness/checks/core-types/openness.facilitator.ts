import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredCall, discriminates, foundValid, outcomeOf, settlements, tellsApart } from "../facilitator-calls.ts";

/** x402-specification-v2.md §5 (gap): members nobody named, and text beyond ASCII, do no harm. */

function toleranceCheck(options: { id: string; requirement: string; scenario: string; message: string; killedBy: readonly string[] }): Check {
  const { id, requirement, scenario, message, killedBy } = options;
  return check<AnsweredCall>({
    id,
    requirement,
    appliesTo: { scenarios: scenario },
    // Where verification takes no part, what it says of the payment is nobody's business.
    witness: (trace: Trace) => (!tellsApart(trace) || settlements(trace, "settle-control").length === 0 ? undefined : answered(trace, discriminates(trace) === undefined ? "settle" : "open-verify")[0]),
    judge: ({ witness, trace, pass, fail }) => {
      if (witness.path === "/verify" && !foundValid(witness)) return fail(message, { actual: outcomeOf(witness), at: [witness.request, witness.response] });
      const [settled] = settlements(trace);
      return settled === undefined ? fail(`${message} by /settle`, { at: witness.response }) : pass({ at: [witness.response, settled.transfer] });
    },
    killedBy,
  });
}

export const checks = [
  toleranceCheck({ id: "core.unknown-fields.facilitator", requirement: "core.unknown-fields", scenario: "facilitator/core-types/unknown-members", message: "A payment with members of a vendor was refused", killedBy: ["facilitator.request.unknown-members-refused"] }),
  toleranceCheck({ id: "core.utf8.facilitator", requirement: "core.utf8", scenario: "facilitator/core-types/utf8", message: "A payment with text beyond ASCII was refused", killedBy: ["facilitator.request.ascii-only"] }),
];
