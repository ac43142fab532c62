import { createHash } from "node:crypto";
import type { Scenario } from "../scenarios/scenario.ts";
import { UnsupportedCase } from "../scenarios/unsupported-case.ts";
import type { Session } from "../seats/session.ts";
import { DriverError } from "../targets/errors.ts";
import { createRecorder } from "../trace/recorder.ts";
import type { World } from "../world/world.ts";
import type { TargetLife } from "./target-life.ts";
import type { CaseOutcome, CaseResult } from "./case-result.ts";

/** Unique per run, target and scenario; the same for the same seed, so that a case repeats alone. */
export function caseTag(options: { seed: string; target: string; scenario: string }): string {
  return createHash("sha256").update(`${options.seed}\n${options.target}\n${options.scenario}`).digest("hex").slice(0, 12);
}

/**
 * Drives one scenario within its time. Never rejects: whatever goes wrong is the case's outcome.
 *
 * @param options.seconds the case's budget
 */
export async function runCase(options: { session: Session; scenario: Scenario<never>; tag: string; world: World; seconds: number; signal: AbortSignal; life?: TargetLife }): Promise<CaseResult> {
  const { scenario, world } = options;
  const recorder = createRecorder({ now: world.now });
  const over = options.life?.open({ tag: options.tag, recorder });
  const began = world.now();
  const budget = new AbortController();
  const timer = setTimeout(() => budget.abort(), options.seconds * 1000);
  const signal = AbortSignal.any([options.signal, budget.signal]);
  const result = (outcome: CaseOutcome): CaseResult => ({ scenario: scenario.id, outcome: afterAll(outcome), events: recorder.events, duration: world.now() - began });
  /** Under a world that failed neither what was seen nor what did not come in time is the target's. */
  const afterAll = (outcome: CaseOutcome): CaseOutcome => {
    const { worldFailure } = recorder;
    return worldFailure !== undefined && (outcome.kind === "completed" || outcome.kind === "budget") ? { kind: "harnessError", reason: worldFailure } : outcome;
  };
  const interrupted = (): CaseOutcome =>
    budget.signal.aborted ? { kind: "budget", reason: `the case did not complete within ${options.seconds} s` } : { kind: "skipped", reason: `interrupted: ${reasonOf(options.signal)}` };
  const onAbort = new Promise<CaseOutcome>((resolve) => {
    signal.addEventListener("abort", () => resolve(interrupted()), { once: true });
  });
  const drive = async (): Promise<CaseOutcome> => {
    const opened = await options.session.openCase({ scenario, tag: options.tag, recorder, signal });
    try {
      await opened.drive();
      return { kind: "completed" };
    } finally {
      await opened.close();
    }
  };
  try {
    return result(await Promise.race([drive(), onAbort]));
  } catch (error) {
    if (signal.aborted) return result(interrupted());
    if (error instanceof UnsupportedCase) return result({ kind: "unsupported", reason: error.message });
    if (error instanceof DriverError) return result(error.code === "unsupported" ? { kind: "unsupported", reason: error.message } : { kind: "broken", reason: error.message });
    return result({ kind: "harnessError", reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  } finally {
    clearTimeout(timer);
    over?.();
  }
}

/** Why a run was stopped: each of its signals is aborted with a reason that says so. */
export function reasonOf(signal: AbortSignal): string {
  const { reason } = signal as { reason?: unknown };
  return reason instanceof Error ? reason.message : typeof reason === "string" ? reason : "the run was stopped";
}
