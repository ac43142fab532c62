import { expect, test } from "vitest";
import type { Results, Verdict } from "../../reports/results.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";

const results = (verdicts: readonly Partial<Verdict>[], header: Partial<Results["header"]> = {}, stale: readonly string[] = []): Results =>
  ({
    header: { incomplete: [], planned: verdicts.length, executed: verdicts.length, ...header },
    verdicts,
    summary: { t: { staleBaseline: stale } },
  }) as unknown as Results;
const code = (value: Results, strict = false): number => exitCodeOf({ results: value, strict });

test("passes are 0", () => expect(code(results([{ verdict: "pass", weight: "red" }]))).toBe(EXIT.ok));
test("nothing planned is not green", () => expect(code(results([]))).toBe(EXIT.incomplete));
test("a red failure is 1, a baselined one is not", () => {
  expect(code(results([{ verdict: "fail", weight: "red" }]))).toBe(EXIT.failure);
  expect(code(results([{ verdict: "fail", weight: "red", baseline: { reason: "r" } }]))).toBe(EXIT.ok);
});
test("a warning fails only with --strict, advice never", () => {
  expect(code(results([{ verdict: "fail", weight: "warning" }]))).toBe(EXIT.ok);
  expect(code(results([{ verdict: "fail", weight: "warning" }]), true)).toBe(EXIT.failure);
  expect(code(results([{ verdict: "fail", weight: "advice" }]), true)).toBe(EXIT.ok);
});
test("not reached, inconclusive and harness errors are 3", () => {
  for (const verdict of ["notReached", "inconclusive", "harnessError"] as const) expect(code(results([{ verdict, weight: "red" }]))).toBe(EXIT.incomplete);
  expect(code(results([{ verdict: "notReached", weight: "advice" }]))).toBe(EXIT.ok);
});
test("accounting that does not close is 3", () => expect(code(results([{ verdict: "pass", weight: "red" }], { planned: 2 }))).toBe(EXIT.incomplete));
test("a failure outweighs an incomplete run", () => expect(code(results([{ verdict: "fail", weight: "red" }], { incomplete: ["stopped"] }))).toBe(EXIT.failure));
test("a stale baseline is 4", () => expect(code(results([{ verdict: "pass", weight: "red" }], {}, ["a"]))).toBe(EXIT.staleBaseline));
