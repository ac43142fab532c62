import { selectChecks } from "../runner/select.ts";
import { runTarget, type TargetRun } from "../runner/run-target.ts";
import { targetVerdicts } from "../runner/verdicts.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { connections } from "../seats/connections.ts";
import type { Suite } from "../suite.ts";
import { findTargets, loadManifest } from "../targets/manifest.ts";
import type { Manifest } from "../targets/target.ts";
import type { World } from "../world/world.ts";
import { surveyFields } from "./field-survivors.ts";
import type { SelftestJob, SelftestJobResult } from "./job.ts";

/** Cases driven side by side against an in-process role. */
const JOBS = 8;

/**
 * Runs one job on the worker's own world. Every job has the same wallets and nonces and finds the chain as the
 * first one did, so that nothing but the fault differs between two of them.
 */
export async function runJob(options: { job: SelftestJob; suite: Suite; world: World; signal: AbortSignal }): Promise<SelftestJobResult> {
  const { rpc } = options.world.node;
  const snapshot = await rpc.request<string>({ method: "evm_snapshot", params: [] });
  try {
    return await runOnFreshChain(options);
  } finally {
    await rpc.request({ method: "evm_revert", params: [snapshot] });
    // A reverted chain lives on at its old time; the roles' clocks do not.
    await rpc.request({ method: "evm_setTime", params: [Math.floor(Date.now() / 1000)] });
  }
}

async function runOnFreshChain(options: { job: SelftestJob; suite: Suite; world: World; signal: AbortSignal }): Promise<SelftestJobResult> {
  const { job, suite, world } = options;
  const began = world.now();
  const manifest = manifestOf(job);
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role: job.role, selection: {} });
  const drive = (scenarios: readonly Scenario<never>[], jobs: number): Promise<TargetRun> =>
    runTarget({
      manifest,
      connect: ({ signal }) => connections().connect({ manifest, signal }),
      liarCheck: async () => undefined,
      startSession: connections().startSession,
      checks,
      scenarios,
      world,
      label: job.role,
      jobs,
      signal: options.signal,
    });
  const runs = await runsOf({ job, scenarios: suite.scenarios, drive });
  const judged = targetVerdicts({ target: manifest.name, role: job.role, checks, scenarios: suite.scenarios, cases: runs.flatMap(({ cases }) => cases), requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  return {
    verdicts: Object.fromEntries(judged.map(({ check, verdict, position, message }) => [check, { verdict, message, ...(position === undefined ? {} : { position }) }])),
    incomplete: runs.flatMap(({ incomplete }) => incomplete),
    ...(job.kind === "fields" ? { fields: surveyFields({ role: job.role, checks, scenarios: suite.scenarios, cases: runs.flatMap(({ cases }) => cases) }) } : {}),
    duration: world.now() - began,
  };
}

async function runsOf(options: { job: SelftestJob; scenarios: readonly Scenario<never>[]; drive: (scenarios: readonly Scenario<never>[], jobs: number) => Promise<TargetRun> }): Promise<readonly TargetRun[]> {
  const { job, scenarios, drive } = options;
  if (job.kind !== "agreement") return [await drive(scenarios, JOBS)];
  if (job.how === "shuffled") return [await drive(shuffled(scenarios), JOBS * 2)];
  const runs: TargetRun[] = [];
  for (const scenario of scenarios.filter(({ role }) => role === job.role)) runs.push(await drive([scenario], 1));
  return runs;
}

/** A fixed permutation far from the given order. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const odd = items.filter((_, index) => index % 2 === 1);
  const even = items.filter((_, index) => index % 2 === 0);
  return [...odd.toReversed(), ...even];
}

function manifestOf(job: SelftestJob): Manifest {
  const boxed = findTargets().find(({ name }) => name === `reference-${job.role}`);
  if (boxed === undefined) throw new Error(`The box has no target reference-${job.role}`);
  const manifest = loadManifest({ path: boxed.path });
  switch (job.kind) {
    case "clean":
    case "fields":
    case "agreement":
      return manifest;
    case "fault":
      return { ...manifest, connect: `inproc:reference-${job.role}?faults=${job.fault}` };
    case "null":
      return { ...manifest, name: job.name, connect: `inproc:${job.module}` };
  }
}
