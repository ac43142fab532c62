import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const REQUIRED = "payment-required";
const REJECTED = "payment-rejected";
const SUBMITTED = "payment-submitted";
const VERIFIED = "payment-verified";
const COMPLETED = "payment-completed";
const FAILED = "payment-failed";

/** For each status the states of its row. */
const ROWS: ReadonlyMap<string, readonly string[]> = new Map([
  [REQUIRED, ["input-required"]],
  [REJECTED, ["failed", "input-required"]],
  [SUBMITTED, ["input-required", "working"]],
  [VERIFIED, ["working"]],
  [COMPLETED, ["working", "completed"]],
  [FAILED, ["failed"]],
]);

/** For each status those that may come next; a rejection leaves the offer open to be made anew. */
const NEXT: ReadonlyMap<string, readonly string[]> = new Map([
  [REQUIRED, [REQUIRED, REJECTED, SUBMITTED, VERIFIED, COMPLETED, FAILED]],
  [REJECTED, [REJECTED, REQUIRED]],
  [SUBMITTED, [SUBMITTED, VERIFIED, COMPLETED, FAILED]],
  [VERIFIED, [VERIFIED, COMPLETED, FAILED]],
  [COMPLETED, [COMPLETED]],
  [FAILED, [FAILED]],
]);

/** A state in the spelling of A2A 0.3. */
const oldSpelling = (state: string): string => (state.startsWith("TASK_STATE_") ? state.slice("TASK_STATE_".length).toLowerCase().replaceAll("_", "-") : state);

/** Answers `a2a-lifecycle.judge` by the rows of the table and by what may follow what. */
export const verifier: Verifier = ({ input }) => {
  let last = REQUIRED;
  for (const { state, payment } of input["updates"] as readonly { state: string; payment?: string }[]) {
    if (payment === undefined) continue;
    const states = ROWS.get(payment);
    if (states === undefined) return refused(`no status ${payment}`);
    if (!states.includes(oldSpelling(state))) return refused(`${payment} in state ${state}`);
    if (NEXT.get(last)?.includes(payment) !== true) return refused(`${payment} after ${last}`);
    last = payment;
  }
  return accepted();
};
