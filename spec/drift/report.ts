import type { Drift } from "./compare.ts";

/** What hangs on a row. */
export type Dependants = {
  readonly checks: readonly string[];
  /** Faults of the reference roles that those checks catch. */
  readonly mutants: readonly string[];
  readonly vectors: readonly string[];
};

/** Looks up what hangs on rows; the names come without repetition. */
export type DependantsOf = (rows: readonly string[]) => Dependants;

type Affected = Drift["changed"][number] & { readonly problem?: string } & Dependants;

/** The report for programs: each clause with what hangs on it. */
export type DriftReport = Omit<Drift, "changed" | "vanished" | "unresolved"> & { readonly [Kind in "changed" | "vanished" | "unresolved"]: readonly Affected[] };

/** Adds to each clause the checks, vectors and mutants that hang on its rows. */
export const driftReport = (options: { drift: Drift; dependantsOf: DependantsOf }): DriftReport => {
  const { drift, dependantsOf } = options;
  const withDependants = (clauses: readonly Affected[] | Drift["changed"]): Affected[] => clauses.map((clause) => ({ ...clause, ...dependantsOf(clause.rows) }));
  return { ...drift, changed: withDependants(drift.changed), vanished: withDependants(drift.vanished), unresolved: withDependants(drift.unresolved) };
};

/** The report for people. */
export const printDrift = (report: DriftReport): string => {
  const { changed, vanished, unresolved, added, unhashed } = report;
  const clauses = (title: string, list: readonly Affected[]): string[] => (list.length === 0 ? [] : [`${title} (${list.length})`, ...list.flatMap(printClause), ""]);
  const isThere = unhashed.filter(({ found }) => found !== undefined);
  return [
    ...clauses("Clauses that do not resolve in the text they were read in", unresolved),
    ...clauses("Clauses that changed", changed),
    ...clauses("Clauses that vanished", vanished),
    ...(added.length === 0 ? [] : [`Sections that are new and that no row cites (${added.reduce((sum, { sections }) => sum + sections.length, 0)})`, ...added.flatMap(({ file, sections }) => [`  specs/${file}`, ...sections.map((section) => `    ${section}`)]), ""]),
    ...(isThere.length === 0 ? [] : ["Newer texts without digests, compared by length", ...isThere.map(({ file, chars, found, rows }) => `  specs/${file}: ${found === chars ? `as long as when it was read (${chars} characters)` : `${String(found)} characters, ${chars} when it was read`}; ${rows.length} rows`), ""]),
    summary(report),
    "",
  ].join("\n");
};

const printClause = (clause: Affected): string[] => [
  `  specs/${clause.file} "${clause.section}"${clause.problem === undefined ? "" : `: ${clause.problem}`}`,
  `    rows     ${clause.rows.join(", ")}`,
  ...(["checks", "vectors", "mutants"] as const).flatMap((kind) => (clause[kind].length === 0 ? [] : [`    ${kind.padEnd(8)} ${clause[kind].join(", ")}`])),
];

const summary = (report: DriftReport): string => {
  const { changed, vanished, unresolved, added, unhashed, compared, isPinnedRevision } = report;
  const absent = unhashed.filter(({ found }) => found === undefined);
  const count = absent.reduce((sum, { clauses }) => sum + clauses, 0);
  return [
    `${compared} clauses compared with ${isPinnedRevision ? "the pinned revision" : "a text that is not the pinned revision"}: ${changed.length} changed, ${vanished.length} vanished, ${unresolved.length} unresolved, ${added.reduce((sum, { sections }) => sum + sections.length, 0)} new sections.`,
    ...(count === 0 ? [] : [`${count} clauses of ${absent.length} newer texts have no digest and could not be compared: ${isPinnedRevision ? "the pinned revision does not have them" : "this checkout does not have them"}. Run "npm run spec:drift -- <checkout of x402-foundation/x402> --pin" where those texts are to be had.`]),
  ].join("\n");
};
