import { jsonText } from "../escape/json.ts";
import { escapeTerminal } from "../escape/terminal.ts";
import { placesOf, requirementOf } from "../facts/lookup.ts";
import { overall, outcomeOf, incompleteReasons } from "../facts/outcome.ts";
import { standingOf } from "../facts/standing.ts";
import { stateOf, worstFirst } from "../facts/state.ts";
import { tally } from "../facts/tally.ts";
import { targetNotes } from "../facts/target-notes.ts";
import type { ReportFormat } from "../report.ts";
import type { Results, Verdict } from "../results.ts";

/** For programs and coding agents: one line per thing to act on, `KEYWORD key=value …`, values JSON where they are free text. */
export const format: ReportFormat = {
  name: "agent",
  description: "one line per failing or unsettled verdict, for programs and coding agents",
  extension: ".txt",
  mediaType: "text/plain; charset=utf-8",
  render({ results }) {
    const { header } = results;
    const lines = [
      line("RUN", { suite: `${header.suite.name}@${header.suite.version}`, spec: `${header.spec.repository}@${header.spec.revision}`, seed: header.seed, planned: header.planned, executed: header.executed }),
      ...incompleteReasons({ results }).map((reason) => line("INCOMPLETE", { reason: free(reason) })),
      ...worstFirst(results.verdicts).flatMap((verdict) => {
        const keyword = KEYWORDS[stateOf(verdict)];
        if (keyword === undefined) return [];
        const { statement, clause } = requirementOf({ results, verdict });
        return [line(keyword, { ...idsOf(verdict), ...standings({ results, verdict }), ...optional(verdict), message: free(verdict.message), requires: free(statement), clause: free(clause), where: free(placesOf({ results, verdict }).join("; ")), reproduce: free(verdict.reproduce) })];
      }),
      ...header.targets.map(({ name, role, methods = [] }) => {
        const proposals = methods.filter(({ standing }) => standing !== undefined);
        const carriers = methods.length === 0 ? {} : { methods: methods.map(({ id }) => id).join("+"), ...(proposals.length === 0 ? {} : { proposals: proposals.map(({ id, standing }) => `${id}:${standing ?? ""}`).join("+") }) };
        const { total, judged, pass, fail, warning, advice, known, notReached, inconclusive, harnessError } = tally(results.verdicts.filter(({ target }) => target === name));
        return line("TARGET", { target: name, role, outcome: outcomeOf({ results, target: name }).kind, ...carriers, total, judged, pass, fail, warning, advice, known, notReached, inconclusive, harnessError, stale: Object.hasOwn(results.summary, name) ? (results.summary[name]?.staleBaseline.length ?? 0) : 0 });
      }),
      ...header.targets.flatMap(({ name }) => targetNotes({ results, target: name }).map((note) => line("NOTE", { target: name, note: free(note) }))),
      line("RESULT", { outcome: overall(results).kind, summary: free(overall(results).headline) }),
    ];
    return lines.map((text) => `${text}\n`).join("");
  },
};

const KEYWORDS: Readonly<Record<string, string>> = { fail: "FAIL", warning: "WARNING", advice: "ADVICE", known: "KNOWN", notReached: "NOT-REACHED", inconclusive: "INCONCLUSIVE", harnessError: "HARNESS-ERROR" };

function idsOf(verdict: Verdict): Readonly<Record<string, string>> {
  const { target, role, check, requirement, level, basis } = verdict;
  return { target, role, check, requirement, level, basis };
}

/** Where a verdict is one of a draft or experiment, and by which payment methods. */
function standings(options: { results: Results; verdict: Verdict }): Readonly<Record<string, string>> {
  const standing = standingOf(options);
  const { restsOn = [] } = options.verdict;
  return { ...(standing === undefined ? {} : { standing }), ...(restsOn.length === 0 ? {} : { restsOn: restsOn.join("+") }) };
}

function optional(verdict: Verdict): Readonly<Record<string, Free>> {
  const { expected, actual, baseline } = verdict;
  return { ...(expected === undefined ? {} : { expected: free(expected) }), ...(actual === undefined ? {} : { actual: free(actual) }), ...(baseline === undefined ? {} : { baseline: free(baseline.reason) }) };
}

/** Free text is always a JSON string, so that a reader need not guess where a value ends. */
interface Free {
  readonly json: string;
}

function free(text: string): Free {
  return { json: jsonText({ value: text }) };
}

function line(keyword: string, members: Readonly<Record<string, string | number | Free>>): string {
  const word = (value: string): string => (/^[\w./:@+*-]+$/.test(value) ? value : jsonText({ value }));
  return escapeTerminal([keyword, ...Object.entries(members).map(([key, value]) => `${key}=${typeof value === "object" ? value.json : word(String(value))}`)].join(" "));
}
