import { jsonText } from "../escape/json.ts";
import { outcomeOf, overall } from "../facts/outcome.ts";
import { stateOf } from "../facts/state.ts";
import { targetNotes } from "../facts/target-notes.ts";
import type { ReportFormat } from "../report.ts";

/** One line of JSON for the header, one per verdict, one for the summary: for `jq`, `grep` and log pipelines. */
export const format: ReportFormat = {
  name: "ndjson",
  description: "a line of JSON for the header, one per verdict, one for the summary",
  extension: ".ndjson",
  mediaType: "application/x-ndjson",
  render({ results }) {
    const { kind, headline, notes } = overall(results);
    const outcomes = Object.fromEntries(results.header.targets.map(({ name }) => [name, { ...outcomeOf({ results, target: name }), standing: targetNotes({ results, target: name }) }]));
    const lines = [
      { line: "header", resultsVersion: results.resultsVersion, ...results.header },
      ...results.verdicts.map((verdict) => ({ line: "verdict", state: stateOf(verdict), ...verdict })),
      { line: "summary", outcome: kind, headline, notes, targets: results.summary, outcomes },
    ];
    return lines.map((value) => `${jsonText({ value })}\n`).join("");
  },
};
