import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { loadFaults } from "../../simulators/load-faults.ts";
import { vectorsFolder } from "../../vectors/index.ts";
import { globMatcher } from "../tools/glob.ts";
import { loadSuite, type Suite } from "../suite.ts";

/** Rows, checks, scenarios and faults hang together. */

let suite: Suite;
beforeAll(async () => {
  suite = await loadSuite();
});
const SLICE = ["core-types", "http", "facilitator-api", "exact", "exact-evm-eip3009", "payment-flow"];

describe("every row of the first slice", () => {
  test("ends with a check or an exclusion and its reason", () => {
    const judged = new Set(suite.checks.map(({ requirement }) => requirement));
    const open = [...suite.requirements.values()].filter(({ area, id, excluded }) => SLICE.includes(area) && excluded === undefined && !judged.has(id)).map(({ id }) => id);
    expect(open).toEqual([]);
  });

  test("is not excluded and judged at once", () => {
    expect(suite.checks.filter(({ requirement }) => suite.requirements.get(requirement)?.excluded !== undefined).map(({ id }) => id)).toEqual([]);
  });
});

test("every check judges a row of the catalogue that binds its role", () => {
  for (const check of suite.checks) {
    const row = suite.requirements.get(check.requirement);
    expect(row, check.id).toBeDefined();
    expect([check.role, "any"], check.id).toContain(row?.role);
  }
});

test("every pattern of a check matches a scenario, and every scenario is judged", () => {
  const ids = suite.scenarios.map(({ id }) => id);
  for (const check of suite.checks) for (const pattern of check.scenarios) expect(ids.some(globMatcher(pattern)), `${check.id}: ${pattern}`).toBe(true);
  const matchers = suite.checks.flatMap((check) => check.scenarios.map(globMatcher));
  expect(ids.filter((id) => !matchers.some((matches) => matches(id)))).toEqual([]);
});

test("checks name faults of their own role, and every fault is named", async () => {
  const faults = await loadFaults();
  for (const check of suite.checks) for (const fault of [...check.killedBy, ...Object.keys(check.alsoKilledBy)]) expect(faults.get(fault)?.role, `${check.id}: ${fault}`).toBe(check.role);
  const named = new Set(suite.checks.flatMap(({ killedBy, alsoKilledBy }) => [...killedBy, ...Object.keys(alsoKilledBy)]));
  expect([...faults.keys()].filter((fault) => !named.has(fault))).toEqual([]);
});

test("a check of a MUST, IMPLIED or SHOULD row names a fault that kills it", () => {
  expect(suite.checks.filter(({ killedBy, requirement }) => killedBy.length === 0 && suite.requirements.get(requirement)?.level !== "MAY").map(({ id }) => id)).toEqual([]);
});

test("bugs seen in real implementations name checks that exist", async () => {
  const { bugs } = JSON.parse(await readFile(new URL("interop-bugs.json", vectorsFolder), "utf8")) as { bugs: readonly { caughtBy: readonly string[] }[] };
  const ids = new Set(suite.checks.map(({ id }) => id));
  expect(bugs.flatMap(({ caughtBy }) => caughtBy.filter((id) => !id.includes("/") && !ids.has(id)))).toEqual([]);
});

test("there are at least 150 checks", () => {
  expect(suite.checks.length).toBeGreaterThanOrEqual(150);
});
