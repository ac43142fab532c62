import { visible } from "./visible.ts";

/**
 * Makes hostile text safe as HTML text and inside a double-quoted or single-quoted attribute value.
 * Line feeds and tabs stay, other invisible characters are written out.
 *
 * @example escapeHtml(`<b title="x">`) // "&lt;b title=&quot;x&quot;&gt;"
 */
export function escapeHtml(text: string): string {
  return visible({ text, lines: true }).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };
