import { createColors } from "picocolors";
import { escapeTerminal } from "../escape/terminal.ts";
import { alike, reasonOf } from "../facts/alike.ts";
import { placesOf, requirementOf } from "../facts/lookup.ts";
import { incompleteReasons, outcomeOf, overall, verdictsOf } from "../facts/outcome.ts";
import { standingOfNetwork } from "../facts/methods.ts";
import { standingOf } from "../facts/standing.ts";
import { counted, stateOf, STATES, type State, wordsOf } from "../facts/state.ts";
import { levelsOf, tally } from "../facts/tally.ts";
import { targetNotes } from "../facts/target-notes.ts";
import { elapsed } from "../facts/when.ts";
import type { RenderOptions, ReportFormat } from "../report.ts";
import type { Results, Verdict } from "../results.ts";

/** For a person at a terminal: what went wrong first, the counts after it, two lines to remember last. */
export const format: ReportFormat = {
  name: "pretty",
  description: "for a terminal: failures, a table per target, a summary of two lines",
  extension: ".txt",
  mediaType: "text/plain; charset=utf-8",
  render({ results, options }) {
    const paint = createPaint(options);
    const sections = [
      ...incompleteSection({ results, paint }),
      ...alike(inFull(results.verdicts)).map((group) => (group.length === 1 ? entry({ results, verdict: group[0], paint }) : together({ group, paint }))),
      ...FOLDED.flatMap((state) => folded({ results, state, paint })),
      ...results.header.targets.map(({ name, role }) => table({ results, name, role, paint })),
      ...paid({ results, paint }),
      summary({ results, paint }),
    ];
    return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  },
};

/** Shown in full, and in this order. The others get one line, or are counted only. */
const IN_FULL: readonly State[] = ["warning", "notReached", "inconclusive", "harnessError", "fail"];
const FOLDED: readonly State[] = ["advice", "known"];

function inFull(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((verdict) => IN_FULL.includes(stateOf(verdict))).toSorted((left, right) => IN_FULL.indexOf(stateOf(left)) - IN_FULL.indexOf(stateOf(right)));
}

interface Paint {
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly state: (state: State, text: string) => string;
}

function createPaint(options: RenderOptions): Paint {
  const colors = createColors(options.color);
  const byState: Readonly<Record<State, (text: string) => string>> = {
    fail: colors.red,
    harnessError: colors.magenta,
    inconclusive: colors.magenta,
    notReached: colors.magenta,
    warning: colors.yellow,
    advice: colors.blue,
    known: colors.dim,
    pass: colors.green,
    unsupported: colors.dim,
    notApplicable: colors.dim,
  };
  return { width: Math.max(40, Math.min(options.width, 140)), bold: colors.bold, dim: colors.dim, state: (state, text) => byState[state](text) };
}

function incompleteSection(options: { results: Results; paint: Paint }): readonly (readonly string[])[] {
  const reasons = incompleteReasons(options);
  const { paint } = options;
  return reasons.length === 0 ? [] : [[paint.state("fail", paint.bold("This run is incomplete")), ...reasons.flatMap((reason) => wrap({ label: "-", text: reason, paint }))]];
}

function entry(options: { results: Results; verdict: Verdict; paint: Paint }): readonly string[] {
  const { verdict, paint } = options;
  const state = stateOf(verdict);
  const { statement, clause } = requirementOf(options);
  const label = (name: string, text: string | undefined): readonly string[] => (text === undefined || text === "" ? [] : wrap({ label: name.padEnd(12), text, paint }));
  return [
    `${paint.state(state, paint.bold(wordsOf(state).label.toUpperCase()))} ${paint.bold(escapeTerminal(verdict.check))} ${paint.dim(`(${escapeTerminal(verdict.target)})`)}${marked(options)}`,
    ...label("", verdict.message),
    ...label("requirement", `${statement} [${verdict.level}${clause === "" ? "" : `, ${clause}`}]`),
    ...label("expected", verdict.expected),
    ...label("actual", verdict.actual),
    ...placesOf(options).slice(0, 3).flatMap((place) => label("where", place)),
    // Never wrapped: it is there to be copied.
    `  ${paint.dim("reproduce".padEnd(12))} ${escapeTerminal(verdict.reproduce)}`,
  ];
}

/** Checks a group names. */
const NAMED = 5;

/** Many verdicts of one cause: the cause once, and which checks it kept from a verdict. */
function together(options: { group: readonly [Verdict, ...Verdict[]]; paint: Paint }): readonly string[] {
  const { group, paint } = options;
  const [first] = group;
  const state = stateOf(first);
  const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : "";
  return [
    `${paint.state(state, paint.bold(wordsOf(state).label.toUpperCase()))} ${paint.bold(`${group.length} checks`)} ${paint.dim(`(${escapeTerminal(first.target)})`)}`,
    ...wrap({ label: "".padEnd(12), text: reasonOf(first), paint }),
    ...wrap({ label: "checks".padEnd(12), text: `${group.slice(0, NAMED).map(({ check }) => check).join(", ")}${more}`, paint }),
    `  ${paint.dim("reproduce".padEnd(12))} ${escapeTerminal(first.reproduce)}`,
  ];
}

