import { createHash } from "node:crypto";

/** SHA-256 in hex of a text, in UTF-8. */
export const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/**
 * SHA-256 in hex of a section. Line ends, blanks at the ends of lines and empty lines at its end do not
 * count: they change when a neighbour does, and say nothing.
 */
export const sectionDigest = (text: string): string =>
  sha256(
    text
      .split(/\r\n|\r|\n/)
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd(),
  );

/** Length in characters, as readers that count code points have it. */
export const charsOf = (text: string): number => [...text].length;
