import type { Check } from "../checks/check.ts";
import { declaredMethods, loadMethods } from "../methods/load.ts";
import type { PaymentMethod } from "../methods/method.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Session, StartSession } from "../seats/session.ts";
import { DriverError, type DriverErrorReason } from "../targets/errors.ts";
import type { HelloReply, Role } from "../targets/protocol.ts";
import type { Manifest, Target } from "../targets/target.ts";
import { pool } from "../tools/pool.ts";
import type { World } from "../world/world.ts";
import type { CaseResult, PlayedMethod } from "./case-result.ts";
import { missingNeed } from "./needs.ts";
import { caseTag, reasonOf, runCase } from "./run-case.ts";
import { selectScenarios } from "./select.ts";
import { createTargetLife } from "./target-life.ts";

/** What came of driving one target. Judging comes after, from `cases` alone. */
export interface TargetRun {
  readonly hello: HelloReply | undefined;
  /** One result per scenario, in the scenarios' order. */
  readonly cases: readonly CaseResult[];
  /** Why not everything was driven. Empty when the run is complete. */
  readonly incomplete: readonly string[];
  /** Why the target could not even be connected to. */
  readonly unreachable: DriverErrorReason | undefined;
  /** Sentence of the liar check when the target claims what it cannot do. */
  readonly lies: string | undefined;
}

export interface RunTargetOptions {
  readonly manifest: Manifest;
  readonly connect: (options: { signal: AbortSignal }) => Promise<Target>;
  /** @returns what the target lied about, `undefined` when it is honest */
  readonly liarCheck: (options: { target: Target; manifest: Manifest }) => Promise<string | undefined>;
  readonly startSession: Readonly<Record<Role, StartSession>>;
  readonly checks: readonly Check[];
  readonly scenarios: readonly Scenario<never>[];
  readonly world: World;
  /** Names the run in wallets and tags, so that two runs on one chain share nothing. Default: the target's name. */
  readonly label?: string;
  /** Payment methods to play; those that the target declares are. Default: all there are. */
  readonly methods?: readonly PaymentMethod[];
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onCase?: (event: { readonly scenario: string; readonly phase: "started" | "ended"; readonly result?: CaseResult }) => void;
}

interface PossibleCase {
  readonly scenario: Scenario<never>;
  readonly tag: string;
}

/** Cases in a row that may fail to complete before the rest is given up. */
const BREAKER = 3;

