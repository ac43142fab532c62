import { readdirSync, readFileSync } from "node:fs";
import { charsOf, sectionDigest } from "./digest.ts";
import type { PinnedText } from "./pinned-text.ts";
import { sectionsOf } from "./sections.ts";

const NAME = "experimental/";

/** Whether a clause's file is a text of this project, below `spec/`, and not one of the protocol's, below its `specs/`. */
export const isOwnText = (file: string): boolean => file.startsWith(NAME);

/** Where a clause's file stands, for people: below `specs/` of the protocol's repository, or below `spec/` of this one. */
export const placeOfText = (file: string): string => (isOwnText(file) ? `spec/${file}` : `specs/${file}`);

/**
 * The texts of this project that rows cite where the protocol names a thing and says nothing else of it. They are read
 * as they stand, and count with the newest revision: that is the one they complete.
 */
export const loadOwnTexts = (): readonly PinnedText[] => {
  const folder = new URL(`../${NAME}`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => {
      const markdown = readFileSync(new URL(name, folder), "utf8");
      const sections = sectionsOf(markdown).map(({ title, level, parents, text }) => ({ title, level, parents, sha256: sectionDigest(text) }));
      return { revision: "2026-11", file: `${NAME}${name}`, chars: charsOf(markdown), sections };
    });
};
