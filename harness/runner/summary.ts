import type { TargetSummary, Verdict } from "../../reports/results.ts";

/** Counts a target's verdicts. `planned` is handed in: it is counted from the selection, not from here. */
export function summarise(options: { role: string; planned: number; verdicts: readonly Verdict[]; stale: readonly string[] }): TargetSummary {
  const count = (test: (verdict: Verdict) => boolean): number => options.verdicts.filter(test).length;
  const kind = (wanted: Verdict["verdict"]): number => count(({ verdict }) => verdict === wanted);
  const open = (weight: Verdict["weight"]): number => count((verdict) => verdict.verdict === "fail" && verdict.baseline === undefined && verdict.weight === weight);
  return {
    role: options.role,
    planned: options.planned,
    pass: kind("pass"),
    fail: kind("fail"),
    notReached: kind("notReached"),
    unsupported: kind("unsupported"),
    notApplicable: kind("notApplicable"),
    inconclusive: kind("inconclusive"),
    harnessError: kind("harnessError"),
    red: open("red"),
    warning: open("warning"),
    advice: open("advice") + open("information"),
    baselined: count(({ baseline }) => baseline !== undefined),
    staleBaseline: options.stale,
  };
}
