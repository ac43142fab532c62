import { resolve } from "node:path";
import { incompleteReasons } from "../../reports/facts/outcome.ts";
import type { Results } from "../../reports/results.ts";
import { loadProfiles, type Profile } from "../../spec/profiles.ts";
import { loadMethods } from "../methods/load.ts";
import { loadBaseline } from "../runner/baseline.ts";
import { EXIT, exitCodeOf, type ExitCode } from "../runner/exit-code.ts";
import { run } from "../runner/run.ts";
import { selectChecks, type Selection } from "../runner/select.ts";
import { shellLine } from "../runner/shell-words.ts";
import { connections } from "../seats/connections.ts";
import { loadSuite, type Suite } from "../suite.ts";
import { publishedMatrix } from "../selftest/published-matrix.ts";
import { loadDrivers } from "../targets/drivers.ts";
import { ensureInstalled } from "../targets/install.ts";
import type { Manifest } from "../targets/target.ts";
import { nearest } from "../tools/nearest.ts";
import { assertIds } from "./assert-ids.ts";
import type { CliIo } from "./io.ts";
import { playableBy } from "./playable.ts";
import { commandWords, drivingWords } from "./command-words.ts";
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
  const playable = playableBy({ drivers: await loadDrivers(), methods: await loadMethods() });
  const resolved = options.targets.map((target) => ({ typed: target, ...resolveTarget({ target, cwd: io.cwd, playable }) })).filter(({ manifest }) => flags.role === undefined || manifest.role === flags.role);
  assertDistinct(resolved);
  if (resolved.length === 0) throw new UsageError({ code: "nothing-selected", message: `None of the targets has the role ${flags.role}.` });
  const wanted = resolved.map(({ manifest, typed, digest }) => {
    const file = flags.baseline === false ? undefined : typeof flags.baseline === "string" ? resolve(io.cwd, flags.baseline) : manifest.baseline;
    const ids = suite.checks.map(({ id }) => id);
    const baseline = file === undefined ? undefined : loadBaseline({ file, known: (check) => ids.includes(check), suggest: (check) => nearest({ name: check, candidates: ids }) });
    return { manifest, typed, digest, ...(baseline === undefined ? {} : { baseline }) };
  });
  const selected = (manifest: Manifest, of: Selection): number => selectChecks({ checks: suite.checks, requirements: suite.requirements, role: manifest.role, selection: of }).length;
  const { shard, ...whole } = selection;
  for (const { manifest } of wanted) {
    if (selected(manifest, whole) > 0) continue;
    const notJudged = profiles.flatMap((profile) => describeCoverage(profileCoverage({ profile, role: manifest.role, suite })) ?? []);
    throw new UsageError({ code: "nothing-selected", message: [`No check of role ${manifest.role} is selected for ${manifest.name}: nothing would be judged.`, ...notJudged].join("\n"), next: 'Loosen --only, --skip or --profile; "x402-conformance list checks" shows every id.' });
  }
  // What a part of the run holds is chance: a target of which it holds nothing is judged by the others.
  const targets = wanted.filter(({ manifest }) => selected(manifest, selection) > 0);
  if (targets.length === 0) throw new UsageError({ code: "nothing-selected", message: `The part ${shard?.index}/${shard?.count} holds no check: nothing would be judged.`, next: `Give --shard ${Math.max(...wanted.map(({ manifest }) => selected(manifest, whole)))} parts at most.` });
  for (const { manifest } of wanted) if (!targets.some((one) => one.manifest === manifest)) io.stderr(`${manifest.name}: no check in the part ${shard?.index}/${shard?.count}\n`);
  const output = openOutput({ folder: resolve(io.cwd, flags.out) });
  const progress = createProgress({ io, verbose: flags.verbose, quiet: flags.quiet });
  let misconfigured = false;
  const budget = new AbortController();
  const timer = flags.budget === undefined ? undefined : setTimeout(() => budget.abort(new Error(`the ${flags.budget} s of --budget are over`)), flags.budget * 1000);
  const signal = AbortSignal.any([io.signal, budget.signal]);
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
      command: shellLine(commandWords({ targets: options.targets, flags })),
      drivingWords: drivingWords(flags),
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
    // Last, where it is read: a report can be longer than the screen, or go into a file.
    for (const reason of incompleteReasons({ results })) io.stderr(`incomplete: ${reason}\n`);
    const code = exitCodeOf({ results, strict: flags.strict });
    // A command that does not exist is the manifest's fault, and the user's to mend; failures seen elsewhere still count first.
    return misconfigured && code === EXIT.incomplete ? EXIT.usage : code;
  } finally {
    clearTimeout(timer);
    progress.end();
  }
}

function selectionOf(options: { flags: JudgeFlags; suite: Suite; profiles: readonly Profile[] }): Selection {
  const { flags, suite, profiles } = options;
  const ids = [...new Set(suite.checks.flatMap(({ id, requirement }) => [id, requirement, suite.requirements.get(requirement)?.area ?? ""]))].filter((id) => id !== "");
  for (const [flag, names] of [["--only", flags.only ?? []], ["--skip", flags.skip ?? []]] as const) assertIds({ flag, names, ids });
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
    ...(flags.profile === undefined ? {} : { requirements: new Set(profiles.flatMap(({ requirements }) => requirements)), draft: new Set(profiles.flatMap(({ draft, requirements }) => (draft === true ? requirements : []))), profiles }),
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
  };
}

/** Results go by the target's name: of two with the same one, the summary of the first would be lost. */
function assertDistinct(resolved: readonly { readonly typed: string; readonly manifest: Manifest; readonly path: string }[]): void {
  for (const [index, { typed, manifest, path }] of resolved.entries()) {
    const first = resolved.slice(0, index).find((one) => one.manifest.name === manifest.name);
    if (first === undefined) continue;
    const same = first.path === path;
    throw new UsageError({
      code: "same-target",
      message: same ? `"${first.typed}" and "${typed}" are the same target, ${manifest.name}.` : `"${first.typed}" and "${typed}" are both named ${manifest.name}: their results could not be told apart.`,
      next: same ? "Name it once." : 'Give one of the manifests another "name".',
    });
  }
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
