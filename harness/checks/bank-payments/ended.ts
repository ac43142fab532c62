import { check, type Check } from "../check.ts";
import { answered, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { started, taken, tokenOf, viewAfter } from "./evidence.ts";

/** A check that no payment is started by what the payer had authorised once and has ended. */
export function endedCheck(options: { readonly id: string; readonly on: { readonly scenarios: readonly string[] }; readonly killedBy: readonly string[] }): Check {
  return check({
    id: options.id,
    requirement: options.id,
    appliesTo: options.on,
    witness(trace) {
      const [first] = taken(trace, "settle-first");
      const [again] = answered(trace, "settle-edited");
      return first === undefined || again === undefined || tokenOf(again) !== first.token ? undefined : { first, again };
    },
    judge({ witness: { first, again }, trace, pass, fail }) {
      const made = started(viewAfter(trace, again), first.token);
      const at = [first.call.response, again.response];
      if (made.length > 1) return fail("A payment was started after the payer's authorisation had ended", { expected: `the payment ${first.payment.id} alone`, actual: made.map(({ id }) => id).join(", "), at });
      return reportsSuccess(again) ? fail("A payment was told as settled after the payer's authorisation had ended", { actual: outcomeOf(again), at }) : pass({ at });
    },
    killedBy: options.killedBy,
  });
}
