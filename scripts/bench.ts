import { runCommand } from "../harness/e2e/command.ts";
import { type TargetRun, runTarget } from "../harness/runner/run-target.ts";
import { selectChecks } from "../harness/runner/select.ts";
import { targetVerdicts } from "../harness/runner/verdicts.ts";
import { connections } from "../harness/seats/connections.ts";
import { loadSuite } from "../harness/suite.ts";
import { findTargets, loadManifest } from "../harness/targets/manifest.ts";
import type { Role } from "../harness/targets/protocol.ts";
import { createWorld } from "../harness/world/world.ts";
import { ROOT } from "../harness/e2e/command.ts";
import { replayExchanges } from "./replay-exchanges.ts";

// Prints figures and ratios of one run on this machine. Nothing here fails: numbers are for reading.
const suite = await loadSuite();
const world = await createWorld({ seed: "bench" });
const signal = new AbortController().signal;
const rows: [string, string][] = [];
const row = (name: string, value: string): void => {
  rows.push([name, value]);
  process.stdout.write(`${name.padEnd(58)} ${value}\n`);
};

const drive = async (options: { role: Role; jobs: number; label: string }): Promise<{ ran: TargetRun; milliseconds: number; checks: number }> => {
  const path = findTargets().find(({ name }) => name === `reference-${options.role}`)?.path;
  if (path === undefined) throw new Error(`no target reference-${options.role}`);
  const manifest = loadManifest({ path });
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role: options.role, selection: {} });
  const began = performance.now();
  const ran = await runTarget({ manifest, connect: ({ signal: ended }) => connections().connect({ manifest, signal: ended }), liarCheck: async () => undefined, startSession: connections().startSession, checks, scenarios: suite.scenarios, world, label: options.label, jobs: options.jobs, signal });
  targetVerdicts({ target: manifest.name, role: options.role, checks, scenarios: suite.scenarios, cases: ran.cases, requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  return { ran, milliseconds: performance.now() - began, checks: checks.length };
};

try {
  for (const role of ["server", "client", "facilitator"] as const) {
    await drive({ role, jobs: 8, label: `${role}/warm` });
    const { ran, milliseconds, checks } = await drive({ role, jobs: 8, label: `${role}/measured` });
    row(`${role}: ${checks} checks on ${ran.cases.length} cases, in process`, `${Math.round(milliseconds)} ms, ${Math.round((checks / milliseconds) * 1000)} checks/s`);
    const alone = await drive({ role, jobs: 1, label: `${role}/one-by-one` });
    const bare = await replayExchanges({ cases: alone.ran.cases });
    row(`${role}: wall time, one case at a time, over its bare exchanges`, `${Math.round(alone.milliseconds)} ms / ${Math.round(bare.milliseconds)} ms (${bare.exchanges} exchanges) = ${(alone.milliseconds / bare.milliseconds).toFixed(2)}`);
  }
} finally {
  await world.close();
}

const began = performance.now();
let first: number | undefined;
await runCommand({
  command: process.execPath,
  args: [`${ROOT}harness/cli/bin.ts`, "run", "reference-server", "--only", "http.402.status", "--out", `${ROOT}reports/out/bench`, "--format", "ndjson", "--quiet"],
  onOutput: () => (first ??= performance.now() - began),
});
row("from command to first verdict", `${Math.round(first ?? 0)} ms`);
const selftestBegan = performance.now();
await runCommand({ command: process.execPath, args: [`${ROOT}harness/cli/bin.ts`, "selftest", "--json"] });
row("whole self-test", `${((performance.now() - selftestBegan) / 1000).toFixed(1)} s`);
