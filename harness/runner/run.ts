import type { KillMatrix, Results, ResultsHeader, TargetInfo, TargetSummary, Verdict, CaseRecord } from "../../reports/results.ts";
import { RESULTS_VERSION } from "../../reports/results.ts";
import type { Connections } from "../seats/session.ts";
import type { Suite } from "../suite.ts";
import type { DriverErrorReason } from "../targets/errors.ts";
import type { Role } from "../targets/protocol.ts";
import type { Manifest } from "../targets/target.ts";
import { declaredMethods, loadMethods } from "../methods/load.ts";
import { maskDeep } from "../privacy/mask.ts";
import { createWorld } from "../world/world.ts";
import { createPaidCount } from "./paid-count.ts";
import { applyBaseline, type Baseline } from "./baseline.ts";
import type { CaseResult } from "./case-result.ts";
import { carriedBy, type ChosenProfile, notCounted } from "./counts.ts";
import { caseRecord } from "./case-record.ts";
import { resultsHeader } from "./header.ts";
import { nothingJudged } from "./nothing-judged.ts";
import { runTarget } from "./run-target.ts";
import { shellLine } from "./shell-words.ts";
import { selectChecks, type Selection, selectScenarios } from "./select.ts";
import { summarise } from "./summary.ts";
import { targetVerdicts } from "./verdicts.ts";

export type RunEvent =
  | { readonly kind: "target-started"; readonly target: string; readonly role: Role; readonly cases: number; readonly checks: number }
  | { readonly kind: "case-started"; readonly target: string; readonly scenario: string }
  | { readonly kind: "case-ended"; readonly target: string; readonly scenario: string; readonly result: CaseResult }
  | { readonly kind: "target-unreachable"; readonly target: string; readonly reason: DriverErrorReason; readonly message: string }
  | { readonly kind: "target-ended"; readonly target: string; readonly verdicts: readonly Verdict[]; readonly summary: TargetSummary };

export interface RunOptions {
  readonly suite: Suite;
  readonly targets: readonly { readonly manifest: Manifest; /** What the user calls it: a name, file or folder. Default: its name. */ readonly typed?: string; readonly digest: string; readonly baseline?: Baseline }[];
  readonly selection: Selection;
  /** What was asked for and cannot be judged, one sentence each: such a run is incomplete from the start. */
  readonly notJudged?: readonly string[];
  readonly seed: string;
  /** Ids of the payment methods to play. Default: all. */
  readonly methods?: readonly string[];
  /** What the command line says of chains. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly jobs: number;
  readonly connections: Connections;
  /** Words of the command line that change what is driven, for the commands that reproduce a verdict. */
  readonly drivingWords?: readonly string[];
  /** For the header, without secrets. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** For the report: what the checks are worth. */
  readonly matrix?: KillMatrix;
  /** Wall clock, for the header only. */
  readonly clock: () => Date;
}

/**
 * Judges targets one after another on the same local chains and returns the whole result. Checks see what was
 * recorded; what is returned or told, but for the recording of a case that has ended, holds no number of a card or account.
 *
 * @throws whatever a chain throws that cannot be started: nothing could be judged
 */
