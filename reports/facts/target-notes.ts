import type { Results } from "../results.ts";
import { carrierNotes } from "./methods.ts";
import { verdictsOf } from "./outcome.ts";
import { profileNotes } from "./profiles.ts";
import { standingNotes } from "./standing.ts";

/** What every report says below a target's outcome: of the profiles asked for, of proposed payment methods and of proposed rows. */
export function targetNotes(options: { results: Results; target: string }): readonly string[] {
  return [...profileNotes(options), ...carrierNotes(options), ...standingNotes({ results: options.results, verdicts: verdictsOf(options) })];
}
