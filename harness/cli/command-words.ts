import type { JudgeFlags } from "./judge-targets.ts";

/** Cases driven side by side. */
export const DEFAULT_JOBS = 8;

/** Options that change what is driven or how it is judged, whichever checks are asked for: a verdict is reproduced with them. */
export function drivingWords(flags: JudgeFlags): readonly string[] {
  return [
    ...listed("--method", flags.method),
    ...listed("--profile", flags.profile),
    ...Object.entries(flags.chainSettings ?? {}).flatMap(([name, value]) => [`--${name}`, value]),
    ...(flags.baseline === false ? ["--no-baseline"] : typeof flags.baseline === "string" ? ["--baseline", flags.baseline] : []),
    ...(flags.jobs === DEFAULT_JOBS ? [] : ["--jobs", String(flags.jobs)]),
  ];
}

/** The whole command, but for where and how it reports. @param options.targets as typed */
export function commandWords(options: { targets: readonly string[]; flags: JudgeFlags }): readonly string[] {
  const { flags, targets } = options;
  return [
    "x402-conformance",
    "run",
    ...targets,
    ...listed("--only", flags.only),
    ...listed("--skip", flags.skip),
    ...(flags.role === undefined ? [] : ["--role", flags.role]),
    ...(flags.shard === undefined ? [] : ["--shard", `${flags.shard.index}/${flags.shard.count}`]),
    ...drivingWords(flags),
    ...(flags.budget === undefined ? [] : ["--budget", String(flags.budget)]),
    ...(flags.strict ? ["--strict"] : []),
    "--seed",
    flags.seed,
  ];
}

function listed(name: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined ? [] : [name, values.join(",")];
}
