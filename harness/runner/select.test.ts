import { expect, test } from "vitest";
import { check } from "../checks/check.ts";
import { globMatcher } from "../tools/glob.ts";
import { selectChecks, selectScenarios, scenariosOf } from "./select.ts";

const make = (id: string, scenarios: string) => check({ id, requirement: id.replace(/\.x$/, ""), appliesTo: { scenarios }, witness: () => undefined, judge: ({ pass }) => pass(), killedBy: [] });
const checks = [make("http.402.status", "server/http/*"), make("http.402.status.x", "server/**"), make("core.utf8", "server/core/a/b"), make("fac.verify", "facilitator/*")];
const requirements = new Map(checks.map(({ requirement }) => [requirement, { area: requirement.split(".")[0] }])) as never;
const select = (selection: Parameters<typeof selectChecks>[0]["selection"]) => selectChecks({ checks, requirements, role: "server", selection }).map(({ id }) => id);

test("a role gets its own checks only", () => expect(select({})).toEqual(["http.402.status", "http.402.status.x", "core.utf8"]));

test("--only and --skip take ids, requirements, areas and globs", () => {
  expect(select({ only: ["http.402.status"] })).toEqual(["http.402.status", "http.402.status.x"]);
  expect(select({ only: ["core"] })).toEqual(["core.utf8"]);
  expect(select({ only: ["http.*"], skip: ["*.x"] })).toEqual(["http.402.status"]);
  expect(select({ requirements: new Set(["core.utf8"]) })).toEqual(["core.utf8"]);
});

test("shards are disjoint and make up the whole", () => {
  const shards = [1, 2].map((index) => select({ shard: { index, count: 2 } }));
  expect(shards.flat().toSorted()).toEqual([...select({})].toSorted());
  expect(new Set(shards.flat()).size).toBe(shards.flat().length);
});

test("scenarios are those the checks apply to, each once", () => {
  const scenarios = ["server/http/unpaid", "server/core/a/b", "server/core/c", "facilitator/verify"].map((id) => ({ id })) as never;
  expect(selectScenarios({ checks: checks.slice(0, 1), scenarios }).map(({ id }) => id)).toEqual(["server/http/unpaid"]);
  expect(scenariosOf({ check: checks[1] as (typeof checks)[number], scenarios }).map(({ id }) => id)).toEqual(["server/http/unpaid", "server/core/a/b", "server/core/c"]);
});

test("one star stays within a segment, two cross segments, nothing else is special", () => {
  expect(globMatcher("a/*")("a/b")).toBe(true);
  expect(globMatcher("a/*")("a/b/c")).toBe(false);
  expect(globMatcher("a/**")("a/b/c")).toBe(true);
  expect(globMatcher("a.b")("axb")).toBe(false);
  expect(globMatcher("a(b")("a(b")).toBe(true);
});
