import type { Requirement } from "../../spec/requirements.ts";
import type { Check } from "../checks/check.ts";
import type { SelftestJobResult } from "./job.ts";

/** What a self-test result must satisfy, design section 7. Every function is pure. */

export interface KillSet {
  readonly fault: string;
  readonly role: string;
  readonly bug: string;
  /** Checks that failed, or whose position moved, under the fault. */
  readonly killed: readonly string[];
  /** Named by the checks but not failing. */
  readonly missing: readonly string[];
  /** Failing but not named. */
  readonly unexpected: readonly { readonly check: string; readonly message: string }[];
  readonly exact: boolean;
}

/** The checks a fault turned: failing, or of another position than the clean reference's. */
export function turned(options: { clean: SelftestJobResult; mutant: SelftestJobResult; checks: readonly Check[] }): readonly string[] {
  return options.checks
    .filter(({ id }) => {
      const before = options.clean.verdicts[id];
      const after = options.mutant.verdicts[id];
      if (after === undefined) return false;
      return after.verdict === "fail" || (before?.position !== undefined && after.position !== undefined && after.position !== before.position);
    })
    .map(({ id }) => id);
}

/** Compares what failed under a fault with the checks that name it. */
export function killSet(options: { fault: string; role: string; bug: string; clean: SelftestJobResult; mutant: SelftestJobResult; checks: readonly Check[] }): KillSet {
  const { fault, checks } = options;
  const killed = turned(options);
  const named = checks.filter(({ killedBy, alsoKilledBy }) => killedBy.includes(fault) || fault in alsoKilledBy).map(({ id }) => id);
  const missing = named.filter((id) => !killed.includes(id));
  const unexpected = killed.filter((id) => !named.includes(id)).map((check) => ({ check, message: options.mutant.verdicts[check]?.message ?? "" }));
  return { fault, role: options.role, bug: options.bug, killed, missing, unexpected, exact: missing.length === 0 && unexpected.length === 0 };
}

/** Checks of MUST, IMPLIED and SHOULD rows that no fault turned. Each is decoration. */
export function unkilled(options: { checks: readonly Check[]; requirements: ReadonlyMap<string, Requirement>; killSets: readonly KillSet[] }): readonly string[] {
  const killed = new Set(options.killSets.flatMap((set) => set.killed));
  return options.checks.filter(({ id, requirement }) => options.requirements.get(requirement)?.level !== "MAY" && !killed.has(id)).map(({ id }) => id);
}

/** Verdicts of the clean reference that are none of pass, notApplicable and unsupported. */
export function referenceDefects(clean: SelftestJobResult): readonly string[] {
  return Object.entries(clean.verdicts)
    .filter(([, { verdict }]) => !["pass", "notApplicable", "unsupported"].includes(verdict))
    .map(([id, { verdict, message }]) => `${id}: ${verdict}, ${message}`);
}

/**
 * What is held against a conforming implementation: failures whose row is more than advice or information.
 * One that earns no pass was not judged at all, and its silence proves nothing.
 */
export function accusations(result: SelftestJobResult): readonly string[] {
  if (!Object.values(result.verdicts).some(({ verdict }) => verdict === "pass")) return [`no check passed, so none was put to the test (${result.incomplete[0] ?? "no reason given"})`];
  return Object.entries(result.verdicts).flatMap(([id, { verdict, weight, message }]) => (verdict === "fail" && (weight === "red" || weight === "warning") ? [`${id}: ${message}`] : []));
}

/** Faults that checks name but no reference role declares, and faults that no check names. */
export function danglingFaults(options: { checks: readonly Check[]; declared: readonly string[] }): { readonly undeclared: readonly string[]; readonly unnamed: readonly string[] } {
  const named = new Set(options.checks.flatMap(({ killedBy, alsoKilledBy }) => [...killedBy, ...Object.keys(alsoKilledBy)]));
  return { undeclared: [...named].filter((fault) => !options.declared.includes(fault)), unnamed: options.declared.filter((fault) => !named.has(fault)) };
}

/** Verdicts that differ between two runs of the same reference. */
export function disagreements(options: { how: string; clean: SelftestJobResult; other: SelftestJobResult }): readonly string[] {
  return Object.entries(options.clean.verdicts).flatMap(([id, { verdict, position }]) => {
    const other = options.other.verdicts[id];
    return other?.verdict === verdict && other.position === position ? [] : [`${id}: ${verdict} in the whole run, ${other?.verdict ?? "nothing"} ${options.how} (${other?.message ?? ""})`];
  });
}
