import { check, type Check } from "../check.ts";
import { answered, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { started, taken, tokenOf, viewAfter, viewBefore } from "./evidence.ts";

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
      const known = new Set(started(viewBefore(trace, again), first.token).map(({ id }) => id));
      const second = started(viewAfter(trace, again), first.token).find(({ id }) => !known.has(id));
      const at = [first.call.response, again.response];
      if (second !== undefined) return fail("A payment was started after the payer's authorisation had ended", { expected: `the payment ${first.payment.id} alone`, actual: second.id, at });
      return reportsSuccess(again) ? fail("A payment was told as settled after the payer's authorisation had ended", { actual: outcomeOf(again), at }) : pass({ at });
    },
    killedBy: options.killedBy,
  });
}
