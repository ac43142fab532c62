import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Verdict } from "../../reports/results.ts";

/** An implementer's list of known failures and of checks known not to be reached. They stay what they are; they only do not fail the run. */
export interface Baseline {
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly check: string;
  readonly reason: string;
  /** Cases known to fail; a failure in any other case is a new one. Absent: any case of the check. */
  readonly cases?: readonly string[];
}

export class BaselineError extends Error {
  override readonly name = "BaselineError";
  readonly code = "baseline-invalid";
}

const NEXT = 'Mend the file, or the path that --baseline or "baseline" in the manifest gives, or leave it out with --no-baseline.';

/**
 * Reads a YAML or JSON baseline: `failures:` with `check`, `reason` and optionally `cases`.
 *
 * @throws BaselineError naming the file, the entry and what was expected
 */
export function loadBaseline(options: { file: string; known: (check: string) => boolean; suggest: (check: string) => string | undefined }): Baseline {
  const { file } = options;
  let document: unknown;
  try {
    document = parse(readFileSync(file, "utf8"));
  } catch (error) {
    // A parser's message has several lines and ends by one.
    const why = (error instanceof Error ? error.message : String(error)).trimEnd();
    throw new BaselineError(`Baseline ${file} cannot be read: ${why}${why.includes("\n") ? "\n" : ". "}${NEXT}`);
  }
  const failures = isRecord(document) ? document["failures"] : undefined;
  if (!Array.isArray(failures)) throw new BaselineError(`Baseline ${file}: expected a member "failures" with a list, found ${failures === undefined ? "none" : typeof failures}`);
  const entries = failures.map((entry: unknown, index): BaselineEntry => {
    const at = `Baseline ${file}, failures[${index}]`;
    if (!isRecord(entry)) throw new BaselineError(`${at}: expected an object with "check" and "reason"`);
    const { check, reason, cases } = entry;
    if (typeof check !== "string") throw new BaselineError(`${at}: expected "check" to be the id of a check`);
    if (!options.known(check)) {
      const near = options.suggest(check);
      throw new BaselineError(`${at}: there is no check "${check}"${near === undefined ? "" : `, did you mean "${near}"?`}. "x402-conformance list checks" shows them all`);
    }
    if (typeof reason !== "string" || reason.trim() === "") throw new BaselineError(`${at} (${check}): expected "reason" to say why this failure is known`);
    if (cases !== undefined && !(Array.isArray(cases) && cases.every((name) => typeof name === "string"))) throw new BaselineError(`${at} (${check}): expected "cases" to be a list of scenario ids`);
    return { check, reason, ...(cases === undefined ? {} : { cases: cases as string[] }) };
  });
  return { file, entries };
}

/** Marks known failures and finds the entries that no longer fail. Entries of checks and cases that were not run are left alone. */
export function applyBaseline(options: { verdicts: readonly Verdict[]; baseline: Baseline }): { verdicts: readonly Verdict[]; stale: readonly string[] } {
  const entries = new Map(options.baseline.entries.map((entry) => [entry.check, entry]));
  const stale: string[] = [];
  const verdicts = options.verdicts.map((verdict): Verdict => {
    const entry = entries.get(verdict.check);
    if (entry === undefined) return verdict;
    if (verdict.verdict === "notReached") return { ...verdict, baseline: { reason: entry.reason } };
    if (verdict.verdict === "fail") {
      const unknown = verdict.cases.filter((one) => one.verdict === "fail" && entry.cases !== undefined && !entry.cases.includes(one.case));
      return unknown.length === 0 ? { ...verdict, baseline: { reason: entry.reason } } : verdict;
    }
    // Cases that were left out, such as those of a payment method that was not asked for, prove nothing mended.
    const driven = entry.cases === undefined || verdict.cases.some((one) => one.verdict !== "unsupported" && entry.cases?.includes(one.case));
    if (driven && (verdict.verdict === "pass" || verdict.verdict === "notApplicable")) stale.push(verdict.check);
    return verdict;
  });
  return { verdicts, stale };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
