import { readJson } from "../json-schema.ts";
import type { RevisionName } from "../revision.ts";

/** A heading of a pinned text, and what was below it. */
export type PinnedSection = {
  /** The heading without its marks. */
  readonly title: string;
  /** 1 to 6. */
  readonly level: number;
  /** Titles of the sections it stands in, outermost first. */
  readonly parents: readonly string[];
  /** SHA-256 in hex of the section's text, subsections included; see `sectionDigest`. */
  readonly sha256: string;
};

/** A file of the text at one revision: its headings and digests, never its sentences. */
export type PinnedText = {
  readonly revision: RevisionName;
  /** Commit of that version; absent where nobody knows it. */
  readonly commit?: string;
  /** Relative to `specs/`. */
  readonly file: string;
  /** Length in characters. */
  readonly chars: number;
  readonly sections: readonly PinnedSection[];
};

/** As it stands in `pinned.json`: parents follow from the levels. */
export type PinnedFile = {
  readonly texts: readonly (Omit<PinnedText, "sections"> & { readonly sections: readonly Omit<PinnedSection, "parents">[] })[];
};

/**
 * Every file of the text that was pinned from a checkout by `npm run spec:drift -- <checkout> --pin`.
 */
export const loadPinnedTexts = (): readonly PinnedText[] => {
  const { texts } = readJson(new URL("pinned.json", import.meta.url)) as PinnedFile;
  return texts.map((text) => ({ ...text, sections: withParents(text.sections) }));
};

const withParents = (sections: readonly Omit<PinnedSection, "parents">[]): PinnedSection[] => {
  const above: Omit<PinnedSection, "parents">[] = [];
  return sections.map((section) => {
    while ((above.at(-1)?.level ?? 0) >= section.level) above.pop();
    const parents = above.map(({ title }) => title);
    above.push(section);
    return { ...section, parents };
  });
};
