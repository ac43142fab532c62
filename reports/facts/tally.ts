import type { Verdict } from "../results.ts";
import { stateOf, STATES, type State } from "./state.ts";

/** Counts of verdicts by state. */
export type Tally = Readonly<Record<State, number>> & { readonly total: number; readonly judged: number };

/** Counts verdicts. `judged` are those that say something about the target: passes and failures of any weight. */
export function tally(verdicts: readonly Verdict[]): Tally {
  const states = verdicts.map(stateOf);
  const counts = Object.fromEntries(STATES.map(({ state }) => [state, states.filter((one) => one === state).length])) as Record<State, number>;
  return { ...counts, total: verdicts.length, judged: verdicts.filter(({ verdict }) => verdict === "pass" || verdict === "fail").length };
}

/** Levels in the order of their force. */
export const LEVELS: readonly string[] = ["MUST", "IMPLIED", "SHOULD", "MAY"];

/** The levels that occur, strongest first, unheard-of ones last. */
export function levelsOf(verdicts: readonly Verdict[]): readonly string[] {
  const found = new Set(verdicts.map(({ level }) => level));
  return [...LEVELS.filter((level) => found.has(level)), ...[...found].filter((level) => !LEVELS.includes(level)).toSorted()];
}

/** The areas that occur, in the order of their first verdict. */
export function areasOf(verdicts: readonly Verdict[]): readonly string[] {
  return [...new Set(verdicts.map(({ area }) => area))];
}
