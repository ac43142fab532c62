import type { NewerText, Requirement } from "../requirements.ts";
import { charsOf } from "../text/digest.ts";
import type { TextSource } from "./text-source.ts";

/** A newer text that was never pinned from a checkout. */
export type UnhashedText = {
  readonly file: string;
  /** Length in characters of the version that was read. */
  readonly chars: number;
  /** Its length in this checkout; absent where it is not in it. */
  readonly found?: number;
  /** Clauses that have no digest for it. */
  readonly clauses: number;
  readonly rows: readonly string[];
};

/** The newer texts whose clauses carry no digest. Their length still tells another version from the one that was read. */
export const unhashedTexts = (options: { source: TextSource; requirements: readonly Requirement[]; newer: readonly NewerText[]; isPinnedRevision: boolean }): readonly UnhashedText[] => {
  const { source, requirements, newer, isPinnedRevision } = options;
  return newer.flatMap(({ file, chars }) => {
    const lacks = requirements.flatMap(({ id, clause }) => clause.filter((one) => one.file === file && one.revision === "2026-11" && one.sha256 === undefined).map(({ section }) => ({ id, section })));
    if (lacks.length === 0) return [];
    const found = !isPinnedRevision && source.files.includes(file) ? charsOf(source.read(file)) : undefined;
    return [{ file, chars, ...(found === undefined ? {} : { found }), clauses: new Set(lacks.map(({ section }) => section)).size, rows: [...new Set(lacks.map(({ id }) => id))] }];
  });
};
