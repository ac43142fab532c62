import { check, type Check, type CheckDefinition } from "../check.ts";
import { answered, foundValid, outcomeOf, validControl } from "../facilitator-calls.ts";

/**
 * A check of a rule of the pinned text that later text keeps for who reads a transaction by its layout (§3.1), and not for who goes by its
 * outcome (§1.3, §3.2): an edited payment is not found valid, where the unedited one was in the same case.
 *
 * Who goes by the outcome is known by the payment that the scenario shows as `later`, which breaks the pinned text's layout and nothing of
 * the later one's. To a target that takes that one the rule does not apply.
 *
 * To refuse that one proves nothing: a sponsor may be strict about one thing and not about another. So rules that later text has
 * dropped, those of the layout itself, are open questions, and not for this.
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
