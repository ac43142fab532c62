import { memoized } from "../../simulators/memo.ts";
import type { CaseResult } from "../runner/case-result.ts";
import { createRememberingJudge, type JudgeCase } from "../runner/judge-check.ts";
import { selectChecks } from "../runner/select.ts";
import { runTarget, type TargetRun } from "../runner/run-target.ts";
import { targetVerdicts } from "../runner/verdicts.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { connections } from "../seats/connections.ts";
import type { Suite } from "../suite.ts";
import { connectTarget } from "../targets/connect.ts";
import { findTargets, loadManifest } from "../targets/manifest.ts";
import type { Role } from "../targets/protocol.ts";
import type { Manifest } from "../targets/target.ts";
import { declaredMethods, loadMethods } from "../methods/load.ts";
import type { World } from "../world/world.ts";
import { surveyFields } from "./field-survivors.ts";
import type { SelftestJob, SelftestJobResult } from "./job.ts";

/** Cases driven side by side against an in-process role. */
const JOBS = 8;

/** What a worker remembers between jobs: the clean reference's cases by role, so that a fault's job drives and judges only what can differ. */
export interface Memory {
  readonly cases: Map<Role, readonly CaseResult[]>;
  readonly judge: JudgeCase;
  /** Of the reference roles. */
  readonly manifest: (role: Role) => Manifest;
}

export function createMemory(): Memory {
  return { cases: new Map(), judge: createRememberingJudge(), manifest: memoized({ of: referenceManifest, key: (role) => role, capacity: 3 }) };
}

interface JobOptions {
  readonly job: SelftestJob;
  readonly suite: Suite;
  readonly world: World;
  readonly memory: Memory;
  readonly signal: AbortSignal;
}

/**
 * Runs one job on the worker's own world. Every job has the same wallets and nonces and finds the chain as the
 * first one did, so that nothing but the fault differs between two of them.
 */
export async function runJob(options: JobOptions): Promise<SelftestJobResult> {
  const { job, memory } = options;
  if (job.kind === "fault" && job.scenarios !== undefined && !memory.cases.has(job.role)) await onSameChain({ ...options, job: { kind: "clean", role: job.role } });
  return await onSameChain(options);
}

async function onSameChain(options: JobOptions): Promise<SelftestJobResult> {
  const { memory, world } = options;
  const { capabilities } = memory.manifest(options.job.role);
  const methods = declaredMethods({ methods: await loadMethods(), capabilities });
  const restores = await Promise.all([...new Map(methods.map(({ chain }) => [chain.id, chain])).values()].map(async (key) => await (await world.chain(key)).snapshot()));
  try {
    return await runOnFreshChain(options);
  } finally {
    await Promise.all(restores.map(async (restore) => await restore()));
  }
}

async function runOnFreshChain(options: JobOptions): Promise<SelftestJobResult> {
  const { memory, job, suite, world } = options;
  const began = world.now();
  const manifest = manifestOf({ job, reference: memory.manifest(job.role) });
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role: job.role, selection: {} });
  const drive: Drive = ({ scenarios, jobs, onFaultPoint }) =>
    runTarget({
      manifest,
      connect: ({ signal }) => connectTarget({ manifest, signal, ...(onFaultPoint === undefined ? {} : { onFaultPoint }) }),
      liarCheck: async () => undefined,
      startSession: connections().startSession,
      checks,
      scenarios,
      world,
      label: job.role,
      jobs,
      signal: options.signal,
    });
  const { runs, passed } = await runsOf({ job, scenarios: suite.scenarios.filter(({ role }) => role === job.role).map(hurried), drive });
  const driven = runs.flatMap(({ cases }) => cases);
  if (job.kind === "clean") memory.cases.set(job.role, driven);
  const unchanged = job.kind === "fault" && job.scenarios !== undefined ? (memory.cases.get(job.role) ?? []).filter(({ scenario }) => !job.scenarios?.includes(scenario)) : [];
  // A proposal weighs for those who follow it, and a stranger that pays by a draft is there to follow it.
  const draft = new Set([...suite.requirements.values()].flatMap(({ id, basis }) => (basis === "draft" ? [id] : [])));
  const judged = targetVerdicts({ target: manifest.name, role: job.role, checks, scenarios: suite.scenarios, cases: [...driven, ...unchanged], requirements: suite.requirements, draft, lies: undefined, reproduce: () => "", judge: memory.judge });
  return {
    verdicts: Object.fromEntries(judged.map(({ check, verdict, weight, position, message }) => [check, { verdict, weight, message, ...(position === undefined ? {} : { position }) }])),
    incomplete: runs.flatMap(({ incomplete }) => incomplete),
    ...(job.kind === "fields" ? { fields: surveyFields({ role: job.role, checks, scenarios: suite.scenarios, cases: driven }) } : {}),
    ...(passed === undefined ? {} : { passed }),
    duration: world.now() - began,
  };
}

