import { cli, ROOT } from "../harness/e2e/command.ts";
import { caseTag } from "../harness/runner/run-case.ts";
import { type TargetRun, runTarget } from "../harness/runner/run-target.ts";
import { selectChecks } from "../harness/runner/select.ts";
import { targetVerdicts } from "../harness/runner/verdicts.ts";
import type { Scenario } from "../harness/scenarios/scenario.ts";
import { connections } from "../harness/seats/connections.ts";
import { loadSuite } from "../harness/suite.ts";
import { findTargets, loadManifest } from "../harness/targets/manifest.ts";
import type { Role, StartConfig } from "../harness/targets/protocol.ts";
import type { Manifest, Target } from "../harness/targets/target.ts";
import { loadMethods } from "../harness/methods/load.ts";
import { createWorld } from "../harness/world/world.ts";
import { measureSpecLoad } from "./bench/spec-load.ts";
import { measureVectorValidation } from "./bench/vector-validation.ts";
import { type Asked, replayExchanges } from "./replay-exchanges.ts";

// Prints figures and ratios of one run on this machine. Nothing here fails: numbers are for reading.
const suite = await loadSuite();
const world = await createWorld({ seed: "bench" });
const [method] = await loadMethods();
if (method === undefined) throw new Error("there is no payment method to measure");
const chain = await world.chain(method.chain);
const { signal } = new AbortController();
const row = (name: string, value: string): void => void process.stdout.write(`${name.padEnd(66)} ${value}\n`);

const reference = (role: Role): Manifest => {
  const path = findTargets().find(({ name }) => name === `reference-${role}`)?.path;
  if (path === undefined) throw new Error(`The box has no target reference-${role}`);
  return loadManifest({ path });
};

/** Drives and judges a reference role; `watch` sees the target as it is connected. */
const drive = async (options: { role: Role; jobs: number; scenarios: readonly Scenario<never>[]; watch?: (target: Target) => Target }): Promise<{ ran: TargetRun; milliseconds: number; checks: number }> => {
  const { role, scenarios } = options;
  const manifest = reference(role);
  const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role, selection: {} });
  const { connect, startSession } = connections();
  const began = performance.now();
  const ran = await runTarget({
    manifest,
    connect: async ({ signal: ended }) => (options.watch ?? ((target) => target))(await connect({ manifest, signal: ended })),
    liarCheck: async () => undefined,
    startSession,
    checks,
    scenarios,
    world,
    label: role,
    methods: [method],
    jobs: options.jobs,
    signal,
  });
  targetVerdicts({ target: manifest.name, role, checks, scenarios, cases: ran.cases, requirements: suite.requirements, lies: undefined, reproduce: () => "" });
  return { ran, milliseconds: performance.now() - began, checks: checks.length };
};

/** Runs on the chain as it is now and puts it back, so that every run finds the same money and nonces. */
const onSameChain = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  const restores = await Promise.all((await world.chains()).map(async (one) => await one.snapshot()));
  try {
    return await run();
  } finally {
    await Promise.all(restores.map(async (restore) => await restore()));
  }
};

const spec = measureSpecLoad({ tries: 5 });
row(`spec: ${spec.rows} requirements, ${spec.profiles} profiles, ${spec.schemas} schemas`, `${Math.round(spec.milliseconds)} ms to load`);
const vectors = measureVectorValidation();
row(`vectors: ${vectors.vectors} in ${vectors.files} files`, `${Math.round(vectors.milliseconds)} ms to validate`);

try {
  for (const role of ["server", "client", "facilitator"] as const) {
    await onSameChain(() => drive({ role, jobs: 8, scenarios: suite.scenarios }));
    const whole = await onSameChain(() => drive({ role, jobs: 8, scenarios: suite.scenarios }));
    row(`${role}: ${whole.checks} checks on ${whole.ran.cases.length} cases, in process`, `${Math.round(whole.milliseconds)} ms, ${Math.round((whole.checks / whole.milliseconds) * 1000)} checks/s`);

    // Instances of a case's own are left out: their exchanges cannot be told from the shared one's.
    const scenarios = suite.scenarios.filter((scenario) => scenario.role === role && scenario.instance !== "fresh");
    const configs: StartConfig[] = [];
    const fetches: Asked["fetches"][number][] = [];
    const watch = (target: Target): Target => ({
      ...target,
      start: async (request) => {
        configs.push(request.config);
        return await target.start(request);
      },
      fetch: async (request) => {
        fetches.push({ request: request.request, wallets: request.wallets });
        return await target.fetch(request);
      },
    });
    const { milliseconds, ran } = await onSameChain(() => drive({ role, jobs: 8, scenarios, watch }));
    const [config] = configs;
    if (config === undefined) throw new Error(`no ${role} was started`);
    const bare = await onSameChain(async () => await replayExchanges({ role, cases: ran.cases, asked: { config, fetches }, target: await connections().connect({ manifest: reference(role), signal }), chainUrl: chain.rpcUrl, mountOf: (scenario) => `/c-${caseTag({ seed: "bench", target: role, scenario })}` }));
    row(`${role}: ${scenarios.length} shared cases over their ${bare.exchanges} exchanges replayed bare`, `${Math.round(milliseconds)} ms / ${Math.round(bare.milliseconds)} ms = ${(milliseconds / bare.milliseconds).toFixed(2)}`);
  }
} finally {
  await world.close();
}

const began = performance.now();
let first: number | undefined;
await cli(["run", "reference-server", "--only", "http.402.status", "--out", `${ROOT}reports/out/bench`, "--format", "ndjson", "--quiet"], { onOutput: () => (first ??= performance.now() - began) });
row("from command to first verdict", `${Math.round(first ?? 0)} ms`);
if (!process.argv.includes("--quick")) {
  const selftestBegan = performance.now();
  await cli(["selftest", "--json"]);
  row("whole self-test", `${((performance.now() - selftestBegan) / 1000).toFixed(1)} s`);
}
