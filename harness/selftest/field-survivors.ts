import type { Check } from "../checks/check.ts";
import type { CaseResult } from "../runner/case-result.ts";
import { judgeCheck } from "../runner/judge-check.ts";
import { scenariosOf } from "../runner/select.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Role } from "../targets/protocol.ts";
import { fieldMutations, mutationId } from "./field-mutations.ts";
import { mutateTrace } from "./mutate-trace.ts";

export interface FieldSurvey {
  /** Mutations that changed at least one recorded message. */
  readonly applied: number;
  /** Applied, and no check noticed. */
  readonly survivors: readonly string[];
  /** Fitted no recorded message: the member never occurs. */
  readonly unapplied: readonly string[];
}

/** Checks that are asked first. */
const ATTENTIVE = 8;

/** Judges the clean recordings again with every field of every message bent in turn. */
export function surveyFields(options: { role: Role; checks: readonly Check[]; scenarios: readonly Scenario<never>[]; cases: readonly CaseResult[] }): FieldSurvey {
  const { role, checks } = options;
  const clean = new Map(options.cases.map((result) => [result.scenario, result]));
  const casesOf = new Map(checks.map((check) => [check.id, scenariosOf({ check, scenarios: options.scenarios }).map(({ id }) => id)]));
  const before = new Map(checks.map((check) => [check.id, judgeCheck({ check, cases: (casesOf.get(check.id) ?? []).flatMap((id) => clean.get(id) ?? []) })]));
  const survivors: string[] = [];
  const unapplied: string[] = [];
  let applied = 0;
  let attentive: readonly Check[] = [];
  for (const mutation of fieldMutations({ role })) {
    const bent = new Map<string, CaseResult>();
    for (const result of options.cases) {
      const events = mutateTrace({ events: result.events, mutation });
      if (events !== result.events) bent.set(result.scenario, { ...result, events });
    }
    if (bent.size === 0) {
      unapplied.push(mutationId(mutation));
      continue;
    }
    applied += 1;
    // Order decides nothing, and who noticed the last mutation is likely to notice this one.
    const notices = (check: Check): boolean => {
      const ids = (casesOf.get(check.id) ?? []).filter((id) => bent.has(id));
      if (ids.length === 0) return false;
      const after = judgeCheck({ check, cases: ids.flatMap((id) => bent.get(id) ?? []) });
      const position = before.get(check.id)?.position;
      return after.verdict === "fail" || (position !== undefined && after.position !== undefined && after.position !== position);
    };
    const noticed = attentive.find(notices) ?? checks.find((check) => !attentive.includes(check) && notices(check));
    if (noticed === undefined) survivors.push(mutationId(mutation));
    else attentive = [noticed, ...attentive.filter((check) => check !== noticed)].slice(0, ATTENTIVE);
  }
  return { applied, survivors, unapplied };
}
