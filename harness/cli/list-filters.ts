import { nearest } from "../tools/nearest.ts";
import type { Row } from "./list-kinds.ts";
import { UsageError } from "./usage-error.ts";

/** What `list` can be narrowed to; each is the value of a property that the listed kind has. */
export interface ListFilters {
  readonly area?: string;
  readonly state?: string;
  /** A row that binds any role is one of each role's. */
  readonly role?: string;
  readonly profile?: string;
}

/**
 * The rows that match every filter.
 *
 * @throws UsageError for a filter the kind does not have, or a value no row has, with the nearest one
 */
export function filterRows(options: { kind: string; rows: readonly Row[]; filters: ListFilters }): readonly Row[] {
  const { kind, filters } = options;
  return (["area", "state", "role", "profile"] as const).reduce((rows, filter) => {
    const wanted = filters[filter];
    if (wanted === undefined) return rows;
    const valuesOf = (row: Row): readonly string[] => (filter === "profile" ? ((row["profiles"] ?? []) as readonly string[]) : row[filter] === undefined ? [] : [String(row[filter])]);
    const known = [...new Set(options.rows.flatMap(valuesOf))].toSorted();
    if (known.length === 0) throw new UsageError({ code: "unknown-filter", message: `--${filter} does not narrow ${kind}: they have no ${filter}.` });
    if (!known.includes(wanted)) {
      const near = nearest({ name: wanted, candidates: known });
      throw new UsageError({ code: `unknown-${filter}`, message: `No ${kind.replace(/s$/, "")} has the ${filter} "${wanted}".`, next: near === undefined ? `There are: ${known.join(", ")}.` : `Did you mean "${near}"?` });
    }
    return rows.filter((row) => valuesOf(row).some((value) => value === wanted || (filter === "role" && value === "any")));
  }, options.rows);
}
