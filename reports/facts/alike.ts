import type { Verdict } from "../results.ts";
import { stateOf, type State } from "./state.ts";

/** Verdicts that say nothing of their checks: one cause, such as a target that never started, gives many of them. */
const CAUSED: readonly State[] = ["notReached", "inconclusive", "harnessError"];
/** So many of one cause are one thing to tell; fewer are told one by one. */
const MANY = 4;

/** Verdicts in their order, those of one target that were not given for one and the same reason together in the first one's place. */
export function alike(verdicts: readonly Verdict[]): readonly (readonly [Verdict, ...Verdict[]])[] {
  const groups = new Map<string, [Verdict, ...Verdict[]]>();
  for (const [index, verdict] of verdicts.entries()) {
    const key = CAUSED.includes(stateOf(verdict)) ? JSON.stringify([verdict.target, stateOf(verdict), reasonOf(verdict)]) : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [verdict]);
    else group.push(verdict);
  }
  return [...groups.values()].flatMap((group) => (group.length < MANY ? group.map((verdict): [Verdict] => [verdict]) : [group]));
}

/** A verdict on several cases names one of them behind the reason; the case's own words are the reason alone. */
export function reasonOf(verdict: Verdict): string {
  return verdict.cases.find((one) => one.verdict === verdict.verdict)?.message ?? verdict.message;
}
