import type { ResultsHeader } from "../results.ts";
import { html, type Markup } from "./markup.ts";

/**
 * Where a requirement stands, as links to the pinned text. Only rows of the pinned revision are
 * linked: a newer text's section may not be there. A link is built from names that look like what
 * they should be, so results cannot make it point elsewhere.
 */
export function clauseLinks(options: { clause: string; basis: string; spec: ResultsHeader["spec"] }): Markup {
  const { clause, basis, spec } = options;
  const root = specificationUrl(spec);
  const parts = clause.split("; ").map((part) => {
    const [, file, section] = /^([a-z0-9_/-]+\.md)(?: (.*))?$/s.exec(part) ?? [];
    if (root === undefined || basis !== "snapshot" || file === undefined) return html`<span>${part}</span>`;
    return html`<a href="${root.replace("/tree/", "/blob/")}/specs/${file}" rel="noreferrer">${file}</a>${section === undefined ? undefined : ` ${section}`}`;
  });
  return html`${parts.map((part, index) => (index === 0 ? part : html`; ${part}`))}`;
}

/** The specification's folder at the pinned revision, if the header names one on GitHub. */
export function specificationUrl(spec: ResultsHeader["spec"]): string | undefined {
  return /^[\w.-]+\/[\w.-]+$/.test(spec.repository) && /^[0-9a-f]{7,64}$/.test(spec.revision) ? `https://github.com/${spec.repository}/tree/${spec.revision}` : undefined;
}
