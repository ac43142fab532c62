import { check, type Check, type CheckDefinition } from "../check.ts";
import { answered, foundValid, outcomeOf, validControl } from "../facilitator-calls.ts";

/**
 * A check of a rule that the pinned text has and later text has not: an edited payment is not found valid, where
 * the unedited one was in the same case.
 *
 * The later text goes by the outcome (§1.3): neither count nor order of instructions is prescribed, and what else
 * a transaction does is the sponsor's policy. Who goes by that text is known by the payment that the scenario
 * shows as `later`, which breaks another of the pinned text's rules of layout and nothing of the later one's. To a
 * target that takes that one the rule does not apply: the pinned text is not what it follows.
 */
export function pinnedTextCheck(definition: Pick<CheckDefinition<unknown>, "id" | "requirement" | "title" | "appliesTo" | "reach" | "killedBy" | "alsoKilledBy"> & { readonly message: string }): Check {
  const { message, ...rest } = definition;
  return check({
    ...rest,
    witness: (trace) => {
      const control = validControl(trace);
      const [call] = answered(trace, "edited");
      const [later] = answered(trace, "later");
      return control === undefined || call === undefined || later === undefined ? undefined : { control, call, later };
    },
    judge: ({ witness: { control, call, later }, pass, fail, notApplicable }) => {
      if (!foundValid(call)) return pass({ at: [control.response, call.response] });
      if (foundValid(later)) return notApplicable("it goes by what a transaction comes to, as later text has it, and takes other layouts too");
      return fail(message, { expected: "isValid false, or an error", actual: outcomeOf(call), at: [call.request, call.response] });
    },
  });
}
