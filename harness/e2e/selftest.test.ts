import { expect, test } from "vitest";
import type { SelftestResult } from "../selftest/selftest.ts";
import { publishedMatrix } from "../selftest/published-matrix.ts";
import { loadSuite } from "../suite.ts";
import { cli } from "./command.ts";

/** Design section 7, all gates, as the command that users have. */
test("every check bites, every kill set is exact, null implementations earn nothing, conforming strangers are not accused", async () => {
  const { code, stdout, stderr } = await cli(["selftest", "--json"]);
  const result = JSON.parse(stdout) as SelftestResult;
  const { referenceDefects, unkilled, undeclaredFaults, unnamedFaults, disagreements, fields, nullZoo, strangers, matrix } = result;
  const inexact = matrix.faults.filter(({ exact }) => !exact).map(({ id, missing, unexpected }) => ({ id, missing, unexpected }));
  expect({ referenceDefects, unkilled, undeclaredFaults, unnamedFaults, disagreements, inexact, passes: nullZoo.members.filter(({ passes }) => passes.length > 0), accused: strangers.members.filter(({ fails }) => fails.length > 0), unexcused: fields.unexcused, staleExcuses: fields.staleExcuses }).toEqual({
    referenceDefects: [],
    unkilled: [],
    undeclaredFaults: [],
    unnamedFaults: [],
    disagreements: [],
    inexact: [],
    passes: [],
    accused: [],
    unexcused: [],
    staleExcuses: [],
  });
  expect([...new Set(strangers.members.map(({ role }) => role))].toSorted()).toEqual(["client", "facilitator", "server"]);
  expect(result.exactKillSets).toBe(result.faults);
  // The matrix that reports show is this one; `npm run selftest -- --publish` renews it.
  expect(await publishedMatrix({ checks: (await loadSuite()).checks })).toEqual(result.matrix);
  expect(code, stderr).toBe(0);
}, 1_800_000);
