import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { addChainFlags, chainSettings } from "../chain-flags.ts";
import { choiceOf } from "../choice.ts";
import type { CliCommand } from "../command.ts";
import { DEFAULT_JOBS } from "../command-words.ts";
import { type JudgeFlags, judgeTargets } from "../judge-targets.ts";

const ROLES = ["client", "server", "facilitator"];

/** `x402-conformance run <target>...` */
export const command: CliCommand = {
  name: "run",
  order: 1,
  register({ program, io, finish }) {
    const run: Command = program
      .command("run")
      .summary("judge targets")
      .description("Puts each target into the reference world, drives it through every scenario of its role and judges what it did.")
      .argument("<target...>", 'a target in the box ("list targets"), a manifest file, or a folder with manifest.json')
      .addOption(new Option("--only <ids>", "checks, requirements or areas to judge, with * and **, comma separated").argParser(collect))
      .addOption(new Option("--skip <ids>", "checks, requirements or areas to leave out").argParser(collect))
      .addOption(new Option("--profile <names>", 'frozen requirement sets ("list profiles"), comma separated').argParser(collect))
      .addOption(new Option("--role <role>", "judge only targets of this role").choices(ROLES).argParser(choiceOf({ what: "--role", choices: ROLES, code: "unknown-role" })))
      .addOption(new Option("--method <names>", "payment methods to judge by, comma separated; what is no method's own is driven by the first that the target has").argParser(list))
      .addOption(new Option("--seed <text>", "repeats the wallets, nonces and order of an earlier run").default(undefined, "random"))
      .addOption(new Option("--jobs <n>", "cases driven side by side").argParser(positive("--jobs")).default(DEFAULT_JOBS))
      .addOption(new Option("--shard <i/n>", "judge the i-th of n parts of the checks").argParser(shard))
      .option("--baseline <file>", "known failures, instead of the one the manifest names")
      .option("--no-baseline", "ignore baselines")
      .option("--out <folder>", "where results.json and index.html go", "x402-report")
      .addOption(new Option("--format <names>", "what to print: pretty, agent, json, ndjson, junit, markdown, …").argParser(list).default(["pretty"]))
      .addOption(new Option("--budget <seconds>", "stop the whole run after this time and report what there is").argParser(positive("--budget")))
      .option("--strict", "warnings fail the run too", false)
      .option("-v, --verbose", "one line per case", false)
      .option("-q, --quiet", "no progress", false);
    addChainFlags(run);
    run.action(async (targets: string[], options: RunFlags) => finish(await judgeTargets({ targets, io, flags: { ...options, chainSettings: chainSettings(options), seed: options.seed ?? randomBytes(6).toString("hex") } })));
  },
};

/** As the options are parsed; a run without a seed gets a random one. */
type RunFlags = Omit<JudgeFlags, "seed" | "chainSettings"> & { readonly seed?: string };

export function list(text: string): string[] {
  const items = text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0) throw new InvalidArgumentError("Expected at least one name.");
  return items;
}

/** An option given twice means both: dropping the first would judge less than was asked for. */
function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, ...list(text)];
}

export function positive(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError(`Expected ${name} to be a whole number of 1 or more.`);
    return value;
  };
}

function shard(text: string): { index: number; count: number } {
  const [, index = "", count = ""] = /^([0-9]+)\/([0-9]+)$/.exec(text) ?? [];
  const part = { index: Number(index), count: Number(count) };
  if (index === "" || part.index < 1 || part.index > part.count) throw new InvalidArgumentError("Expected i/n with 1 <= i <= n, for example 1/3.");
  return part;
}
