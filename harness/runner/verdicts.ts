import type { Verdict } from "../../reports/results.ts";
import { type Requirement, weightOf } from "../../spec/requirements.ts";
import type { Check } from "../checks/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { CaseResult } from "./case-result.ts";
import { type ChosenProfile, weightInRun } from "./counts.ts";
import { type JudgeCase, judgeCheck } from "./judge-check.ts";
import { restsOn } from "./rests-on.ts";
import { scenariosOf } from "./select.ts";

/** Judges every selected check of a target and weighs it by its row. One verdict per check, always. */
export function targetVerdicts(options: {
  target: string;
  role: string;
  checks: readonly Check[];
  scenarios: readonly Scenario<never>[];
  cases: readonly CaseResult[];
  requirements: ReadonlyMap<string, Requirement>;
  /** The target lied about its capabilities: nothing it shows can be relied on. */
  lies: string | undefined;
  /** Command line that repeats one check. */
  reproduce: (check: Check) => string;
  /** Ids of requirements that a draft profile of the run counts. Default: none. */
  draft?: ReadonlySet<string>;
  /** The profiles of the run. Default: none, and every verdict has its row's weight. */
  profiles?: readonly ChosenProfile[];
  judge?: JudgeCase;
}): readonly Verdict[] {
  const byScenario = new Map(options.cases.map((result) => [result.scenario, result]));
  return options.checks.map((check) => {
    const requirement = options.requirements.get(check.requirement);
    if (requirement === undefined) throw new Error(`Check ${check.id} judges requirement ${check.requirement}, which the catalogue does not have`);
    const cases = scenariosOf({ check, scenarios: options.scenarios }).flatMap(({ id }) => byScenario.get(id) ?? []);
    const outcome = options.lies === undefined ? judgeCheck({ check, cases, ...(options.judge === undefined ? {} : { judge: options.judge }) }) : ({ verdict: "inconclusive", message: options.lies, cases: [] } as const);
    const rested = restsOn({ outcome, cases });
    const weight = weightOf(requirement, { draft: options.draft?.has(requirement.id) === true });
    return {
      target: options.target,
      role: options.role,
      area: requirement.area,
      check: check.id,
      requirement: requirement.id,
      level: requirement.level,
      basis: requirement.basis,
      weight: weightInRun({ weight, verdict: { requirement: requirement.id, ...rested }, profiles: options.profiles }),
      ...outcome,
      ...rested,
      duration: Math.round(cases.reduce((sum, { duration }) => sum + duration, 0) * 10) / 10,
      reproduce: options.reproduce(check),
    };
  });
}
