import type { PaymentMethod } from "../../harness/methods/method.ts";
import { type TargetRun, runTarget } from "../../harness/runner/run-target.ts";
import { selectChecks } from "../../harness/runner/select.ts";
import { targetVerdicts } from "../../harness/runner/verdicts.ts";
import type { Scenario } from "../../harness/scenarios/scenario.ts";
import { connections } from "../../harness/seats/connections.ts";
import type { Suite } from "../../harness/suite.ts";
import { findTargets, loadManifest } from "../../harness/targets/manifest.ts";
import type { Role } from "../../harness/targets/protocol.ts";
import type { Manifest, Target } from "../../harness/targets/target.ts";
import type { World } from "../../harness/world/world.ts";

export function referenceManifest(role: Role): Manifest {
  const path = findTargets().find(({ name }) => name === `reference-${role}`)?.path;
  if (path === undefined) throw new Error(`The box has no target reference-${role}`);
  return loadManifest({ path });
}

export interface Driven {
  readonly ran: TargetRun;
  /** A whole run: connecting, funding wallets, driving, reading the chain, stopping, judging. */
  readonly milliseconds: number;
  readonly checks: number;
}

/** Drives and judges a reference role; `watch` sees the target as it is connected. */
export async function drive(options: { suite: Suite; world: World; method: PaymentMethod; role: Role; jobs: number; scenarios: readonly Scenario<never>[]; watch?: (target: Target) => Target }): Promise<Driven> {
  const { role, scenarios, suite, world } = options;
  const manifest = referenceManifest(role);
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role, selection: {} });
  const { connect, startSession } = connections();
  const began = performance.now();
  const ran = await runTarget({
    manifest,
    connect: async ({ signal }) => (options.watch ?? ((target) => target))(await connect({ manifest, signal })),
    liarCheck: async () => undefined,
    startSession,
    checks,
    scenarios,
    world,
    label: role,
    methods: [options.method],
    jobs: options.jobs,
    signal: new AbortController().signal,
  });
  targetVerdicts({ target: manifest.name, role, checks, scenarios, cases: ran.cases, requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  return { ran, milliseconds: performance.now() - began, checks: checks.length };
}
