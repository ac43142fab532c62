import { visible } from "./visible.ts";

/**
 * Makes hostile text safe as XML 1.0 character data and attribute value. Characters that XML 1.0
 * forbids even as references are written out. Line feeds and tabs are references, because a parser
 * turns them into spaces in attribute values.
 *
 * @example escapeXml("]]>\u0000") // "]]&gt;\\u{0}"
 */
export function escapeXml(text: string): string {
  return visible({ text, lines: true }).replace(/[&<>"'\n\t]/g, (character) => REFERENCES[character] ?? "");
}

const REFERENCES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;" };