export async function run(given: RunOptions): Promise<Results> {
  const { suite } = given;
  const options: RunOptions = { ...given, onEvent: (event) => given.onEvent(event.kind === "case-ended" ? event : maskDeep(event)) };
  const started = options.clock();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const world = await createWorld({ seed: options.seed, ...(options.settings === undefined ? {} : { settings: options.settings }) });
  let chainDied: string | undefined;
  world.onChainCrash((reason) => {
    chainDied = `${reason}; this is not the target's doing`;
    stop.abort(new Error(chainDied));
  });
  const verdicts: Verdict[] = [];
  const summary: Record<string, TargetSummary> = {};
  const cases: Record<string, CaseRecord> = {};
  const targets: TargetInfo[] = [];
  const incomplete: string[] = [...(options.notJudged ?? [])];
  const paid = createPaidCount();
  let planned = 0;
  try {
    const methods = (await loadMethods()).filter(({ id }) => options.methods === undefined || options.methods.includes(id));
    // Before any target is told of them, and at once: a chain that cannot be started ends the run.
    const wanted = new Map(options.targets.flatMap(({ manifest }) => declaredMethods({ methods, capabilities: manifest.capabilities })).map(({ chain }) => [chain.id, chain]));
    await Promise.all([...wanted.values()].map(async (key) => await world.chain(key)));
    for (const { manifest, typed = manifest.name, digest, baseline } of options.targets) {
      const checks = selectChecks({ checks: suite.checks, requirements: suite.requirements, role: manifest.role, selection: options.selection });
      planned += checks.length;
      const scenarios = selectScenarios({ checks, scenarios: suite.scenarios });
      options.onEvent({ kind: "target-started", target: manifest.name, role: manifest.role, cases: scenarios.length, checks: checks.length });
      const ran = await runTarget({
        manifest,
        connect: ({ signal: ended }) => options.connections.connect({ manifest, signal: ended }),
        liarCheck: ({ target }) => options.connections.liarCheck({ target, manifest, seed: options.seed }),
        startSession: options.connections.startSession,
        checks,
        scenarios: suite.scenarios,
        world,
        methods,
        jobs: options.jobs,
        signal,
        onCase: ({ scenario, phase, result }) => options.onEvent(phase === "ended" && result !== undefined ? { kind: "case-ended", target: manifest.name, scenario, result } : { kind: "case-started", target: manifest.name, scenario }),
      });
      if (ran.unreachable !== undefined) options.onEvent({ kind: "target-unreachable", target: manifest.name, reason: ran.unreachable, message: ran.incomplete.join("; ") });
      const driven = chainDied === undefined ? ran.cases : ran.cases.map((result) => blameChain({ result, reason: chainDied as string }));
      const judged = targetVerdicts({ target: manifest.name, role: manifest.role, checks, scenarios, cases: driven, requirements: suite.requirements, lies: ran.lies, ...(options.selection.draft === undefined ? {} : { draft: options.selection.draft }), ...(options.selection.profiles === undefined ? {} : { profiles: options.selection.profiles }), reproduce: (check) => shellLine(["x402-conformance", "run", typed, "--only", check.id, ...(options.drivingWords ?? []), "--seed", options.seed]) });
      const { verdicts: known, stale } = baseline === undefined ? { verdicts: judged, stale: [] } : applyBaseline({ verdicts: judged, baseline });
      verdicts.push(...known);
      for (const { events } of driven) paid.add(events);
      summary[manifest.name] = summarise({ role: manifest.role, planned: checks.length, verdicts: known, stale });
      const carriers = carriedBy(driven);
      const nothing = nothingJudged({ target: manifest.name, verdicts: known, methods, capabilities: ran.hello?.capabilities ?? manifest.capabilities, part: options.selection.shard !== undefined });
      incomplete.push(...ran.incomplete, ...(nothing === undefined ? [] : [nothing]), ...notCounted({ target: manifest.name, verdicts: known, profiles: options.selection.profiles ?? [], methods: carriers }));
      targets.push(targetInfo({ manifest, digest, methods: carriers, declared: ran.hello === undefined ? null : { name: ran.hello.name, version: ran.hello.version } }));
      for (const id of casesToKeep(known)) {
        const result = driven.find(({ scenario }) => scenario === id);
        if (result !== undefined) cases[`${manifest.name}/${id}`] = caseRecord({ target: manifest.name, title: suite.scenarios.find((scenario) => scenario.id === id)?.title ?? id, result });
      }
      options.onEvent({ kind: "target-ended", target: manifest.name, verdicts: known, summary: summary[manifest.name] as TargetSummary });
    }
    if (chainDied !== undefined) incomplete.push(chainDied);
    const header: ResultsHeader = resultsHeader({ suite, seed: options.seed, command: options.command, chains: await world.chains(), paid: paid.byNetwork(), ...(options.selection.profiles === undefined ? {} : { profiles: options.selection.profiles }), targets, started, ended: options.clock(), planned, executed: verdicts.length, incomplete });
    return maskDeep<Results>({ resultsVersion: RESULTS_VERSION, header, verdicts, summary, ...named({ suite, verdicts, profiles: options.selection.profiles ?? [] }), cases, ...(options.matrix === undefined ? {} : { matrix: options.matrix }) });
  } finally {
    await world.close();
  }
}

/** Cases without an end of their own ended because the chain did. */
function blameChain(options: { result: CaseResult; reason: string }): CaseResult {
  const { result, reason } = options;
  return result.outcome.kind === "completed" || result.outcome.kind === "unsupported" ? result : { ...result, outcome: { kind: "harnessError", reason } };
}

/** Cases behind anything a reader may want to look into: all but plain passes. */
function casesToKeep(verdicts: readonly Verdict[]): ReadonlySet<string> {
  return new Set(
    verdicts.flatMap((verdict) => {
      if (verdict.position !== undefined) return verdict.cases.filter(({ position }) => position !== undefined).slice(0, 2).map((one) => one.case);
      return verdict.verdict === "pass" || verdict.verdict === "unsupported" ? [] : verdict.cases.filter((one) => one.verdict === verdict.verdict).slice(0, 3).map((one) => one.case);
    }),
  );
}

function targetInfo(options: { manifest: Manifest; digest: string; methods: NonNullable<TargetInfo["methods"]>; declared: TargetInfo["declared"] }): TargetInfo {
  const { manifest } = options;
  return { name: manifest.name, role: manifest.role, connect: manifest.connect, manifestDigest: options.digest, declared: options.declared, capabilities: manifest.capabilities, methods: options.methods };
}

function named(options: { suite: Suite; verdicts: readonly Verdict[]; profiles: readonly ChosenProfile[] }): Pick<Results, "requirements" | "checks"> {
  const { suite, verdicts } = options;
  const requirements: Record<string, Results["requirements"][string]> = {};
  const checks: Record<string, Results["checks"][string]> = {};
  const profiles = options.profiles.map(({ name, requirements: rows }) => ({ name, rows: new Set(rows) }));
  for (const { check: id, requirement: row } of verdicts) {
    const requirement = suite.requirements.get(row);
    const check = suite.checks.find((one) => one.id === id);
    if (requirement === undefined || check === undefined) continue;
    requirements[row] ??= {
      id: row,
      role: requirement.role,
      area: requirement.area,
      level: requirement.level,
      basis: requirement.basis,
      clause: requirement.clause.map(({ file, section }) => `${file} ${section}`).join("; "),
      statement: requirement.statement,
      ...(requirement.ambiguous === undefined ? {} : { positions: requirement.ambiguous.positions, defaultPosition: requirement.ambiguous.default, ...(requirement.ambiguous.note === undefined ? {} : { ambiguity: requirement.ambiguous.note }) }),
      ...(profiles.length === 0 ? {} : { profiles: profiles.filter(({ rows }) => rows.has(row)).map(({ name }) => name) }),
    };
    checks[id] ??= { id, requirement: row, title: check.title ?? requirement.statement, killedBy: check.killedBy };
  }
  return { requirements, checks };
}

