import type { Clause, NewerText, Requirement } from "../requirements.ts";
import { sectionDigest } from "../text/digest.ts";
import { findSection } from "../text/find-section.ts";
import { isOwnText } from "../text/own-texts.ts";
import type { PinnedText } from "../text/pinned-text.ts";
import { type Section, sectionsOf } from "../text/sections.ts";
import type { TextSource } from "./text-source.ts";
import { isOtherText } from "./other-text.ts";
import { type UnhashedText, unhashedTexts } from "./unhashed.ts";

/** A clause and the rows that cite it. */
export type CitedClause = { readonly file: string; readonly section: string; readonly rows: readonly string[] };

/** A clause that cannot be found, and why. */
export type LostClause = CitedClause & { readonly problem: string };

/** How a text differs from what the catalogue was read from. */
export type Drift = {
  /** Whether the text is of the pinned revision: then the clauses of newer texts were left out. */
  readonly isPinnedRevision: boolean;
  /** Clauses that were looked up. */
  readonly compared: number;
  /** The section is there, and says something else. */
  readonly changed: readonly CitedClause[];
  /** The file or the heading is not there. */
  readonly vanished: readonly LostClause[];
  /** The clause names no heading, or more than one, of the very text it was read in: a mistake of the catalogue. */
  readonly unresolved: readonly LostClause[];
  /** Sections that the pinned texts do not have and no row cites. */
  readonly added: readonly { readonly file: string; readonly sections: readonly string[] }[];
  /** Newer texts without digests, in which a change can be told by their length alone. */
  readonly unhashed: readonly UnhashedText[];
};

/** What {@link compareText} compares. */
export type Comparison = {
  readonly source: TextSource;
  readonly requirements: readonly Requirement[];
  readonly pinned: readonly PinnedText[];
  /** Every newer text the catalogue cites, each version once. */
  readonly newer: readonly NewerText[];
};

/**
 * Compares the text of a checkout with what the catalogue was read from.
 *
 * The pinned revision does not have the newer texts, so only its own clauses are looked up in it. In any
 * other text every clause is, but those of rows that are known to have ended. Clauses of our own texts are
 * in none of them.
 */
export const compareText = (options: Comparison): Drift => {
  const { source, pinned } = options;
  const isPinnedRevision = isPinnedText({ source, pinned });
  const requirements = options.requirements.filter(({ until }) => isPinnedRevision || until !== "2026-04");
  const texts = new Map(source.files.filter((file) => !isOtherText(file)).map((file) => [file, sectionsOf(source.read(file))]));
  const outcomes = citedClauses(requirements)
    .filter(({ clause }) => !isOwnText(clause.file) && (!isPinnedRevision || clause.revision === "2026-04"))
    .map(({ clause, rows }) => ({ cited: { file: clause.file, section: clause.section, rows }, outcome: lookUp({ clause, pinned, texts }) }));
  const lost = (kind: "vanished" | "unresolved"): LostClause[] => outcomes.flatMap(({ cited, outcome }) => (outcome.kind === kind ? [{ ...cited, problem: outcome.problem }] : []));
  const found = new Set(outcomes.flatMap(({ cited, outcome }) => ("at" in outcome ? [`${cited.file} ${outcome.at}`] : [])));
  return {
    isPinnedRevision,
    compared: outcomes.length,
    changed: outcomes.filter(({ outcome }) => outcome.kind === "changed").map(({ cited }) => cited),
    vanished: lost("vanished"),
    unresolved: lost("unresolved"),
    added: addedSections({ texts, pinned, found }),
    unhashed: unhashedTexts({ ...options, isPinnedRevision }),
  };
};

/** Whether anything needs a look. A newer text that is not there to compare is no drift by itself. */
export const hasDrift = ({ changed, vanished, unresolved, added, unhashed }: Drift): boolean =>
  [changed, vanished, unresolved, added].some(({ length }) => length > 0) || unhashed.some(({ chars, found }) => found !== undefined && found !== chars);

/** Whether a source is at the pinned commit; a plain folder is taken for it when it has its files and no other. */
const isPinnedText = (options: { source: TextSource; pinned: readonly PinnedText[] }): boolean => {
  const { commit, files } = options.source;
  const april = options.pinned.filter(({ revision }) => revision === "2026-04");
  if (commit !== undefined) return april.some((text) => text.commit === commit);
  const has = files.filter((file) => !isOtherText(file));
  return has.length === april.length && has.every((file) => april.some((text) => text.file === file));
};

type Outcome = { readonly kind: "same" | "changed" | "unhashed"; readonly at: string } | { readonly kind: "vanished" | "unresolved"; readonly problem: string };

const lookUp = (options: { clause: Clause; pinned: readonly PinnedText[]; texts: ReadonlyMap<string, readonly Section[]> }): Outcome => {
  const { clause, pinned, texts } = options;
  const { file, section, sha256 } = clause;
  if (sha256 === undefined) {
    const read = pinned.find((text) => text.revision === clause.revision && text.file === file);
    if (read !== undefined) return { kind: "unresolved", problem: findSection({ section, sections: read.sections }).problem ?? "no such heading in the version that was read" };
    if (clause.revision === "2026-04") return { kind: "unresolved", problem: "the pinned text has no such file: a newer one stands under texts of the catalogue file" };
  }
  const sections = texts.get(file);
  if (sections === undefined) return { kind: "vanished", problem: "no such file" };
  const { found, problem } = findSection({ section, sections });
  if (found === undefined) return { kind: "vanished", problem: problem ?? "no such heading" };
  const at = pathOf(found);
  if (sha256 === undefined) return { kind: "unhashed", at };
  return { kind: sectionDigest(found.text) === sha256 ? "same" : "changed", at };
};

/** Every clause with the rows that cite it, in the order of the catalogue. */
const citedClauses = (requirements: readonly Requirement[]): readonly { readonly clause: Clause; readonly rows: readonly string[] }[] => {
  const cited = new Map<string, { clause: Clause; rows: string[] }>();
  for (const { id, clause: clauses } of requirements) {
    for (const clause of clauses) {
      const key = `${clause.revision} ${clause.file} ${clause.section} ${clause.sha256 ?? ""}`;
      const entry = cited.get(key) ?? { clause, rows: [] };
      entry.rows.push(id);
      cited.set(key, entry);
    }
  }
  return [...cited.values()];
};

const addedSections = (options: { texts: ReadonlyMap<string, readonly Section[]>; pinned: readonly PinnedText[]; found: ReadonlySet<string> }): Drift["added"] =>
  [...options.texts].flatMap(([file, sections]) => {
    const known = new Set(options.pinned.filter((text) => text.file === file).flatMap((text) => text.sections.map(pathOf)));
    const added = sections.map(pathOf).filter((path) => !known.has(path) && !options.found.has(`${file} ${path}`));
    return added.length === 0 ? [] : [{ file, sections: added }];
  });

const pathOf = ({ parents, title }: { readonly parents: readonly string[]; readonly title: string }): string => [...parents, title].join(" > ");
