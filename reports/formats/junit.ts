import { escapeXml } from "../escape/xml.ts";
import { placesOf, requirementOf } from "../facts/lookup.ts";
import { incompleteReasons, isUnsettled, outcomeOf, verdictsOf } from "../facts/outcome.ts";
import { standingOf } from "../facts/standing.ts";
import { stateOf } from "../facts/state.ts";
import { targetNotes } from "../facts/target-notes.ts";
import type { ReportFormat } from "../report.ts";
import type { Results, TargetInfo, Verdict } from "../results.ts";

/**
 * JUnit XML for CI servers: a suite per target, a case per verdict. Red is red and nothing else is:
 * what does not fail the command does not fail here, and what makes it incomplete is an error.
 */
export const format: ReportFormat = {
  name: "junit",
  description: "JUnit XML, a test suite per target",
  extension: ".xml",
  mediaType: "application/xml",
  render({ results }) {
    const suites = [runSuite(results), ...results.header.targets.map((target) => targetSuite({ results, target }))];
    const sum = (key: keyof Counts): number => suites.reduce((total, { counts }) => total + counts[key], 0);
    const { suite } = results.header;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element({
      name: "testsuites",
      attributes: { name: `${suite.name} ${suite.version}`, tests: sum("tests"), failures: sum("failures"), errors: sum("errors"), skipped: sum("skipped"), time: seconds(Date.parse(results.header.ended) - Date.parse(results.header.started)) },
      children: suites.map(({ xml }) => xml),
    })}\n`;
  },
};

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly xml: string;
  readonly counts: Counts;
}

/** Whether the run was whole, as a test of its own: a reader of JUnit sees nothing else of it. */
function runSuite(results: Results): Suite {
  const { header } = results;
  const reasons = incompleteReasons({ results });
  const counts = { tests: 1, failures: 0, errors: reasons.length > 0 ? 1 : 0, skipped: 0 };
  const facts = { seed: header.seed, command: header.command, specRepository: header.spec.repository, specRevision: header.spec.revision, specDate: header.spec.date, node: header.platform.node, os: `${header.platform.os} ${header.platform.arch}`, planned: header.planned, executed: header.executed };
  return {
    counts,
    xml: element({
      name: "testsuite",
      attributes: { name: "run", timestamp: header.started.replace(/\.\d+Z$/, ""), ...counts, time: 0 },
      children: [
        properties(facts),
        element({ name: "testcase", attributes: { classname: "run", name: "complete", time: 0 }, children: reasons.length === 0 ? [] : [element({ name: "error", attributes: { type: "incomplete", message: reasons.join("; ") }, text: reasons.join("\n") })] }),
      ],
    }),
  };
}

function targetSuite(options: { results: Results; target: TargetInfo }): Suite {
  const { results, target } = options;
  const verdicts = verdictsOf({ results, target: target.name });
  const kinds = verdicts.map(elementOf);
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  const counts = { tests: verdicts.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
  const declared = target.declared === null ? "not declared" : `${target.declared.name} ${target.declared.version}`;
  const notes = targetNotes({ results, target: target.name });
  const standing = notes.length === 0 ? {} : { standing: notes.join(" ") };
  return {
    counts,
    xml: element({
      name: "testsuite",
      attributes: { name: target.name, timestamp: results.header.started.replace(/\.\d+Z$/, ""), ...counts, time: seconds(verdicts.reduce((sum, verdict) => sum + verdict.duration, 0)) },
      children: [properties({ role: target.role, declared, connect: target.connect, outcome: outcomeOf({ results, target: target.name }).headline, ...standing }), ...verdicts.map((verdict) => testcase({ results, verdict }))],
    }),
  };
}

function elementOf(verdict: Verdict): "failure" | "error" | "skipped" | "none" {
  const state = stateOf(verdict);
  if (state === "fail") return "failure";
  if (isUnsettled(verdict)) return "error";
  // A known failure, and advice that was not reached, must not turn a build red: the command does not either.
  return state === "known" || state === "notReached" || state === "unsupported" || state === "notApplicable" ? "skipped" : "none";
}

function testcase(options: { results: Results; verdict: Verdict }): string {
  const { verdict } = options;
  const state = stateOf(verdict);
  const kind = elementOf(verdict);
  const { statement, clause } = requirementOf(options);
  const text = [
    verdict.message,
    `requirement: ${statement} (${verdict.level}, ${clause})`,
    ...(verdict.expected === undefined ? [] : [`expected: ${verdict.expected}`]),
    ...(verdict.actual === undefined ? [] : [`actual: ${verdict.actual}`]),
    ...placesOf(options).map((place) => `where: ${place}`),
    ...(verdict.baseline === undefined ? [] : [`known: ${verdict.baseline.reason}`]),
    `reproduce: ${verdict.reproduce}`,
  ].join("\n");
  const standing = standingOf(options);
  const soft = state === "warning" || state === "advice";
  const message = verdict.baseline === undefined ? verdict.message : `known failure: ${verdict.baseline.reason}`;
  return element({
    name: "testcase",
    attributes: { classname: `${verdict.role}.${verdict.area}`, name: verdict.check, time: seconds(verdict.duration) },
    children: [
      properties({ requirement: verdict.requirement, level: verdict.level, basis: verdict.basis, verdict: verdict.verdict, weight: verdict.weight, ...(standing === undefined ? {} : { standing }), ...(verdict.restsOn === undefined ? {} : { restsOn: verdict.restsOn.join(" ") }), ...(soft ? { [state]: verdict.message } : {}), ...(verdict.position === undefined ? {} : { position: verdict.position }) }),
      ...(kind === "none" ? [] : [element({ name: kind, attributes: kind === "skipped" ? { message } : { type: verdict.verdict, message }, ...(kind === "skipped" ? {} : { text }) })]),
      ...(soft ? [element({ name: "system-out", attributes: {}, text: `${state}: ${text}` })] : []),
    ],
  });
}

function properties(facts: Readonly<Record<string, string | number>>): string {
  return element({ name: "properties", attributes: {}, children: Object.entries(facts).map(([name, value]) => element({ name: "property", attributes: { name, value } })) });
}

function element(options: { name: string; attributes: Readonly<Record<string, string | number>>; children?: readonly string[]; text?: string }): string {
  const { name, attributes, children = [], text } = options;
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(" ");
  if (text !== undefined) return `<${open}>${escapeXml(text)}</${name}>`;
  if (children.length === 0) return `<${open}/>`;
  const inner = children.map((child) => child.replaceAll(/^/gm, "  ")).join("\n");
  return `<${open}>\n${inner}\n</${name}>`;
}

function seconds(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? (milliseconds / 1000).toFixed(3) : "0.000";
}
