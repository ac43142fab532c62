import { countStates, REQUIREMENT_STATES, requirementState } from "../../harness/requirement-state.ts";
import type { Requirement } from "../../spec/requirements.ts";

const BEGIN = "<!-- counts: begin, by npm run spec:gen -->";
const END = "<!-- counts: end -->";

/**
 * Puts the counts of the catalogue between the markers of a text.
 *
 * @throws Error when the markers are not there
 */
export function withCounts(options: { readme: string; requirements: readonly Requirement[]; judged: ReadonlySet<string> }): string {
  const { readme, requirements, judged } = options;
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`spec/README.md: expected ${BEGIN} and, below it, ${END}`);
  const rows = requirements.map((requirement) => ({ ...requirement, state: requirementState({ requirement, judged }) }));
  const levels = ["MUST", "IMPLIED", "SHOULD", "MAY"];
  const byLevel = rows.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  const bases = ["snapshot", "newer", "newer-unconfirmed", "draft", "gap"];
  const byBasis = rows.toSorted((a, b) => bases.indexOf(a.basis) - bases.indexOf(b.basis));
  const tables = [table({ title: "area", counts: countStates({ rows, by: ({ area }) => area }) }), table({ title: "level", counts: countStates({ rows: byLevel, by: ({ level }) => level }) }), table({ title: "basis", counts: countStates({ rows: byBasis, by: ({ basis }) => basis }) })];
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${tables.join("\n")}\n${readme.slice(end)}`;
}

function table(options: { title: string; counts: ReturnType<typeof countStates> }): string {
  const columns = [...REQUIREMENT_STATES, "total"] as const;
  const lines = [
    `| ${options.title} | ${columns.join(" | ")} |`,
    `| --- |${columns.map(() => " ---: |").join("")}`,
    ...options.counts.map((count) => `| ${count.name} | ${columns.map((column) => count[column]).join(" | ")} |`),
  ];
  return `${lines.join("\n")}\n`;
}
