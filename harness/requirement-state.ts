import type { Requirement } from "../spec/requirements.ts";

/**
 * How far a row of the catalogue has come; each row has exactly one state.
 *
 * - `checked`: at least one check judges it.
 * - `ambiguous`: the text can be read in several ways, and a check reports which way a target takes.
 * - `excluded`: no judge could ever see it, and the row says why.
 * - `planned`: no check yet, ambiguous or not.
 */
export type RequirementState = (typeof REQUIREMENT_STATES)[number];

export const REQUIREMENT_STATES = ["checked", "ambiguous", "excluded", "planned"] as const;

/** @param options.judged ids of the rows that some check judges */
export function requirementState(options: { requirement: Pick<Requirement, "id" | "excluded" | "ambiguous">; judged: ReadonlySet<string> }): RequirementState {
  const { requirement, judged } = options;
  if (requirement.excluded !== undefined) return "excluded";
  if (!judged.has(requirement.id)) return "planned";
  return requirement.ambiguous === undefined ? "checked" : "ambiguous";
}

/** Rows counted by one of their properties and by state. */
export type StateCount = { readonly name: string; readonly total: number } & Readonly<Record<RequirementState, number>>;

/**
 * Counts rows by state, once for each value of a property, in the order the values come, and a last time for all.
 *
 * @param options.by the property, for example the area
 */
export function countStates<Row extends { readonly state: RequirementState }>(options: { rows: readonly Row[]; by: (row: Row) => string }): readonly StateCount[] {
  const { rows, by } = options;
  const count = (name: string, some: readonly Row[]): StateCount => {
    const of = (state: RequirementState): number => some.filter((row) => row.state === state).length;
    return { name, total: some.length, checked: of("checked"), ambiguous: of("ambiguous"), excluded: of("excluded"), planned: of("planned") };
  };
  const names = [...new Set(rows.map(by))];
  return [...names.map((name) => count(name, rows.filter((row) => by(row) === name))), count("all", rows)];
}
