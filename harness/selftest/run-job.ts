import { selectChecks } from "../runner/select.ts";
import { runTarget, type TargetRun } from "../runner/run-target.ts";
import { targetVerdicts } from "../runner/verdicts.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { connections } from "../seats/connections.ts";
import type { Suite } from "../suite.ts";
import { findTargets, loadManifest } from "../targets/manifest.ts";
import type { Manifest } from "../targets/target.ts";
import type { World } from "../world/world.ts";
import type { SelftestJob, SelftestJobResult } from "./job.ts";

/** Cases driven side by side against an in-process role. */
const JOBS = 8;

/** Runs one job on the worker's own world. */
export async function runJob(options: { job: SelftestJob; suite: Suite; world: World; signal: AbortSignal }): Promise<SelftestJobResult> {
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
      // Runs on one chain share nothing: the label is part of every wallet.
      label: labelOf(job),
      jobs,
      signal: options.signal,
    });
  const runs = await runsOf({ job, scenarios: suite.scenarios, drive });
  const judged = targetVerdicts({ target: manifest.name, role: job.role, checks, scenarios: suite.scenarios, cases: runs.flatMap(({ cases }) => cases), requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  return {
    verdicts: Object.fromEntries(judged.map(({ check, verdict, position, message }) => [check, { verdict, message, ...(position === undefined ? {} : { position }) }])),
    incomplete: runs.flatMap(({ incomplete }) => incomplete),
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

function labelOf(job: SelftestJob): string {
  switch (job.kind) {
    case "clean":
      return `${job.role}/clean`;
    case "fault":
      return `${job.role}/${job.fault}`;
    case "null":
      return `${job.role}/null/${job.name}`;
    case "agreement":
      return `${job.role}/${job.how}`;
  }
}

function manifestOf(job: SelftestJob): Manifest {
  const boxed = findTargets().find(({ name }) => name === `reference-${job.role}`);
  if (boxed === undefined) throw new Error(`The box has no target reference-${job.role}`);
  const manifest = loadManifest({ path: boxed.path });
  switch (job.kind) {
    case "clean":
    case "agreement":
      return manifest;
    case "fault":
      return { ...manifest, connect: `inproc:reference-${job.role}?faults=${job.fault}` };
    case "null":
      return { ...manifest, name: job.name, connect: `inproc:${job.module}` };
  }
}
