import type { Requirement } from "../../spec/requirements.ts";
import type { Check } from "../checks/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Role } from "../targets/protocol.ts";
import type { ChosenProfile } from "./counts.ts";
import { globMatcher } from "../tools/glob.ts";

export interface Selection {
  /** Ids or globs of checks, requirements or areas. Empty: everything. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Ids of the requirements of the chosen profiles. */
  readonly requirements?: ReadonlySet<string>;
  /** Ids of those that a chosen draft profile counts. */
  readonly draft?: ReadonlySet<string>;
  /** The chosen profiles: what rests on proposed payment methods alone counts only where one of them says so. */
  readonly profiles?: readonly ChosenProfile[];
  readonly shard?: { readonly index: number; readonly count: number };
}

/** The checks of one role that a selection leaves. Counting these is what "planned" means. */
export function selectChecks(options: { checks: readonly Check[]; requirements: ReadonlyMap<string, Requirement>; role: Role; selection: Selection }): readonly Check[] {
  const { selection } = options;
  const only = selection.only?.map(globMatcher) ?? [];
  const skip = selection.skip?.map(globMatcher) ?? [];
  const names = (check: Check): readonly string[] => [check.id, check.requirement, options.requirements.get(check.requirement)?.area ?? ""];
  const matches = (matchers: readonly ((id: string) => boolean)[], check: Check): boolean => names(check).some((name) => matchers.some((matcher) => matcher(name)));
  return options.checks
    .filter((check) => check.role === options.role)
    .filter((check) => only.length === 0 || matches(only, check))
    .filter((check) => !matches(skip, check))
    .filter((check) => selection.requirements === undefined || selection.requirements.has(check.requirement))
    .filter((_, index) => selection.shard === undefined || index % selection.shard.count === selection.shard.index - 1);
}

/** The scenarios that the checks apply to, each once, in a stable order. */
export function selectScenarios(options: { checks: readonly Check[]; scenarios: readonly Scenario<never>[] }): readonly Scenario<never>[] {
  const matchers = options.checks.flatMap((check) => check.scenarios.map(globMatcher));
  return options.scenarios.filter(({ id }) => matchers.some((matcher) => matcher(id)));
}

/** The scenarios one check applies to. */
export function scenariosOf(options: { check: Check; scenarios: readonly Scenario<never>[] }): readonly Scenario<never>[] {
  const matchers = options.check.scenarios.map(globMatcher);
  return options.scenarios.filter(({ id }) => matchers.some((matcher) => matcher(id)));
}
