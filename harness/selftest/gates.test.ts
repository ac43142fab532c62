import { expect, test } from "vitest";
import { check } from "../checks/check.ts";
import { accusations, disagreements, killSet, referenceDefects, turned, unkilled } from "./gates.ts";
import type { SelftestJobResult } from "./job.ts";

const checks = ["a", "b", "c"].map((id) => check({ id, requirement: id, appliesTo: { scenarios: "server/x" }, witness: () => undefined, judge: ({ pass }) => pass(), killedBy: id === "a" ? ["server.f"] : [], alsoKilledBy: id === "b" ? { "server.f": "b needs a" } : {} }));
const run = (verdicts: Record<string, string | [string, string]>, weight: "red" | "warning" | "advice" | "information" = "red"): SelftestJobResult => ({
  verdicts: Object.fromEntries(Object.entries(verdicts).map(([id, value]) => [id, typeof value === "string" ? { verdict: value, weight, message: "" } : { verdict: value[0], weight, position: value[1], message: "" }])),
  incomplete: [],
  duration: 1,
});
const clean = run({ a: "pass", b: "pass", c: ["pass", "402"] });
const kill = (mutant: SelftestJobResult) => killSet({ fault: "server.f", role: "server", bug: "BUG: f", clean, mutant, checks });

test("a kill set is exact when what failed is what names the fault", () => {
  expect(kill(run({ a: "fail", b: "fail", c: ["pass", "402"] }))).toMatchObject({ exact: true, killed: ["a", "b"] });
});
test("a check that names a fault and survives is missing", () => {
  expect(kill(run({ a: "fail", b: "pass", c: ["pass", "402"] }))).toMatchObject({ exact: false, missing: ["b"] });
});
test("a check that fails unnamed is unexpected", () => {
  expect(kill(run({ a: "fail", b: "fail", c: "fail" }))).toMatchObject({ exact: false, unexpected: [{ check: "c" }] });
});
test("a moved position turns a check, notReached does not", () => {
  expect(turned({ clean, mutant: run({ a: "notReached", b: "pass", c: ["pass", "400"] }), checks })).toEqual(["c"]);
});
test("checks nobody kills are named, except of MAY rows", () => {
  const requirements = new Map(["a", "b", "c"].map((id) => [id, { level: id === "c" ? "MAY" : "MUST" }])) as never;
  expect(unkilled({ checks, requirements, killSets: [{ ...kill(run({ a: "fail" })) }] })).toEqual(["b"]);
});
test("the reference has no other verdicts than the three allowed", () => {
  expect(referenceDefects(run({ a: "pass", b: "notApplicable", c: "unsupported" }))).toEqual([]);
  expect(referenceDefects(run({ a: "notReached" }))).toHaveLength(1);
});
test("a stranger is accused by failures of weight, not by advice", () => {
  expect(accusations(run({ a: "pass", b: "fail" }))).toEqual(["b: "]);
  expect(accusations(run({ a: "pass", b: "fail" }, "warning"))).toEqual(["b: "]);
  expect(accusations(run({ a: "pass", b: "fail" }, "advice"))).toEqual([]);
  expect(accusations(run({ a: "notReached" }))).toHaveLength(1);
});
test("runs that differ are named", () => {
  expect(disagreements({ how: "shuffled", clean, other: run({ a: "fail", b: "pass", c: ["pass", "402"] }) })).toHaveLength(1);
});
