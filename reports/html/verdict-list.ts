import { outcomeOf, verdictsOf } from "../facts/outcome.ts";
import { stateOf, STATES, wordsOf, worstFirst } from "../facts/state.ts";
import { standingOf } from "../facts/standing.ts";
import { areasOf, levelsOf, tally } from "../facts/tally.ts";
import type { Results, Verdict } from "../results.ts";
import { checkOf } from "../facts/lookup.ts";
import { deferred, html, type Markup } from "./markup.ts";
import type { Section } from "./section.ts";
import { levelTag, roleTag, standingTag, stateChip, verdictId } from "./pieces.ts";
import { verdictDetail } from "./verdict-detail.ts";

/** Every verdict, worst first within its target, with filters above. */
export function verdictList(results: Results): Section {
  return {
    id: "verdicts",
    title: "Verdicts",
    body: html`${filters(results)}
<div id="verdict-groups">${results.header.targets.map(({ name, role }) => group({ results, name, role }))}</div>
<p class="empty" id="no-verdicts" hidden>No verdict matches these filters. <button type="button" class="link" data-reset>Show all</button></p>`,
  };
}

function group(options: { results: Results; name: string; role: string }): Markup {
  const { results, name, role } = options;
  const verdicts = worstFirst(verdictsOf({ results, target: name }));
  return html`<section class="group" data-group="${name}"><header><h3>${name}</h3>${roleTag(role)}<span class="quiet">${outcomeOf({ results, target: name }).headline}</span><span class="shown quiet"></span></header>
${verdicts.map((verdict) => row({ results, verdict }))}</section>\n`;
}

function row(options: { results: Results; verdict: Verdict }): Markup {
  const { results, verdict } = options;
  const state = stateOf(verdict);
  const { title } = checkOf({ results, verdict });
  const second = state === "pass" || verdict.message === "" ? undefined : html`<span class="message">${verdict.message}</span>`;
  return html`<details class="verdict s-${state}" id="${verdictId(verdict)}" data-target="${verdict.target}" data-role="${verdict.role}" data-area="${verdict.area}" data-level="${verdict.level}" data-verdict="${state}"><summary>${stateChip(verdict)}<span class="check">${verdict.check}</span><span class="title">${title}</span>${verdict.position === undefined ? undefined : html`<span class="tag position" title="The specification is ambiguous here; this is the reading the target takes">${verdict.position}</span>`}${standingTag(standingOf({ results, verdict }))}${levelTag(verdict.level)}${second}</summary>
${wordsOf(state).attention ? verdictDetail({ results, verdict }) : deferred(verdictDetail({ results, verdict }))}</details>\n`;
}

function filters(results: Results): Markup {
  const { verdicts, header } = results;
  const counts = tally(verdicts);
  const attention = STATES.filter((words) => words.attention).reduce((sum, { state }) => sum + counts[state], 0);
  const choices = [
    { value: "all", label: "All", count: counts.total, style: "" },
    { value: "attention", label: "Needs attention", count: attention, style: "" },
    ...STATES.filter(({ state }) => counts[state] > 0).map(({ state, label }) => ({ value: state, label, count: counts[state], style: `s-${state}` })),
  ];
  const select = (name: string, label: string, values: readonly string[]): Markup =>
    html`<label>${label}<select name="${name}" aria-label="${label}"><option value="">any</option>${values.map((value) => html`<option value="${value}">${value}</option>`)}</select></label>`;
  return html`<form class="filters" id="filters" role="search" aria-label="Filter the verdicts" data-start="${attention > 0 ? "attention" : "all"}" data-attention="${STATES.filter((words) => words.attention).map(({ state }) => state).join(" ")}">
<div class="choices" role="radiogroup" aria-label="Verdict">${choices.map(({ value, label, count, style }) => html`<label class="${style}"><input type="radio" name="verdict" value="${value}"${value === "all" ? " checked" : ""}><span>${label} <b>${count}</b></span></label>`)}</div>
<div class="fields">
<label class="search">Search<input type="search" name="text" aria-label="Search" placeholder="check, requirement, message…" autocomplete="off" spellcheck="false"></label>
${select("target", "Target", header.targets.map(({ name }) => name))}
${select("role", "Role", [...new Set(header.targets.map(({ role }) => role))])}
${select("area", "Area", areasOf(verdicts))}
${select("level", "Level", levelsOf(verdicts))}
<button type="button" data-reset>Reset</button>
<output class="quiet" id="filter-count" aria-live="polite">${counts.total} of ${counts.total}</output>
</div></form>`;
}
