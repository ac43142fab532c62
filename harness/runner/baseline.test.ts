import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "../../reports/results.ts";
import { applyBaseline, loadBaseline } from "./baseline.ts";

const verdict = (check: string, kind: Verdict["verdict"], failing: readonly string[] = []): Verdict => ({
  target: "t", role: "server", area: "http", check, requirement: check, level: "MUST", basis: "snapshot", weight: "red", verdict: kind, message: "", duration: 0, reproduce: "",
  cases: failing.map((name) => ({ case: name, verdict: "fail", message: "", at: [] })),
});

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "baseline-")), "baseline.yaml");
  writeFileSync(path, text);
  return path;
};
const load = (text: string) => loadBaseline({ file: file(text), known: (check) => ["a", "b"].includes(check), suggest: () => "a" });

test("reads entries with reasons and cases", () => {
  expect(load("failures:\n  - check: a\n    reason: known\n    cases: [x]\n").entries).toEqual([{ check: "a", reason: "known", cases: ["x"] }]);
});

test.each([
  ["failures: 3", /expected a member "failures" with a list/],
  ["failures:\n  - check: z\n    reason: r", /no check "z", did you mean "a"/],
  ["failures:\n  - check: a", /expected "reason"/],
  ["failures: [", /cannot be read: .*\nMend the file, or the path .*--no-baseline/s],
])("refuses %j", (text, message) => {
  expect(() => load(text)).toThrow(message);
});

test("marks known failures, leaves new ones, tells stale ones", () => {
  const baseline = { file: "f", entries: [{ check: "a", reason: "known", cases: ["x"] }, { check: "b", reason: "mended" }] };
  const { verdicts, stale } = applyBaseline({ verdicts: [verdict("a", "fail", ["x"]), verdict("b", "pass"), verdict("c", "fail", ["y"])], baseline });
  expect(verdicts.map(({ baseline: known }) => known?.reason)).toEqual(["known", undefined, undefined]);
  expect(stale).toEqual(["b"]);
});

test("a known check failing in another case is a new failure", () => {
  const baseline = { file: "f", entries: [{ check: "a", reason: "known", cases: ["x"] }] };
  expect(applyBaseline({ verdicts: [verdict("a", "fail", ["x", "new"])], baseline }).verdicts[0]?.baseline).toBeUndefined();
});

test("an entry whose cases did not run is not stale", () => {
  const passing = (one: "pass" | "unsupported"): Verdict => ({ ...verdict("a", "pass"), cases: [{ case: "x", verdict: one, message: "", at: [] }, { case: "y", verdict: "pass", message: "", at: [] }] });
  const baseline = { file: "f", entries: [{ check: "a", reason: "known", cases: ["x"] }] };
  expect(applyBaseline({ verdicts: [passing("unsupported")], baseline }).stale).toEqual([]);
  expect(applyBaseline({ verdicts: [passing("pass")], baseline }).stale).toEqual(["a"]);
});

test("an entry whose check did not run is not stale", () => {
  expect(applyBaseline({ verdicts: [], baseline: { file: "f", entries: [{ check: "a", reason: "r" }] } }).stale).toEqual([]);
});
