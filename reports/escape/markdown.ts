import { visible } from "./visible.ts";

/**
 * Makes text safe in the middle of a line of GitHub Markdown, also in a table cell. Everything that
 * could begin markup, HTML, a link, a mention or a table column becomes a character reference, which
 * CommonMark never takes for structure.
 */
export function escapeMarkdown(text: string): string {
  return visible({ text })
    .replace(/[^\p{L}\p{N} .,;?'"/=%+-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)
    .replace(/(www)\./gi, "$1&#46;");
}

/**
 * Hostile text as inline code. `<code>` and not backticks: a fence can be broken out of with more
 * backticks, and GitHub links no mention, issue or address inside a code element.
 */
export function markdownCode(text: string): string {
  return `<code>${escapeMarkdown(text)}</code>`;
}
