import { resolve } from "node:path";
import type { Results } from "../../reports/results.ts";
import { loadProfiles, type Profile } from "../../spec/profiles.ts";
import { loadMethods } from "../methods/load.ts";
import { loadBaseline } from "../runner/baseline.ts";
import { EXIT, exitCodeOf, type ExitCode } from "../runner/exit-code.ts";
import { run } from "../runner/run.ts";
import { selectChecks, type Selection } from "../runner/select.ts";
import { connections } from "../seats/connections.ts";
import { loadSuite, type Suite } from "../suite.ts";
import { publishedMatrix } from "../selftest/published-matrix.ts";
import { ensureInstalled } from "../targets/install.ts";
import { nearest } from "../tools/nearest.ts";
import type { CliIo } from "./io.ts";
import { describeCoverage, profileCoverage } from "./profile-coverage.ts";
import { createProgress } from "./progress.ts";
import { openOutput } from "./output-folder.ts";
import { resolveTarget } from "./resolve-target.ts";
import { formatsNamed } from "./formats.ts";
import { UsageError } from "./usage-error.ts";

export interface JudgeFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly profile?: readonly string[];
  readonly role?: "client" | "server" | "facilitator";
  /** Ids of payment methods. */
  readonly method?: readonly string[];
  readonly chainSettings?: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly jobs: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly baseline?: string | boolean;
  readonly out: string;
  readonly format: readonly string[];
  readonly budget?: number;
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** Judges targets, writes the reports and tells the exit code. Everything that can be wrong with the input is found before a target is started. */
export async function judgeTargets(options: { targets: readonly string[]; flags: JudgeFlags; io: CliIo; onResults?: (results: Results) => void }): Promise<ExitCode> {
  const { flags, io } = options;
  const suite = await loadSuite();
  const formats = await formatsNamed(flags.format);
  await assertMethods(flags.method ?? []);
  const profiles = profilesNamed(flags.profile ?? []);
  const selection = selectionOf({ flags, suite, profiles });
  const resolved = options.targets.map((target) => resolveTarget({ target, cwd: io.cwd })).filter(({ manifest }) => flags.role === undefined || manifest.role === flags.role);
  if (resolved.length === 0) throw new UsageError({ code: "nothing-selected", message: `None of the targets has the role ${flags.role}.` });
  const targets = resolved.map(({ manifest, digest }) => {
    const file = flags.baseline === false ? undefined : typeof flags.baseline === "string" ? resolve(io.cwd, flags.baseline) : manifest.baseline;
    const ids = suite.checks.map(({ id }) => id);
    const baseline = file === undefined ? undefined : loadBaseline({ file, known: (check) => ids.includes(check), suggest: (check) => nearest({ name: check, candidates: ids }) });
    return { manifest, digest, ...(baseline === undefined ? {} : { baseline }) };
  });
  for (const { manifest } of targets) {
    if (selectChecks({ checks: suite.checks, requirements: suite.requirements, role: manifest.role, selection }).length === 0) {
      const notJudged = profiles.flatMap((profile) => describeCoverage(profileCoverage({ profile, role: manifest.role, suite })) ?? []);
      throw new UsageError({ code: "nothing-selected", message: [`No check of role ${manifest.role} is selected for ${manifest.name}: nothing would be judged.`, ...notJudged].join("\n"), next: 'Loosen --only, --skip, --profile or --shard; "x402-conformance list checks" shows every id.' });
    }
  }
  const output = openOutput({ folder: resolve(io.cwd, flags.out) });
  const progress = createProgress({ io, verbose: flags.verbose, quiet: flags.quiet });
  let misconfigured = false;
  const signal = flags.budget === undefined ? io.signal : AbortSignal.any([io.signal, AbortSignal.timeout(flags.budget * 1000)]);
  try {
    for (const { manifest } of targets) await ensureInstalled({ manifest, onProgress: (line) => progress.note(line), signal: io.signal });
    const matrix = await publishedMatrix({ checks: suite.checks });
    const results = await run({
      ...(matrix === undefined ? {} : { matrix }),
      suite,
      targets,
      selection,
      // A profile is about the text: what it asks and nobody judges leaves the run incomplete, never green.
      notJudged: [...new Set(targets.flatMap(({ manifest }) => profiles.flatMap((profile) => describeCoverage(profileCoverage({ profile, role: manifest.role, suite })) ?? [])))],
      ...(flags.method === undefined ? {} : { methods: flags.method }),
      settings: flags.chainSettings ?? {},
      seed: flags.seed,
      jobs: flags.jobs,
      connections: connections(),
      command: `x402-conformance run ${targets.map(({ manifest }) => manifest.name).join(" ")}`,
      signal,
      clock: () => new Date(),
      onEvent(event) {
        progress.onEvent(event);
        if (event.kind === "target-unreachable" && event.reason === "command-not-found") misconfigured = true;
        if (event.kind === "target-ended") for (const verdict of event.verdicts) output.append(verdict);
      },
    });
    progress.end();
    options.onResults?.(results);
    // Printed before the files are written: a full disk must not cost the verdicts.
    for (const format of formats) io.stdout(format.render({ results, options: { color: io.color, width: io.columns } }));
    io.stderr(await output.finish(results));
    const code = exitCodeOf({ results, strict: flags.strict });
    // A command that does not exist is the manifest's fault, and the user's to mend; failures seen elsewhere still count first.
    return misconfigured && code === EXIT.incomplete ? EXIT.usage : code;
  } finally {
    progress.end();
  }
}

function selectionOf(options: { flags: JudgeFlags; suite: Suite; profiles: readonly Profile[] }): Selection {
  const { flags, suite, profiles } = options;
  const ids = [...new Set(suite.checks.flatMap(({ id, requirement }) => [id, requirement, suite.requirements.get(requirement)?.area ?? ""]))].filter((id) => id !== "");
  for (const [flag, names] of [["--only", flags.only ?? []], ["--skip", flags.skip ?? []]] as const) {
    for (const name of names) {
      if (name.includes("*") || ids.includes(name)) continue;
      const near = nearest({ name, candidates: ids });
      throw new UsageError({ code: "unknown-id", message: `${flag}: there is no check, requirement or area "${name}".`, next: near === undefined ? '"x402-conformance list checks" shows every id.' : `Did you mean "${near}"? "x402-conformance list checks" shows every id.` });
    }
  }
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
    ...(flags.profile === undefined ? {} : { requirements: new Set(profiles.flatMap(({ requirements }) => requirements)), draft: new Set(profiles.flatMap(({ draft, requirements }) => (draft === true ? requirements : []))), profiles }),
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
  };
}

async function assertMethods(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const ids = (await loadMethods()).map(({ id }) => id);
  const unknown = names.find((name) => !ids.includes(name));
  if (unknown === undefined) return;
  const near = nearest({ name: unknown, candidates: ids });
  throw new UsageError({ code: "unknown-id", message: `--method: there is no payment method "${unknown}".`, next: near === undefined ? `Expected one of ${ids.join(", ")}.` : `Did you mean "${near}"?` });
}

function profilesNamed(names: readonly string[]): readonly Profile[] {
  const profiles = names.length === 0 ? [] : loadProfiles();
  return names.map((name) => {
    const profile = profiles.find((one) => one.name === name);
    if (profile !== undefined) return profile;
    const near = nearest({ name, candidates: profiles.map((one) => one.name) });
    throw new UsageError({ code: "unknown-profile", message: `There is no profile "${name}".`, next: near === undefined ? '"x402-conformance list profiles" shows them.' : `Did you mean "${near}"?` });
  });
}
