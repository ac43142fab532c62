import type { PaymentMethod } from "../../harness/methods/method.ts";
import { caseTag } from "../../harness/runner/run-case.ts";
import type { Suite } from "../../harness/suite.ts";
import type { StartConfig } from "../../harness/targets/protocol.ts";
import type { Target } from "../../harness/targets/target.ts";
import type { World } from "../../harness/world/world.ts";
import { type ChainState, keepChains } from "./chain-state.ts";
import { drive, type Driven } from "./drive.ts";
import type { Reference } from "./reference.ts";
import { type Asked, type Replayed, replayExchanges } from "./replay-exchanges.ts";

/**
 * What the harness costs: the wall time of a whole run over the bare sum of the same HTTP exchanges.
 *
 * Numerator: one run of the role's scenarios that share an instance (exchanges with a case's own
 * instance cannot be told from the shared one's), from deriving and funding wallets, which are each
 * run's own, to the last verdict, cases side by side as in a user's run; and the same with one case at
 * a time, where nothing overlaps.
 * Denominator: see {@link replayExchanges}; sequential, on the chain as it was when the run's wallets
 * had been funded, so that a payment that was good is good again.
 * Both are the median of several, after one of each that is not counted: none pays for compiling.
 */
export interface Overhead {
  readonly cases: number;
  readonly run: Spread;
  readonly runOneAtATime: Spread;
  readonly bare: Spread;
  readonly replayed: Replayed;
  /** Processor time of this process in the median run over that in the median replay. Says something where the target is part of this process. */
  readonly byProcessorTime: number;
}

/** Milliseconds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export async function measureOverhead(options: { suite: Suite; world: World; method: PaymentMethod; reference: Reference; jobs: number; rounds: number }): Promise<Overhead> {
  const { suite, world, method, reference, rounds } = options;
  const { role } = reference.manifest;
  const chain = await world.chain(method.chain);
  const scenarios = suite.scenarios.filter((scenario) => scenario.role === role && scenario.instance !== "fresh");
  const unfunded = await keepChains(world);
  let labels = 0;
  let label = role as string;
  const run = async (jobs: number, watch?: (target: Target) => Target): Promise<Driven> => {
    await unfunded.back();
    labels += 1;
    label = `${reference.place} ${role} ${labels}`;
    return await drive({ suite, world, method, reference, label, jobs, scenarios, ...(watch === undefined ? {} : { watch }) });
  };
  const several = async <Result>(once: () => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (let round = 0; round <= rounds; round += 1) results.push(await once());
    return results.slice(1);
  };

  const runs = await several(async () => await run(options.jobs));
  const oneAtATime = await several(async () => await run(1));

  let funded: ChainState | undefined;
  const configs: StartConfig[] = [];
  const fetches: Asked["fetches"][number][] = [];
  const { ran } = await run(options.jobs, (target) => ({
    ...target,
    async start(request) {
      configs.push(request.config);
      funded ??= await keepChains(world);
      return await target.start(request);
    },
    async fetch(request) {
      const outcome = await target.fetch(request);
      fetches.push({ request: request.request, wallets: request.wallets, status: outcome.outcome === "response" ? outcome.status : undefined });
      return outcome;
    },
  }));
  const [config] = configs;
  if (config === undefined) throw new Error(`no ${role} was started`);
  const replays = await several(async () => {
    await funded?.back();
    return await replayExchanges({ role, cases: ran.cases, asked: { config, fetches }, target: reference.target, chainUrl: chain.rpcUrl, mountOf: (scenario) => `/c-${caseTag({ seed: world.seed, target: label, scenario })}` });
  });
  await unfunded.back();
  const [replayed] = replays;
  if (replayed === undefined) throw new Error("nothing was replayed");
  return { cases: ran.cases.length, run: spread(runs), runOneAtATime: spread(oneAtATime), bare: spread(replays), replayed, byProcessorTime: processorTimes(runs).median / processorTimes(replays).median };
}

function processorTimes(measured: readonly { readonly processor: number }[]): Spread {
  return spread(measured.map(({ processor }) => ({ milliseconds: processor })));
}

function spread(measured: readonly { readonly milliseconds: number }[]): Spread {
  const sorted = measured.map(({ milliseconds }) => milliseconds).toSorted((left, right) => left - right);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}