/** Drives every scenario that the checks need, side by side. Never rejects for what the target does. */
export async function runTarget(options: RunTargetOptions): Promise<TargetRun> {
  const { manifest, world } = options;
  const scenarios = selectScenarios({ checks: options.checks, scenarios: options.scenarios.filter(({ role }) => role === manifest.role) });
  const ended = new Map<string, CaseResult>();
  const carriers = new Map<string, PlayedMethod>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const incomplete: string[] = [];
  const life = createTargetLife({ manifest });
  let target: Target | undefined;
  let session: Session | undefined;
  let hello: HelloReply | undefined;
  let lies: string | undefined;
  let breakerReason: string | undefined;
  let unreachable: DriverErrorReason | undefined;

  const giveUp = (reason: string): void => {
    if (breakerReason !== undefined) return;
    breakerReason = reason;
    incomplete.push(`${manifest.name}: ${reason}`);
  };
  const skip = (scenario: Scenario<never>, reason: string): void => void ended.set(scenario.id, { scenario: scenario.id, outcome: { kind: "skipped", reason }, events: [], duration: 0 });

  try {
    options.signal.throwIfAborted();
    target = life.watch(await options.connect({ signal }));
    void target.exited.then(({ code, signal: killed, stderrTail }) => {
      giveUp(`the target ended by itself (${killed ?? `exit code ${code}`})${stderrTail === "" ? "" : `; its last words: ${stderrTail.trim().split("\n").slice(-3).join(" | ")}`}`);
      stop.abort(new Error(breakerReason));
    });
    hello = await target.hello();
    lies = await options.liarCheck({ target, manifest });
    const routes = manifest.role === "server" && !hello.capabilities.features.includes("routes") ? Object.keys(manifest.routes) : undefined;
    const methods = declaredMethods({ methods: options.methods ?? (await loadMethods()), capabilities: hello.capabilities }).filter(({ judgedByServer }) => manifest.role !== "facilitator" || judgedByServer !== true);
    const possible = new Map<PaymentMethod, PossibleCase[]>();
    for (const scenario of scenarios) {
      const played = methodFor({ scenario, methods });
      const missing = typeof played === "string" ? played : missingNeed({ scenario, method: played, capabilities: hello.capabilities, routes, outOfReach: target.outOfReach });
      if (missing === undefined && typeof played !== "string") {
        const { id, scheme, network, standing } = played;
        carriers.set(scenario.id, { id, scheme, network, ...(standing === undefined ? {} : { standing }) });
        possible.set(played, [...(possible.get(played) ?? []), { scenario, tag: caseTag({ seed: world.seed, target: options.label ?? manifest.name, scenario: scenario.id }) }]);
      } else ended.set(scenario.id, { scenario: scenario.id, outcome: { kind: "unsupported", reason: missing ?? "" }, events: [], duration: 0 });
    }
    let broken = 0;
    for (const [method, cases] of possible) {
      if (breakerReason !== undefined || options.signal.aborted) break;
      session = await options.startSession[manifest.role]({ target, manifest, hello, world, method, chain: await world.chain(method.chain), cases, signal });
      const open = session;
      // Those that wait out a timeout begin first: the others run meanwhile.
      const waiting = ({ scenario }: PossibleCase): number => (scenario.confirmationTimeoutSeconds === undefined ? 0 : 1);
      await pool({
        items: cases.toSorted((left, right) => waiting(right) - waiting(left)),
        size: options.jobs,
        stop: () => breakerReason !== undefined || options.signal.aborted,
        async run({ scenario, tag }) {
          options.onCase?.({ scenario: scenario.id, phase: "started" });
          const result = await runCase({ session: open, scenario, tag, world, seconds: manifest.timeouts.case, signal, life });
          ended.set(scenario.id, result);
          broken = result.outcome.kind === "broken" || result.outcome.kind === "budget" ? broken + 1 : 0;
          if (broken >= BREAKER) giveUp(`${BREAKER} cases in a row did not complete, the last one ${scenario.id}: ${"reason" in result.outcome ? result.outcome.reason : ""}`);
          options.onCase?.({ scenario: scenario.id, phase: "ended", result });
        },
      });
      await open.close();
      session = undefined;
    }
    // After the loop, and not in it: a run can be stopped before the first method, or between two.
    if (options.signal.aborted) giveUp(stopped(options.signal));
  } catch (error) {
    // Whatever a stop makes fail is no word about the target.
    if (target === undefined && error instanceof DriverError && !options.signal.aborted) unreachable = error.code;
    giveUp(options.signal.aborted ? stopped(options.signal) : error instanceof Error ? error.message : String(error));
  } finally {
    await session?.close();
    await target?.stop();
  }
  for (const scenario of scenarios) if (!ended.has(scenario.id)) skip(scenario, breakerReason ?? "not started");
  const carried = (result: CaseResult): CaseResult => {
    const method = carriers.get(result.scenario);
    return method === undefined ? result : { ...result, method };
  };
  return { hello, cases: scenarios.flatMap(({ id }) => ended.get(id) ?? []).map(carried), incomplete, lies, unreachable };
}

function stopped(signal: AbortSignal): string {
  return `the run was stopped before its end: ${reasonOf(signal)}`;
}

/** The method a scenario is driven by, or why there is none. */
function methodFor(options: { scenario: Scenario<never>; methods: readonly PaymentMethod[] }): PaymentMethod | string {
  const { scenario, methods } = options;
  const found = scenario.method === undefined ? methods[0] : methods.find(({ id }) => id === scenario.method);
  return found ?? (scenario.method === undefined ? "the target declares no scheme and network that the suite plays" : `the target does not declare the scheme and network of ${scenario.method}`);
}
