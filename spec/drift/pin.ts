import type { NewerText } from "../requirements.ts";
import type { NamedRevision } from "../revision.ts";
import { charsOf, sectionDigest } from "../text/digest.ts";
import type { PinnedFile } from "../text/pinned-text.ts";
import { sectionsOf } from "../text/sections.ts";
import { isOtherText } from "./other-text.ts";
import type { TextSource } from "./text-source.ts";

type PinnedEntry = PinnedFile["texts"][number];

/** What pinning did. */
export type Pinned = {
  readonly file: PinnedFile;
  /** What could not be pinned from this source, and why. */
  readonly notes: readonly string[];
};

/**
 * The headings and digests of a text: no sentence of it.
 */
export const pinText = (options: { revision: PinnedEntry["revision"]; commit: string | undefined; file: string; markdown: string }): PinnedEntry => {
  const { revision, commit, file, markdown } = options;
  return { revision, ...(commit === undefined ? {} : { commit }), file, chars: charsOf(markdown), sections: sectionsOf(markdown).map(({ title, level, text }) => ({ title, level, sha256: sectionDigest(text) })) };
};

/**
 * Reads anew what a source has of the texts the catalogue rests on, and keeps what was pinned of the rest.
 *
 * The pinned revision is read at its commit. A newer text is read at the commit that the catalogue
 * names, or from the work tree, and is taken when it is as long as the text that was read.
 *
 * @param options.newer every newer text the catalogue cites, each version once
 */
export const pinTexts = (options: { source: TextSource; before: PinnedFile; revision: NamedRevision & { readonly commit: string }; newerRevision: NamedRevision; newer: readonly NewerText[] }): Pinned => {
  const { source, before, revision, newerRevision } = options;
  const notes: string[] = [];
  const isPinnedCommit = source.commit === undefined || source.commit === revision.commit;
  const april = source.files
    .filter((file) => !isOtherText(file))
    .flatMap((file) => {
      const markdown = isPinnedCommit ? source.read(file) : source.readAt({ commit: revision.commit, file });
      return markdown === undefined ? [] : [pinText({ revision: revision.name, commit: revision.commit, file, markdown })];
    });
  // A plain folder does not say which revision it is: it is one of the pinned files' only if it has them all.
  const had = before.texts.filter((text) => text.revision === revision.name);
  const isWhole = april.length > 0 && had.every(({ file }) => april.some((text) => text.file === file));
  if (!isWhole) notes.push(`This checkout does not have the files of revision ${revision.name} (${revision.repository} ${revision.commit}): theirs stay as they were.`);
  const newer = options.newer.flatMap(({ file, commit, chars }) => {
    const candidates = [commit === undefined ? undefined : source.readAt({ commit, file }), source.files.includes(file) ? source.read(file) : undefined];
    const markdown = candidates.find((text) => text !== undefined && charsOf(text) === chars);
    if (markdown !== undefined) return [pinText({ revision: newerRevision.name, commit, file, markdown })];
    const kept = before.texts.filter((text) => text.revision === newerRevision.name && text.file === file && text.chars === chars);
    if (kept.length === 0) notes.push(`specs/${file} of ${newerRevision.name} (${commit?.slice(0, 10) ?? "commit unknown"}, ${chars} characters) is not in this checkout: its clauses stay without digest.`);
    return kept;
  });
  return { file: { texts: [...(isWhole ? april : had), ...newer].toSorted(byPlace) }, notes };
};

const byPlace = (a: PinnedEntry, b: PinnedEntry): number => {
  const [one, other] = [`${a.revision} ${a.file}`, `${b.revision} ${b.file}`];
  return one === other ? a.chars - b.chars : one < other ? -1 : 1;
};

/** One line per section, so that a change of the text is a change of few lines. */
export const printPinned = (file: PinnedFile): string => {
  const texts = file.texts.map(({ sections, ...head }) => {
    const rows = sections.map((section) => `      ${JSON.stringify(section)}`).join(",\n");
    return `    {\n${Object.entries(head).map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join("")}      "sections": [\n${rows.replaceAll(/^/gm, "  ")}\n      ]\n    }`;
  });
  return `{\n  "texts": [\n${texts.join(",\n")}\n  ]\n}\n`;
};
