import { readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { KILL_MATRIX_FILE, type PublishedMatrix } from "../../reports/kill-matrix.ts";
import type { KillMatrix } from "../../reports/results.ts";
import { loadFaults } from "../../simulators/load-faults.ts";
import { choiceOf } from "../cli/choice.ts";
import type { CliIo } from "../cli/io.ts";
import { UsageError } from "../cli/usage-error.ts";
import { maskDeep } from "../privacy/mask.ts";
import { EXIT, type ExitCode } from "../runner/exit-code.ts";
import { loadSuite } from "../suite.ts";
import type { Role } from "../targets/protocol.ts";
import { globMatcher } from "../tools/glob.ts";
import { excuse, loadFieldWhitelist } from "./field-whitelist.ts";
import { accusations, danglingFaults, disagreements, type KillSet, killSet, referenceDefects, unkilled } from "./gates.ts";
import type { SelftestJobResult } from "./job.ts";
import { matrixDigest } from "./published-matrix.ts";
import { createWorkerPool } from "./worker-pool.ts";

export const SELFTEST_VERSION = 1;

export interface SelftestResult {
  readonly selftestVersion: typeof SELFTEST_VERSION;
  /** Checks of the roles tested. */
  readonly checks: number;
  /** Checks that at least one fault turned. */
  readonly killed: number;
  readonly unkilled: readonly string[];
  readonly faults: number;
  readonly exactKillSets: number;
  readonly nullZoo: KillMatrix["nullZoo"];
  /** Conforming implementations unlike the reference: every failure of theirs is a false accusation. */
  readonly strangers: { readonly fails: number; readonly members: readonly { readonly name: string; readonly role: Role; readonly fails: readonly string[] }[] };
  /** Verdicts of the clean reference that should not be. */
  readonly referenceDefects: readonly string[];
  readonly undeclaredFaults: readonly string[];
  readonly unnamedFaults: readonly string[];
  readonly disagreements: readonly string[];
  /** Every field of every message, bent in every way. */
  readonly fields: { readonly applied: number; readonly unexcused: readonly string[]; readonly staleExcuses: readonly string[] };
  readonly matrix: KillMatrix;
  /** Milliseconds. */
  readonly duration: number;
  readonly ok: boolean;
}

export interface SelftestFlags {
  readonly role: readonly string[];
  readonly fault?: readonly string[];
  readonly jobs: number;
  /** Mutants go through scenarios that do not pass their fault's point as well: proves that leaving them out changes nothing. */
  readonly everyScenario?: boolean;
  readonly seed: string;
  readonly json: boolean;
  readonly out?: string;
  readonly publish?: boolean;
}

/** Scenarios, roughly: of two jobs the longer one goes first, so that no worker is left with one at the end. */
const WHOLE = 1_000;
/** Faults that are sooner tried in all scenarios than sorted by them. */
const FEW = 2;
/** What others wait for. */
const FIRST = 10_000;

const ROLES: readonly Role[] = ["server", "client", "facilitator"];

/** Runs the gates of design section 7 and prints what does not hold. */
export async function runSelftest(options: { flags: SelftestFlags; io: CliIo }): Promise<ExitCode> {
  const { flags, io } = options;
  flags.role.forEach(choiceOf({ what: "--role", choices: ROLES, code: "unknown-role" }));
  const result = await selftest({ roles: flags.role as readonly Role[], jobs: flags.jobs, everyScenario: flags.everyScenario === true, seed: flags.seed, ...(flags.fault === undefined ? {} : { faults: flags.fault }), onProgress: (line) => io.stderr(`${line}\n`) });
  if (flags.out !== undefined) writeResult({ file: resolve(io.cwd, flags.out), result });
  if (flags.publish === true && result.ok) writeFileSync(KILL_MATRIX_FILE, `${JSON.stringify({ digest: await matrixDigest({ checks: (await loadSuite()).checks }), matrix: result.matrix } satisfies PublishedMatrix, null, 1)}\n`);
  if (flags.json) io.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else io.stdout(selftestText(result));
  return result.ok ? EXIT.ok : EXIT.failure;
}

function writeResult(options: { file: string; result: SelftestResult }): void {
  try {
    writeFileSync(options.file, `${JSON.stringify(maskDeep(options.result), null, 2)}\n`);
  } catch (error) {
    throw new UsageError({ code: "output-not-writable", message: `The result cannot be written: ${error instanceof Error ? error.message : String(error)}.`, next: "Name another file with --out." });
  }
}

export async function selftest(options: { roles: readonly Role[]; faults?: readonly string[]; jobs: number; everyScenario?: boolean; seed: string; onProgress: (line: string) => void }): Promise<SelftestResult> {
  const began = performance.now();
  const declared = await loadFaults();
  const wanted = options.faults?.map(globMatcher);
  const faults = [...declared].filter(([id, { role }]) => options.roles.includes(role) && (wanted === undefined || wanted.some((matches) => matches(id))));
  if (wanted !== undefined && faults.length === 0) throw new UsageError({ code: "nothing-selected", message: `No fault matches ${options.faults?.join(", ")}.`, next: '"x402-conformance list faults" shows them all.' });
  const whole = wanted === undefined;
  const pool = createWorkerPool({ size: options.jobs, seed: options.seed });
  try {
    // While the workers load it too.
    const suite = await loadSuite();
    const checks = suite.checks.filter(({ role }) => options.roles.includes(role));
    const of = (role: string): typeof checks => checks.filter((check) => check.role === role);
    // Everything is asked for at once, so that no worker waits for another.
    const cleanRuns = options.roles.map(async (role) => {
      const result = await pool.run({ kind: "clean", role }, { weight: FIRST });
      options.onProgress(`reference ${role}: ${of(role).length} checks in ${Math.round(result.duration)} ms, ${referenceDefects(result).length} defects`);
      return [role, result] as const;
    });
    // Tells which scenarios a fault can matter in: worth its time as soon as several faults are tried.
    const aloneRuns = whole || (faults.length > FEW && options.everyScenario !== true) ? options.roles.map(async (role) => [role, await pool.run({ kind: "agreement", role, how: "alone" }, { weight: FIRST })] as const) : [];
    let done = 0;
    const mutantRuns = faults.map(async ([fault, { role, bug }]) => {
      const alone = await aloneRuns[options.roles.indexOf(role)];
      const scenarios = options.everyScenario === true ? undefined : passing({ fault, alone: alone?.[1] });
      const mutant = await pool.run({ kind: "fault", role, fault, ...(scenarios === undefined ? {} : { scenarios }) }, { weight: scenarios?.length ?? WHOLE });
      done += 1;
      if (done % 25 === 0) options.onProgress(`${done} of ${faults.length} faults`);
      return { fault, role, bug, mutant };
    });
    const shuffledRuns = whole ? options.roles.map(async (role) => [role, await pool.run({ kind: "agreement", role, how: "shuffled" }, { weight: WHOLE })] as const) : [];
    const surveyRuns = whole ? options.roles.map(async (role) => (await pool.run({ kind: "fields", role }, { weight: WHOLE })).fields) : [];
    const strangerRuns = whole ? modulesIn({ folder: "strangers", roles: options.roles }).map(async ({ role, name, module }) => ({ name, role, fails: accusations(await pool.run({ kind: "stranger", role, name, module }, { weight: WHOLE })) })) : [];
    const memberRuns = whole
      ? modulesIn({ folder: "zoo", roles: options.roles }).map(async ({ role, name, module }) => {
          const { verdicts } = await pool.run({ kind: "null", role, name, module }, { weight: 1 });
          return { name, role, passes: Object.entries(verdicts).flatMap(([id, { verdict }]) => (verdict === "pass" ? [id] : [])) };
        })
      : [];
    const [clean, alone, mutants, shuffled, surveys, strangers, members] = await Promise.all([
      Promise.all(cleanRuns).then((runs) => new Map<string, SelftestJobResult>(runs)),
      Promise.all(aloneRuns),
      Promise.all(mutantRuns),
      Promise.all(shuffledRuns),
      Promise.all(surveyRuns),
      Promise.all(strangerRuns),
      Promise.all(memberRuns),
    ]);
    const cleanOf = (role: string): SelftestJobResult => clean.get(role) as SelftestJobResult;
    const killSets = mutants.map(({ role, ...mutant }): KillSet => killSet({ ...mutant, role, clean: cleanOf(role), checks: of(role) }));
    const differing = [
      ...alone.flatMap(([role, other]) => disagreements({ how: "when its scenario runs alone", clean: cleanOf(role), other })),
      ...shuffled.flatMap(([role, other]) => disagreements({ how: "when the order is shuffled", clean: cleanOf(role), other })),
    ];
    const whitelist = loadFieldWhitelist();
    const { unexcused, stale } = excuse({ survivors: surveys.flatMap((survey) => survey?.survivors ?? []), whitelist });
    // An excuse is stale only when every role's messages were bent.
    const staleExcuses = whole && options.roles.length === ROLES.length ? stale : [];
    const { undeclared, unnamed } = danglingFaults({ checks, declared: [...declared].filter(([, { role }]) => options.roles.includes(role)).map(([id]) => id) });
    const unturned = whole ? unkilled({ checks, requirements: suite.requirements, killSets }) : [];
    const defects = options.roles.flatMap((role) => referenceDefects(cleanOf(role)));
    const passes = members.reduce((sum, member) => sum + member.passes.length, 0);
    const accused = strangers.reduce((sum, member) => sum + member.fails.length, 0);
    const exact = killSets.filter((set) => set.exact).length;
    return {
      selftestVersion: SELFTEST_VERSION,
      checks: checks.length,
      killed: new Set(killSets.flatMap((set) => set.killed)).size,
      unkilled: unturned,
      faults: killSets.length,
      exactKillSets: exact,
      nullZoo: { passes, members },
      strangers: { fails: accused, members: strangers },
      referenceDefects: defects,
      undeclaredFaults: undeclared,
      unnamedFaults: unnamed,
      disagreements: differing,
      fields: { applied: surveys.reduce((sum, survey) => sum + (survey?.applied ?? 0), 0), unexcused, staleExcuses },
      matrix: {
        faults: killSets.map(({ fault, role, bug, killed, missing, unexpected, exact: isExact }) => ({ id: fault, role, bug, killedChecks: killed, exact: isExact, missing, unexpected: unexpected.map(({ check, message }) => `${check}: ${message}`) })),
        nullZoo: { passes, members },
      },
      duration: Math.round(performance.now() - began),
      ok: exact === killSets.length && unturned.length === 0 && passes === 0 && accused === 0 && defects.length === 0 && undeclared.length === 0 && unnamed.length === 0 && differing.length === 0 && unexcused.length === 0 && staleExcuses.length === 0,
    };
  } finally {
    await pool.close();
  }
}

/**
 * The scenarios in which a fault's point is passed. Up to that point a mutant does what the reference
 * does, so a scenario that never gets there ends the same. `undefined` where that is not known: then all are driven.
 */
function passing(options: { fault: string; alone: SelftestJobResult | undefined }): readonly string[] | undefined {
  const scenarios = Object.entries(options.alone?.passed ?? {}).flatMap(([scenario, points]) => (points.includes(options.fault) ? [scenario] : []));
  return scenarios.length === 0 ? undefined : scenarios;
}

/** The implementations in a folder beside this file, one module each, by role. */
function modulesIn(options: { folder: "zoo" | "strangers"; roles: readonly Role[] }): readonly { role: Role; name: string; module: string }[] {
  return options.roles.flatMap((role) => {
    const folder = fileURLToPath(new URL(`./${options.folder}/${role}/`, import.meta.url));
    return readdirSync(folder)
      .filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith(".d.ts"))
      .map((file) => ({ role, name: file.replace(/\.(ts|js)$/, ""), module: `${folder}${file}` }));
  });
}

