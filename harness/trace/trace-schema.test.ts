import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTarget, type TargetRun } from "../runner/run-target.ts";
import { selectChecks } from "../runner/select.ts";
import { connections } from "../seats/connections.ts";
import { loadSuite, type Suite } from "../suite.ts";
import { findTargets, loadManifest } from "../targets/manifest.ts";
import type { Role } from "../targets/protocol.ts";
import { createWorld, type World } from "../world/world.ts";
import { type RecordedTrace, TRACE_VERSION } from "./events.ts";

/** The published schema says what traces really hold: every event of whole runs is held against it. */

let world: World;
let suite: Suite;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(readFileSync(new URL("./trace.schema.json", import.meta.url), "utf8")) as object);

beforeAll(async () => {
  [suite, world] = await Promise.all([loadSuite(), createWorld({ seed: "trace-schema" })]);
});
afterAll(() => world.close());

const record = async (role: Role): Promise<TargetRun> => {
  const path = findTargets().find(({ name }) => name === `reference-${role}`)?.path ?? "";
  const manifest = loadManifest({ path });
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role, selection: {} });
  const { connect, startSession } = connections();
  return await runTarget({ manifest, connect: ({ signal }) => connect({ manifest, signal }), liarCheck: async () => undefined, startSession, checks, scenarios: suite.scenarios, world, jobs: 8, signal: new AbortController().signal });
};

describe.each(["server", "client", "facilitator"] as const)("traces of a %s", (role) => {
  test("fit the schema, survive JSON, and count from 0", async () => {
    const { cases } = await record(role);
    expect(cases.length).toBeGreaterThan(20);
    for (const { scenario, events } of cases) {
      const trace: RecordedTrace = { traceVersion: TRACE_VERSION, target: "t", scenario, events };
      const read = JSON.parse(JSON.stringify(trace)) as unknown;
      expect(validate(read), `${scenario}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    }
  });
});

test("an event of an unknown kind or with an unknown member does not fit", () => {
  const trace = (event: unknown): unknown => ({ traceVersion: 1, target: "t", scenario: "s", events: [event] });
  expect(validate(trace({ kind: "mark", name: "n", data: 1, seq: 0, at: 0 }))).toBe(true);
  expect(validate(trace({ kind: "marc", name: "n", data: 1, seq: 0, at: 0 }))).toBe(false);
  expect(validate(trace({ kind: "mark", name: "n", data: 1, seq: 0, at: 0, more: 1 }))).toBe(false);
});
