import type { PaymentMethod } from "../../harness/methods/method.ts";
import { type TargetRun, runTarget } from "../../harness/runner/run-target.ts";
import { selectChecks } from "../../harness/runner/select.ts";
import { targetVerdicts } from "../../harness/runner/verdicts.ts";
import type { Scenario } from "../../harness/scenarios/scenario.ts";
import { connections } from "../../harness/seats/connections.ts";
import type { Suite } from "../../harness/suite.ts";
import type { Target } from "../../harness/targets/target.ts";
import type { World } from "../../harness/world/world.ts";
import type { Reference } from "./reference.ts";

export interface Driven {
  readonly ran: TargetRun;
  /** A whole run: funding wallets, starting the target, driving, reading the chain, stopping, judging. */
  readonly milliseconds: number;
  /** Milliseconds of processor time, of this process alone: the measure that other programs on the machine do not stretch. */
  readonly processor: number;
  readonly checks: number;
}

/**
 * Drives and judges a reference role; `watch` sees the target as it is used.
 *
 * @throws Error when not everything was driven: the figures of such a run say nothing
 */
export async function drive(options: { suite: Suite; world: World; method: PaymentMethod; reference: Reference; /** Runs of one label have the same wallets. */ label: string; jobs: number; scenarios: readonly Scenario<never>[]; /** Checks of these areas only. */ areas?: readonly string[]; watch?: (target: Target) => Target }): Promise<Driven> {
  const { scenarios, suite, world, reference, areas, watch = (target) => target } = options;
  const { manifest } = reference;
  const { role } = manifest;
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role, selection: areas === undefined ? {} : { only: areas } });
  const { startSession } = connections();
  const began = performance.now();
  const before = process.cpuUsage();
  const ran = await runTarget({
    manifest,
    connect: async () => await Promise.resolve(watch(reference.target)),
    liarCheck: async () => undefined,
    startSession,
    checks,
    scenarios,
    world,
    label: options.label,
    methods: [options.method],
    jobs: options.jobs,
    signal: new AbortController().signal,
  });
  targetVerdicts({ target: manifest.name, role, checks, scenarios, cases: ran.cases, requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  if (ran.incomplete.length > 0) throw new Error(`the run of ${manifest.name} is not whole: ${ran.incomplete.join("; ")}`);
  return { ran, milliseconds: performance.now() - began, processor: processorTime(before), checks: checks.length };
}

/** Milliseconds of this process since then. */
export function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
