import { visible } from "../escape/visible.ts";
import { STANDING_MEANING } from "../facts/standing.ts";
import { kindLabel, type State, stateOf, wordsOf } from "../facts/state.ts";
import { BASIS_MEANING, LEVEL_MEANING, ROLE_MEANING } from "../facts/words.ts";
import type { Standing, Verdict, VerdictKind } from "../results.ts";
import { html, type Markup } from "./markup.ts";

// Small pieces used all over the page.

/** A verdict in one word: never by colour alone. */
export function stateChip(verdict: Verdict): Markup {
  const state = stateOf(verdict);
  const { label, meaning } = wordsOf(state);
  return html`<span class="chip s-${state}" title="${meaning}">${label}</span>`;
}

export function kindChip(kind: VerdictKind): Markup {
  return html`<span class="chip small s-${kind}">${kindLabel(kind)}</span>`;
}

export function levelTag(level: string): Markup {
  return html`<span class="level level-${level.toLowerCase()}" title="${LEVEL_MEANING.get(level)}">${level}</span>`;
}

export function basisTag(basis: string): Markup {
  return html`<span class="tag" title="${BASIS_MEANING.get(basis)}">${basis}</span>`;
}

/** Marks what is a proposal only; nothing for all else. */
export function standingTag(standing: Standing | undefined): Markup | undefined {
  return standing === undefined ? undefined : html`<span class="tag standing" title="${STANDING_MEANING[standing]}">${standing}</span>`;
}

export function roleTag(role: string): Markup {
  return html`<span class="tag role" title="${ROLE_MEANING.get(role)}">${role}</span>`;
}

/** The element id of a verdict, and what follows `#` in a link to it. */
export function verdictId(verdict: Pick<Verdict, "target" | "check">): string {
  return `verdict/${visible({ text: verdict.target })}/${visible({ text: verdict.check })}`;
}

export function verdictLink(verdict: Pick<Verdict, "target" | "check">): string {
  return `#${verdictId(verdict).split("/").map(encodeURIComponent).join("/")}`;
}

/** A link that narrows the list of verdicts; the page's script reads the query. */
export function filterLink(filter: Readonly<Partial<Record<"target" | "role" | "area" | "level" | "verdict" | "text", string>>>): string {
  return `#verdicts?${Object.entries(filter).map(([key, value]) => `${key}=${encodeURIComponent(visible({ text: value }))}`).join("&")}`;
}

/** Text to be copied, with a button. */
export function copyable(options: { text: string; label: string }): Markup {
  return html`<span class="copyable"><code>${options.text}</code><button type="button" class="copy" data-copy="${options.text}" aria-label="Copy ${options.label}">Copy</button></span>`;
}

/** Widths of a bar's segments, worst first. */
export function bar(options: { counts: readonly (readonly [State, number])[]; label: string }): Markup {
  const parts = options.counts.filter(([, count]) => count > 0);
  return html`<div class="bar" role="img" aria-label="${options.label}">${parts.map(([state, count]) => html`<span class="s-${state}" style="flex-grow:${count}"></span>`)}</div>`;
}

/** A CAIP-2 id whose reference is a hash, cut to what tells it from others. */
export function shortNetwork(network: string): string {
  return network.length > 24 ? `${network.slice(0, 14)}…` : network;
}
