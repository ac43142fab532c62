import { escapeMarkdown, markdownCode } from "../escape/markdown.ts";
import { placesOf, requirementOf } from "../facts/lookup.ts";
import { incompleteReasons, outcomeOf, overall } from "../facts/outcome.ts";
import { standingOf } from "../facts/standing.ts";
import { counted, stateOf, STATES, type State, wordsOf } from "../facts/state.ts";
import { tally } from "../facts/tally.ts";
import { targetNotes } from "../facts/target-notes.ts";
import { elapsed, utc } from "../facts/when.ts";
import type { ReportFormat } from "../report.ts";
import type { Results, Verdict } from "../results.ts";

/** GitHub Markdown, for `$GITHUB_STEP_SUMMARY` and pull request comments. */
export const format: ReportFormat = {
  name: "markdown",
  description: "GitHub Markdown, for $GITHUB_STEP_SUMMARY",
  extension: ".md",
  mediaType: "text/markdown; charset=utf-8",
  render({ results }) {
    const { header } = results;
    const blocks = [
      `## x402 conformance: ${escapeMarkdown(overall(results).headline)}`,
      ...callout(results),
      targetTable(results),
      ...standings(results),
      ...SECTIONS.flatMap((section) => sectionOf({ results, ...section })),
      `<sub>${escapeMarkdown(`${header.suite.name} ${header.suite.version}, specification ${header.spec.repository} ${header.spec.revision.slice(0, 10)} of ${header.spec.date}, seed ${header.seed}, ${utc(header.started)}, ${elapsed(header)}, ${header.executed} of ${header.planned} planned verdicts`)}</sub>`,
    ];
    return `${blocks.join("\n\n")}\n`;
  },
};

/** A step summary holds 1 MiB. More than this many in detail help nobody and would lose the whole page. */
const MOST = 40;
/** Characters of one hostile value. */
const LONGEST = 400;

const SECTIONS: readonly { title: string; states: readonly State[]; folded: boolean }[] = [
  { title: "Failures", states: ["fail"], folded: false },
  { title: "Not settled", states: ["harnessError", "inconclusive", "notReached"], folded: false },
  { title: "Warnings", states: ["warning"], folded: true },
  { title: "Known failures, from the baseline", states: ["known"], folded: true },
  { title: "Advice", states: ["advice"], folded: true },
];

function callout(results: Results): readonly string[] {
  const reasons = incompleteReasons({ results });
  return reasons.length === 0 ? [] : [["> [!CAUTION]", "> **This run is incomplete.**", ...reasons.map((reason) => `> - ${escapeMarkdown(reason)}`)].join("\n")];
}

function targetTable(results: Results): string {
  const states = STATES.filter(({ state }) => results.verdicts.some((verdict) => stateOf(verdict) === state));
  const rows = results.header.targets.map(({ name, role }) => {
    const counts = tally(results.verdicts.filter(({ target }) => target === name));
    const { kind, headline } = outcomeOf({ results, target: name });
    const text = escapeMarkdown(headline);
    return [markdownCode(name), escapeMarkdown(role), kind === "conforms" ? text : `**${text}**`, ...states.map(({ state }) => (counts[state] === 0 ? "" : String(counts[state])))];
  });
  return [["Target", "Role", "Outcome", ...states.map(({ label }) => label)], ["---", "---", "---", ...states.map(() => "--:")], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Which areas and payment methods are proposals, so that nobody takes their verdicts for more, and what came of each profile. */
function standings(results: Results): readonly string[] {
  const lines = results.header.targets.flatMap(({ name }) => targetNotes({ results, target: name }).map((note) => `- ${markdownCode(name)}: ${escapeMarkdown(note)}`));
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function sectionOf(options: { results: Results; title: string; states: readonly State[]; folded: boolean }): readonly string[] {
  const { results, title, states, folded } = options;
  const verdicts = results.verdicts.filter((verdict) => states.includes(stateOf(verdict)));
  if (verdicts.length === 0) return [];
  const shown = verdicts.slice(0, MOST).map((verdict) => entry({ results, verdict }));
  const rest = verdicts.length > MOST ? [`…and ${verdicts.length - MOST} more: see the HTML report.`] : [];
  const body = [...shown, ...rest].join("\n");
  const counts = states.flatMap((state) => {
    const count = verdicts.filter((verdict) => stateOf(verdict) === state).length;
    return count === 0 ? [] : [counted({ state, count })];
  });
  return folded ? [`<details><summary>${escapeMarkdown(`${title} (${verdicts.length})`)}</summary>`, body, "</details>"] : [`### ${escapeMarkdown(states.length === 1 ? counts.join(", ") : `${title}: ${counts.join(", ")}`)}`, body];
}

function entry(options: { results: Results; verdict: Verdict }): string {
  const { verdict } = options;
  const { statement, clause } = requirementOf(options);
  const standing = standingOf(options);
  const code = (text: string): string => markdownCode(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  return [
    `- **${escapeMarkdown(wordsOf(stateOf(verdict)).label)}** ${code(verdict.target)} ${code(verdict.check)}${standing === undefined ? "" : ` *(${standing})*`}: ${escapeMarkdown(statement)} (${escapeMarkdown(`${verdict.level}, ${clause}`)})`,
    ...(verdict.message === "" ? [] : [`  - ${code(verdict.message)}`]),
    ...(verdict.expected === undefined ? [] : [`  - expected ${code(verdict.expected)}`]),
    ...(verdict.actual === undefined ? [] : [`  - actual ${code(verdict.actual)}`]),
    ...placesOf(options).slice(0, 3).map((place) => `  - where ${code(place)}`),
    ...(verdict.baseline === undefined ? [] : [`  - known because ${code(verdict.baseline.reason)}`]),
    `  - reproduce ${code(verdict.reproduce)}`,
  ].join("\n");
}
