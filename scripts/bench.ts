import { cli, ROOT } from "../harness/e2e/command.ts";
import { loadMethods } from "../harness/methods/load.ts";
import { loadSuite } from "../harness/suite.ts";
import { createWorld } from "../harness/world/world.ts";
import { keepChains } from "./bench/chain-state.ts";
import { drive, type Driven } from "./bench/drive.ts";
import { measureOverhead, type Spread } from "./bench/overhead.ts";
import { connectReference } from "./bench/reference.ts";
import { measureSpecLoad } from "./bench/spec-load.ts";
import { measureSvmNode } from "./bench/svm-node.ts";
import { measureVectorValidation } from "./bench/vector-validation.ts";

// Prints figures and ratios of one run on this machine. Nothing here fails: numbers are for reading.
const JOBS = 8;
const ROUNDS = 7;
const suite = await loadSuite();
const world = await createWorld({ seed: "bench" });
const methods = await loadMethods();
const [method] = methods;
if (method === undefined) throw new Error("there is no payment method to measure");
const row = (name: string, value: string): void => void process.stdout.write(`${name.padEnd(66)} ${value}\n`);
const span = ({ median, least, most }: Spread): string => `${Math.round(median)} ms (${Math.round(least)} to ${Math.round(most)})`;

const spec = measureSpecLoad({ tries: 5 });
row(`spec: ${spec.rows} requirements, ${spec.profiles} profiles, ${spec.schemas} schemas`, `${Math.round(spec.milliseconds)} ms to load`);
const vectors = measureVectorValidation();
row(`vectors: ${vectors.vectors} in ${vectors.files} files`, `${Math.round(vectors.milliseconds)} ms to validate`);
const node = await measureSvmNode();
row("Solana node: start", `${Math.round(node.startMilliseconds)} ms`);
row(`Solana node: ${node.transactions} payments through RPC`, `${Math.round(node.transactionsPerSecond)} per second, ${Math.round(node.megabytes)} MB then`);

try {
  await world.chain(method.chain);
  for (const role of ["server", "client", "facilitator"] as const) {
    for (const place of ["in process", "own process"] as const) {
      const reference = await connectReference({ role, place });
      if (place === "in process") {
        const fresh = await keepChains(world);
        const run = async (): Promise<Driven> => await drive({ suite, world, method, reference, label: role, jobs: JOBS, scenarios: suite.scenarios }).finally(fresh.back);
        // Once for the compiler.
        await run();
        const whole = await run();
        row(`${role}: ${whole.checks} checks on ${whole.ran.cases.length} cases, in process`, `${Math.round(whole.milliseconds)} ms, ${Math.round((whole.checks / whole.milliseconds) * 1000)} checks/s`);
      }
      const { cases, run, runOneAtATime, bare, replayed, byProcessorTime } = await measureOverhead({ suite, world, method, reference, jobs: JOBS, rounds: ROUNDS });
      await reference.close();
      row(`${role}, ${place}: harness overhead, run / bare sum`, `${(run.median / bare.median).toFixed(2)} (one case at a time ${(runOneAtATime.median / bare.median).toFixed(2)}${place === "in process" ? `, by processor time ${byProcessorTime.toFixed(2)}` : ""})`);
      row(`  run: ${cases} cases that share an instance, ${JOBS} at a time`, span(run));
      row("  the same, one at a time", span(runOneAtATime));
      row(`  bare sum: their ${replayed.exchanges} HTTP exchanges, one after another`, `${span(bare)}, ${replayed.alike} of ${replayed.driven} answered as in the run`);
    }
  }
  const solana = methods.find(({ id }) => id === "exact-svm");
  if (solana !== undefined) {
    await world.chain(solana.chain);
    const reference = await connectReference({ role: "facilitator", place: "in process" });
    const { ran, milliseconds, checks } = await drive({ suite, world, method: solana, reference, label: "solana", jobs: JOBS, scenarios: suite.scenarios, areas: [solana.id] });
    await reference.close();
    row(`facilitator: area exact-svm, ${checks} checks on ${ran.cases.filter(({ outcome }) => outcome.kind === "completed").length} cases, in process`, `${Math.round(milliseconds)} ms`);
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
