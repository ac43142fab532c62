import { escapeHtml } from "../escape/html.ts";

/** A piece of HTML that is safe to put into a page. Only {@link html} and {@link trusted} make one, so a string of a target's never passes for one. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What can stand in a template: text is escaped, markup is not, lists are joined, `undefined` is nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * Template of HTML in which every value is escaped unless it is markup itself. Attribute values must
 * stand in double quotes.
 *
 * @example html`<p title="${hostile}">${hostile}</p>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + string + (index < values.length ? write(values[index]) : ""), ""));
}

/** Text of our own files, taken as it is. Never for anything that came from results. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/**
 * Markup kept as the text of a data block, which the page's script parses when it is first looked at:
 * most of a report never is. The text cannot end its block early, because every `<` that is not our
 * own is escaped, and we write no script in it.
 */
export function deferred(content: Markup): Markup {
  return html`<script type="text/html" class="deferred">${content}</script>`;
}

function write(value: Content): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(write).join("");
}