type Drive = (options: { scenarios: readonly Scenario<never>[]; jobs: number; onFaultPoint?: (id: string) => void }) => Promise<TargetRun>;

async function runsOf(options: { job: SelftestJob; scenarios: readonly Scenario<never>[]; drive: Drive }): Promise<{ runs: readonly TargetRun[]; passed?: Record<string, readonly string[]> }> {
  const { job, scenarios, drive } = options;
  if (job.kind === "fault" && job.scenarios !== undefined) return { runs: [await drive({ scenarios: scenarios.filter(({ id }) => job.scenarios?.includes(id)), jobs: JOBS })] };
  if (job.kind !== "agreement") return { runs: [await drive({ scenarios, jobs: JOBS })] };
  if (job.how === "shuffled") return { runs: [await drive({ scenarios: shuffled(scenarios), jobs: JOBS * 2 })] };
  const runs: TargetRun[] = [];
  const passed: Record<string, readonly string[]> = {};
  for (const scenario of scenarios) {
    const points = new Set<string>();
    runs.push(await drive({ scenarios: [scenario], jobs: 1, onFaultPoint: (id) => points.add(id) }));
    passed[scenario.id] = [...points];
  }
  return { runs, passed };
}

/** Seconds. */
const PATIENCE = 0.3;
const NEAR = 2;

/**
 * Where a scenario has a receipt never come, the roles of this process need not wait for it as long as a
 * target elsewhere is given: they see at once what there is.
 */
function hurried(scenario: Scenario<never>): Scenario<never> {
  const { confirmationTimeoutSeconds, deadlineSeconds } = scenario;
  if (confirmationTimeoutSeconds === undefined && deadlineSeconds === undefined) return scenario;
  return {
    ...scenario,
    ...(confirmationTimeoutSeconds === undefined ? {} : { confirmationTimeoutSeconds: Math.min(confirmationTimeoutSeconds, PATIENCE) }),
    ...(deadlineSeconds === undefined ? {} : { deadlineSeconds: Math.min(deadlineSeconds, NEAR) }),
  };
}

/** A fixed permutation far from the given order. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const odd = items.filter((_, index) => index % 2 === 1);
  const even = items.filter((_, index) => index % 2 === 0);
  return [...odd.toReversed(), ...even];
}

function referenceManifest(role: Role): Manifest {
  const boxed = findTargets().find(({ name }) => name === `reference-${role}`);
  if (boxed === undefined) throw new Error(`The box has no target reference-${role}`);
  return loadManifest({ path: boxed.path });
}

function manifestOf(options: { job: SelftestJob; reference: Manifest }): Manifest {
  const { job, reference: manifest } = options;
  switch (job.kind) {
    case "clean":
    case "fields":
    case "agreement":
      return manifest;
    case "fault":
      return { ...manifest, connect: `inproc:reference-${job.role}?faults=${job.fault}` };
    case "null":
    case "stranger":
      return { ...manifest, name: job.name, connect: `inproc:${job.module}` };
  }
}
