import { check, type Check, type CheckDefinition } from "../check.ts";
import { answered, discriminates, foundValid, outcomeOf } from "../facilitator-calls.ts";

/**
 * A question the texts leave open, with the positions `accepted` and `refused`: whether the edited payment is
 * found valid by a target that finds the ordinary one valid, and one of too little not.
 */
export function openQuestion(definition: Pick<CheckDefinition<unknown>, "id" | "requirement" | "title" | "appliesTo" | "reach" | "killedBy" | "alsoKilledBy"> & { /** Of the edited payment. */ readonly what: string }): Check {
  const { what, ...rest } = definition;
  return check({
    ...rest,
    witness: (trace) => {
      const [forged] = answered(trace, "forged");
      const [call] = answered(trace, "edited");
      // Where the chain itself would not execute it, a refusal says nothing about the question.
      if (trace.mark<boolean>("executes") === false || forged === undefined || foundValid(forged) || call === undefined) return undefined;
      return discriminates(trace) === undefined ? undefined : call;
    },
    judge: ({ witness, position }) =>
      foundValid(witness) ? position("accepted", `${what}: found valid`, { at: witness.response }) : position("refused", `${what}: ${outcomeOf(witness)}`, { at: witness.response }),
  });
}
