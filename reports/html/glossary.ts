import { STANDING_MEANING } from "../facts/standing.ts";
import { STATES } from "../facts/state.ts";
import { BASIS_MEANING, LEVEL_MEANING, ROLE_MEANING } from "../facts/words.ts";
import { html, type Markup } from "./markup.ts";
import type { Section } from "./section.ts";

/** The words of this page, for somebody who sees it for the first time. */
export function glossary(): Section {
  const list = (title: string, entries: readonly (readonly [Markup, string])[]): Markup => html`<div><h3>${title}</h3><dl>${entries.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}</dl></div>`;
  const plain = (meanings: ReadonlyMap<string, string>, style: string): readonly (readonly [Markup, string])[] => [...meanings].map(([term, meaning]) => [html`<span class="${style}">${term}</span>`, meaning]);
  return {
    id: "words",
    title: "How to read this report",
    body: html`<div class="glossary">
${list("Verdicts", STATES.map(({ state, label, meaning }) => [html`<span class="chip s-${state}">${label}</span>`, meaning] as const))}
${list("Levels", plain(LEVEL_MEANING, "level"))}
${list("Where a requirement comes from", plain(BASIS_MEANING, "tag"))}
${list("Marks", Object.entries(STANDING_MEANING).map(([standing, meaning]) => [html`<span class="tag">${standing}</span>`, meaning] as const))}
${list("Roles", plain(ROLE_MEANING, "tag"))}
<div><h3>Method</h3><p>A scenario drives the target and records every message; it judges nothing. A check is a pure function of the recording and passes only on evidence. So the same recording gives the same verdict whenever it is judged, and nothing passes because nothing happened.</p></div>
</div>`,
  };
}
