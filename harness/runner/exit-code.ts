import type { Results } from "../../reports/results.ts";

/** Exit codes of the command, design section 8. */
export const EXIT = { ok: 0, failure: 1, usage: 2, incomplete: 3, staleBaseline: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * What a run's results mean for the caller. A failure outweighs an incomplete run: what was judged, was judged.
 *
 * @param options.strict warnings fail the run too
 */
export function exitCodeOf(options: { results: Results; strict: boolean }): ExitCode {
  const { results, strict } = options;
  const unexpected = results.verdicts.some(({ verdict, weight, baseline }) => verdict === "fail" && baseline === undefined && (weight === "red" || (strict && weight === "warning")));
  if (unexpected) return EXIT.failure;
  const { incomplete, planned, executed } = results.header;
  const unjudged = results.verdicts.some(
    ({ verdict, weight, baseline }) => verdict === "inconclusive" || verdict === "harnessError" || (verdict === "notReached" && baseline === undefined && (weight === "red" || weight === "warning")),
  );
  // A check that was never reached proved nothing: green would claim that it did. Nor did a target none of whose
  // checks was supported, which is among the reasons of `incomplete`.
  if (incomplete.length > 0 || planned !== executed || planned === 0 || unjudged) return EXIT.incomplete;
  if (Object.values(results.summary).some(({ staleBaseline }) => staleBaseline.length > 0)) return EXIT.staleBaseline;
  return EXIT.ok;
}
