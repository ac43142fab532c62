import { availableParallelism } from "node:os";
import { Option } from "commander";
import type { CliCommand } from "../command.ts";
import { runSelftest } from "../../selftest/selftest.ts";
import { list, positive } from "./run.ts";

/** `x402-conformance selftest [--json]` */
export const command: CliCommand = {
  name: "selftest",
  order: 4,
  register({ program, io, finish }) {
    program
      .command("selftest")
      .summary("prove that every check bites")
      .description("Runs the reference roles with every fault switched on in turn, and a zoo of implementations that do nothing, and strangers that conform in other ways, and compares what failed with what had to.")
      .addOption(new Option("--role <roles>", "client, server, facilitator").argParser(list).default(["server", "client", "facilitator"]))
      .addOption(new Option("--fault <ids>", "only these faults (globs)").argParser(list))
      .addOption(new Option("--jobs <n>", "worker processes").argParser(positive("--jobs")).default(availableParallelism(), "one per core"))
      .option("--every-scenario", "drive each mutant through all scenarios, not only those that pass its fault's point: slower, and must come to the same", false)
      .option("--seed <text>", "repeats an earlier self-test", "selftest")
      .option("--json", "the whole result, for programs", false)
      .option("--out <file>", "write the JSON result to a file as well")
      .option("--publish", "renew reports/kill-matrix.json, from a checkout and when all gates hold", false)
      .action(async (flags: { role: string[]; fault?: string[]; jobs: number; everyScenario: boolean; seed: string; json: boolean; out?: string; publish: boolean }) => finish(await runSelftest({ flags, io })));
  },
};
