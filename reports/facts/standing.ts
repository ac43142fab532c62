import type { Results, Standing, Verdict } from "../results.ts";
import { requirementOf } from "./lookup.ts";

export const STANDING_MEANING: Readonly<Record<Standing, string>> = {
  draft: "Of a draft, which may change, or judged only over a payment method of one. Counts in no profile but that draft's own.",
  experimental: "Of an experimental text by this project, which nobody else has agreed to, or judged only over a payment method of one. Counts in no profile but its own.",
};

/**
 * What makes a verdict less than one by the rules: its row, or else the payment methods that it rests on.
 *
 * @returns `undefined` for a row of a text that is no proposal, judged over a method that is none either
 */
export function standingOf(options: { results: Results; verdict: Verdict }): Standing | undefined {
  return standingOfRow(options) ?? options.verdict.standing;
}

function standingOfRow(options: { results: Results; verdict: Verdict }): Standing | undefined {
  if (options.verdict.basis !== "draft") return undefined;
  const texts = requirementOf(options).clause.split("; ");
  return texts.every((text) => text.startsWith("experimental/")) ? "experimental" : "draft";
}

/** Of an area: what all of its verdicts have in common. */
export function standingOfArea(options: { results: Results; verdicts: readonly Verdict[] }): Standing | undefined {
  // What was not judged rests on nothing.
  const told = options.verdicts.filter(({ verdict, standing }) => verdict !== "unsupported" || standing !== undefined);
  const found = new Set((told.length === 0 ? options.verdicts : told).map((verdict) => standingOf({ results: options.results, verdict })));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** One sentence for each kind there is among a target's rows, with the areas they are of. */
export function standingNotes(options: { results: Results; verdicts: readonly Verdict[] }): readonly string[] {
  return (["draft", "experimental"] as const).flatMap((standing) => {
    // What a target does not declare it has no part in.
    const verdicts = options.verdicts.filter((verdict) => verdict.verdict !== "unsupported" && standingOfRow({ results: options.results, verdict }) === standing);
    if (verdicts.length === 0) return [];
    const areas = [...new Set(verdicts.map(({ area }) => area))].join(", ");
    const [are, count] = verdicts.length === 1 ? ["verdict is", "counts"] : ["verdicts are", "count"];
    // They weigh where a profile of that draft was asked for.
    const weighed = verdicts.some(({ weight }) => weight === "red" || weight === "warning");
    return [`${verdicts.length} ${are} ${standing} (${areas}) and ${weighed ? `${count} here, as a profile of it was asked for` : `${count} for and against nobody`}.`];
  });
}
