import { outcomeOf, verdictsOf } from "../facts/outcome.ts";
import { counted, stateOf, STATES, worstFirst, wordsOf } from "../facts/state.ts";
import { standingOfArea } from "../facts/standing.ts";
import { areasOf, levelsOf, tally } from "../facts/tally.ts";
import { targetNotes } from "../facts/target-notes.ts";
import type { Results, TargetInfo, Verdict } from "../results.ts";
import { html, type Markup } from "./markup.ts";
import type { Section } from "./section.ts";
import { bar, filterLink, roleTag, shortNetwork, standingTag, verdictLink } from "./pieces.ts";

/** A card per target: what came out, in words, in a bar and by area and level. */
export function targetCards(results: Results): Section {
  return { id: "targets", title: "Targets", body: html`<div class="cards">${results.header.targets.map((target) => card({ results, target }))}</div>` };
}

function card(options: { results: Results; target: TargetInfo }): Markup {
  const { results, target } = options;
  const verdicts = verdictsOf({ results, target: target.name });
  const { kind, headline, ...outcome } = outcomeOf({ results, target: target.name });
  const notes = [...outcome.notes, ...targetNotes({ results, target: target.name })];
  const counts = tally(verdicts);
  const present = STATES.filter(({ state }) => counts[state] > 0);
  const words = present.map(({ state }) => counted({ state, count: counts[state] })).join(", ");
  return html`<article class="card o-${kind}" aria-label="${target.name}">
<header><h3>${target.name}</h3>${roleTag(target.role)}<span class="quiet declared">${target.declared === null ? "declares no name" : `${target.declared.name} ${target.declared.version}`}</span></header>
<p class="outcome">${headline}</p>
${carriers(target)}
${bar({ counts: present.map(({ state }) => [state, counts[state]] as const), label: `${counts.total} verdicts: ${words}` })}
<ul class="legend">${present.map(({ state }) => html`<li><a class="s-${state}" href="${filterLink({ target: target.name, verdict: state })}">${counted({ state, count: counts[state] })}</a></li>`)}</ul>
${crossTable({ results, target: target.name, verdicts })}
${notes.length === 0 ? undefined : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${capabilities(target)}
</article>`;
}

/** Areas down, levels across; every check is a square that leads to its verdict. */
function crossTable(options: { results: Results; target: string; verdicts: readonly Verdict[] }): Markup {
  const { results, target, verdicts } = options;
  const levels = levelsOf(verdicts);
  const cell = (part: readonly Verdict[], filter: Parameters<typeof filterLink>[0]): Markup => {
    if (part.length === 0) return html`<td class="none">·</td>`;
    // Advice counts for nobody and against nobody, so that the figures add up to the outcome's.
    const { pass, judged, fail, warning, total } = tally(part.filter(({ weight }) => weight !== "advice"));
    const tone = fail > 0 ? "s-fail" : warning > 0 ? "s-warning" : judged === 0 ? "none" : "";
    const open = total - judged;
    const advice = part.length - total;
    const title = `${pass} of ${judged} judged passed${open === 0 ? "" : `, ${open} not judged`}${advice === 0 ? "" : `, ${advice} not counted because the specification is silent or a draft`}`;
    return html`<td class="${tone}"><a href="${filterLink(filter)}" title="${title}">${judged === 0 ? "–" : `${pass}/${judged}`}</a></td>`;
  };
  const squares = (part: readonly Verdict[]): Markup =>
    html`<td class="squares" aria-hidden="true">${worstFirst(part).map((verdict) => html`<a tabindex="-1" class="s-${stateOf(verdict)}" href="${verdictLink(verdict)}" title="${verdict.check}: ${wordsOf(stateOf(verdict)).label}"></a>`)}</td>`;
  const all = { target, verdict: "all" };
  return html`<table class="cross"><caption class="hidden">Passed of judged, by area and level</caption>
<thead><tr><th scope="col">Area</th><th scope="col" aria-hidden="true"><span class="quiet">each square is a check</span></th>${levels.map((level) => html`<th scope="col">${level}</th>`)}</tr></thead>
<tbody>${areasOf(verdicts).map((area) => {
    const here = verdicts.filter((verdict) => verdict.area === area);
    return html`<tr><th scope="row"><a href="${filterLink({ ...all, area })}">${area}</a> ${standingTag(standingOfArea({ results, verdicts: here }))}</th>${squares(here)}${levels.map((level) => cell(here.filter((verdict) => verdict.level === level), { ...all, area, level }))}</tr>`;
  })}</tbody>
<tfoot><tr><th scope="row">All</th><td></td>${levels.map((level) => cell(verdicts.filter((verdict) => verdict.level === level), { ...all, level }))}</tr></tfoot></table>`;
}

/** The payment methods that carried the cases, each proposal with its mark. */
function carriers({ methods = [] }: TargetInfo): Markup | undefined {
  if (methods.length === 0) return undefined;
  return html`<p class="carriers quiet">Cases carried by ${methods.map(({ network, cases, standing, id }, index) => html`${index === 0 ? undefined : ", "}<span title="${id}">${shortNetwork(network)}</span> ${standingTag(standing)} (${cases})`)}</p>`;
}

function capabilities(target: TargetInfo): Markup {
  const rows = Object.entries({ connect: [target.connect], ...target.capabilities }).filter(([, values]) => values.length > 0);
  return html`<details class="plain"><summary>What the manifest declares</summary><dl class="digests">${rows.map(([name, values]) => html`<dt>${name}</dt><dd>${values.map((value, index) => html`${index === 0 ? undefined : ", "}<code>${value}</code>`)}</dd>`)}</dl></details>`;
}
