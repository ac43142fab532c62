import type { CaseVerdict, VerdictKind } from "../../reports/results.ts";
import type { Check, Judgement } from "../checks/check.ts";
import { derived } from "../trace/derived.ts";
import { createTrace } from "../trace/trace.ts";
import type { CaseResult } from "./case-result.ts";

/** A check's verdict over all its cases, before the requirement's weight is known. */
export interface CheckOutcome {
  readonly verdict: VerdictKind;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly position?: string;
  readonly cases: readonly CaseVerdict[];
}

export type JudgeCase = (options: { check: Check; result: CaseResult }) => CaseVerdict;

/** A judge that remembers: checks are pure, so a case that is judged again, unchanged, gets the verdict it had. */
export function createRememberingJudge(): JudgeCase {
  const known = new WeakMap<CaseResult, Map<Check, CaseVerdict>>();
  return ({ check, result }) => {
    const verdicts = known.get(result) ?? new Map<Check, CaseVerdict>();
    known.set(result, verdicts);
    const verdict = verdicts.get(check) ?? judgeCase({ check, result });
    verdicts.set(check, verdict);
    return verdict;
  };
}

/**
 * Judges one check on its cases. Pure: the same recording gives the same verdict, live or years later.
 *
 * @param options.judge default: every case anew
 */
export function judgeCheck(options: { check: Check; cases: readonly CaseResult[]; judge?: JudgeCase }): CheckOutcome {
  const { check, judge = judgeCase } = options;
  const cases = options.cases.map((result) => judge({ check, result }));
  const of = (kind: VerdictKind): readonly CaseVerdict[] => cases.filter(({ verdict }) => verdict === kind);
  const settle = (verdict: VerdictKind, from: CaseVerdict | undefined): CheckOutcome => ({
    verdict,
    message: from === undefined ? "" : cases.length > 1 && verdict !== "pass" ? `${from.message} (${from.case})` : from.message,
    ...(from?.expected === undefined ? {} : { expected: from.expected }),
    ...(from?.actual === undefined ? {} : { actual: from.actual }),
    cases,
  });

  if (cases.length === 0) return { verdict: "harnessError", message: `no scenario matches ${check.scenarios.join(", ")}`, cases };
  for (const verdict of ["fail", "harnessError", "inconclusive"] as const) {
    const [first] = of(verdict);
    if (first !== undefined) return settle(verdict, first);
  }
  const passed = of("pass");
  const [unreached] = of("notReached");
  if (unreached !== undefined && (check.reach === "every" || (passed.length === 0 && of("notApplicable").length === 0))) return settle("notReached", unreached);
  if (passed.length > 0) {
    const positions = [...new Set(passed.flatMap(({ position }) => (position === undefined ? [] : [position])))].toSorted();
    const told = passed.find(({ position }) => position !== undefined) ?? passed[0];
    return { ...settle("pass", told), ...(positions.length === 0 ? {} : { position: positions.join(" / ") }) };
  }
  const [silent] = of("notApplicable");
  return silent === undefined ? settle("unsupported", of("unsupported")[0]) : settle("notApplicable", silent);
}

/** One trace for all checks of a case, so that what one of them reads from it need not be read again. */
const traceOf = derived(({ scenario, events }: CaseResult) => createTrace({ scenario, events }));

function judgeCase(options: { check: Check; result: CaseResult }): CaseVerdict {
  const { check, result } = options;
  const verdict = (kind: VerdictKind, message: string): CaseVerdict => ({ case: result.scenario, verdict: kind, message, at: [] });
  const { outcome } = result;
  switch (outcome.kind) {
    case "unsupported":
      return verdict("unsupported", outcome.reason);
    case "skipped":
      return verdict("notReached", outcome.reason);
    case "harnessError":
      return verdict("harnessError", outcome.reason);
    case "completed":
    case "broken":
    case "budget": {
      let judgement: Judgement | undefined;
      let missed: string | undefined;
      try {
        judgement = check.judgeCase(traceOf(result));
        if (judgement === undefined) missed = check.missed?.(traceOf(result));
      } catch (error) {
        return verdict("harnessError", `check ${check.id} could not read the trace: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (judgement === undefined) return verdict("notReached", outcome.kind === "completed" ? (missed ?? "the case ended without the event this check needs") : outcome.reason);
      return { case: result.scenario, ...flatten(judgement) };
    }
  }
}

function flatten(judgement: Judgement): Omit<CaseVerdict, "case"> {
  switch (judgement.verdict) {
    case "pass":
      return { verdict: "pass", message: "", at: judgement.at.map(({ seq }) => seq) };
    case "position":
      return { verdict: "pass", message: judgement.message, position: judgement.position, at: judgement.at.map(({ seq }) => seq) };
    case "notApplicable":
      return { verdict: "notApplicable", message: judgement.message, at: [] };
    case "fail":
      return {
        verdict: "fail",
        message: judgement.message,
        ...(judgement.expected === undefined ? {} : { expected: judgement.expected }),
        ...(judgement.actual === undefined ? {} : { actual: judgement.actual }),
        at: judgement.at.map(({ seq }) => seq),
      };
  }
}