function folded(options: { results: Results; state: State; paint: Paint }): readonly (readonly string[])[] {
  const { results, state, paint } = options;
  const verdicts = results.verdicts.filter((verdict) => stateOf(verdict) === state);
  if (verdicts.length === 0) return [];
  const title = state === "known" ? `${counted({ state, count: verdicts.length })}, from the baseline` : `${verdicts.length} piece${verdicts.length === 1 ? "" : "s"} of advice, counted against nobody`;
  return [[paint.bold(title), ...verdicts.flatMap((verdict) => wrap({ label: "-", text: `${verdict.target} ${verdict.check}${marked({ results, verdict })}: ${verdict.baseline?.reason ?? verdict.message}`, paint }))]];
}

function marked(options: { results: Results; verdict: Verdict }): string {
  const standing = standingOf(options);
  return standing === undefined ? "" : ` [${standing}]`;
}

function table(options: { results: Results; name: string; role: string; paint: Paint }): readonly string[] {
  const { results, name, role, paint } = options;
  const verdicts = verdictsOf({ results, target: name });
  const { kind, headline, notes } = outcomeOf({ results, target: name });
  const states = STATES.filter(({ state }) => verdicts.some((verdict) => stateOf(verdict) === state)).toSorted((left, right) => Number(right.state === "pass") - Number(left.state === "pass"));
  const row = (title: string, part: readonly Verdict[]): readonly string[] => {
    const counts = tally(part);
    return [title, ...states.map(({ state }) => (counts[state] === 0 ? "·" : String(counts[state])))];
  };
  const rows = [...levelsOf(verdicts).map((level) => row(escapeTerminal(level), verdicts.filter((verdict) => verdict.level === level))), row("all", verdicts)];
  const heads = ["", ...states.map(({ label }) => label.toLowerCase())];
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((cells) => cells[index]?.length ?? 0)));
  const cell = (text: string, index: number): string => {
    const padded = index === 0 ? text.padEnd(widths[index] ?? 0) : text.padStart(widths[index] ?? 0);
    const state = states[index - 1]?.state;
    return state === undefined || text === "·" ? (text === "·" ? paint.dim(padded) : padded) : paint.state(state, padded);
  };
  const tone: State = kind === "conforms" ? "pass" : kind === "fails" ? "fail" : kind === "known" ? "known" : "notReached";
  return [
    `${paint.bold(escapeTerminal(name))} ${paint.dim(escapeTerminal(role))}  ${paint.state(tone, escapeTerminal(headline))}`,
    `  ${heads.map((head, index) => paint.dim(index === 0 ? head.padEnd(widths[index] ?? 0) : head.padStart(widths[index] ?? 0))).join("  ")}`,
    ...rows.map((cells) => `  ${cells.map(cell).join("  ")}`),
    ...[...notes.filter((note) => !note.startsWith("The run is incomplete")), ...targetNotes({ results, target: name })].flatMap((note) => wrap({ label: "", text: note, paint })),
  ];
}

function paid(options: { results: Results; paint: Paint }): readonly (readonly string[])[] {
  const networks = Object.entries(options.results.header.paid ?? {});
  const markOf = (network: string): string => {
    const standing = standingOfNetwork({ results: options.results, network });
    return standing === undefined ? "" : `, ${standing}`;
  };
  return networks.length === 0 ? [] : [wrap({ label: "money moved on", text: networks.map(([network, count]) => `${network} (${count} payments${markOf(network)})`).join(", "), paint: options.paint })];
}

function summary(options: { results: Results; paint: Paint }): readonly string[] {
  const { results, paint } = options;
  const { header } = results;
  const counts = tally(results.verdicts);
  const { kind, headline } = overall(results);
  const words = STATES.filter(({ state }) => counts[state] > 0).toSorted((left, right) => Number(right.state === "pass") - Number(left.state === "pass")).map(({ state }) => paint.state(state, counted({ state, count: counts[state] })));
  return [
    `${paint.state(kind === "conforms" ? "pass" : kind === "fails" ? "fail" : "notReached", paint.bold(escapeTerminal(headline)))} ${paint.dim(`(spec ${escapeTerminal(header.spec.revision.slice(0, 10))}, seed ${escapeTerminal(header.seed)}, ${elapsed(header)})`)}`,
    `${header.executed} of ${header.planned} verdicts: ${words.join(", ")}`,
  ];
}

/** Breaks escaped text into lines that fit, the first one after a label. Words longer than a line are not broken. */
function wrap(options: { label: string; text: string; paint: Paint }): readonly string[] {
  const { paint } = options;
  const label = options.label === "" ? "" : `${options.label} `;
  const indent = " ".repeat(2 + label.length);
  const lines: string[] = [];
  let line = "";
  for (const word of escapeTerminal(options.text).split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > paint.width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((text, index) => (index === 0 ? `  ${paint.dim(label)}${text}` : `${indent}${text}`));
}