function selftestText(result: SelftestResult): string {
  const lines: string[] = [];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`${title} (${items.length})`, ...items.map((item) => `  ${item}`), "");
  };
  section("The reference does not pass", result.referenceDefects);
  for (const { id, missing, unexpected, killedChecks, exact } of result.matrix.faults) {
    if (exact) continue;
    lines.push(`${id}: kills ${killedChecks.length}`);
    for (const check of missing) lines.push(`  missing     ${check} names it and does not fail`);
    for (const check of unexpected) lines.push(`  unexpected  ${check}`);
  }
  section("Checks no fault turns", result.unkilled);
  section("Faults that no role declares", result.undeclaredFaults);
  section("Faults that no check names", result.unnamedFaults);
  section("Passes earned by null implementations", result.nullZoo.members.flatMap(({ name, role, passes }) => passes.map((check) => `${role} ${name}: ${check}`)));
  section("Failures of conforming strangers", result.strangers.members.flatMap(({ name, role, fails }) => fails.map((fail) => `${role} ${name}: ${fail}`)));
  section("Bent fields that no check notices", result.fields.unexcused);
  section("Excuses for bent fields that nothing needs", result.fields.staleExcuses);
  section("Verdicts that depend on company or order", result.disagreements);
  lines.push(`${result.killed} of ${result.checks} checks killed, ${result.exactKillSets} of ${result.faults} kill sets exact, ${result.nullZoo.passes} passes in the null zoo, ${result.strangers.fails} failures of ${result.strangers.members.length} strangers, ${result.fields.applied} bent fields, ${Math.round(result.duration / 100) / 10} s`);
  return `${lines.join("\n")}\n`;
}
