import { visible } from "../escape/visible.ts";
import { casesOf, checkOf, requirementOf } from "../facts/lookup.ts";
import { standingOf } from "../facts/standing.ts";
import { methodsNamed } from "../facts/methods.ts";
import { wordsOf, stateOf } from "../facts/state.ts";
import { duration } from "../facts/when.ts";
import { BASIS_MEANING, LEVEL_MEANING } from "../facts/words.ts";
import type { RequirementInfo, Results, Verdict } from "../results.ts";
import { clauseLinks } from "./clause.ts";
import { html, type Markup } from "./markup.ts";
import { basisTag, copyable, kindChip, levelTag, standingTag, verdictLink } from "./pieces.ts";

/** What opens below a verdict: what was asked, what was seen, where, and how to see it again. */
export function verdictDetail(options: { results: Results; verdict: Verdict }): Markup {
  const { results, verdict } = options;
  const requirement = requirementOf(options);
  const { killedBy } = checkOf(options);
  const state = stateOf(verdict);
  const facts: readonly (readonly [string, Markup])[] = [
    ["Level", html`${levelTag(verdict.level)} <span class="quiet">${LEVEL_MEANING.get(verdict.level)}</span>`],
    ["Basis", html`${basisTag(verdict.basis)} ${standingTag(standingOf(options))} <span class="quiet">${BASIS_MEANING.get(verdict.basis)}</span>`],
    ["Clause", clauseLinks({ clause: requirement.clause, basis: verdict.basis, spec: results.header.spec })],
    ...(verdict.standing === undefined ? [] : [["Rests on", html`${methodsNamed({ results, target: verdict.target, ids: verdict.restsOn ?? [] })} alone ${standingTag(verdict.standing)}`] as const]),
    ["Driven in", html`${duration(verdict.duration)}`],
    ...(verdict.requirement === verdict.check ? [] : [["Requirement", html`<code>${verdict.requirement}</code>`] as const]),
    ...(state === "pass" ? [] : [[wordsOf(state).label, html`<span class="quiet">${wordsOf(state).meaning}</span>`] as const]),
    ...(killedBy.length === 0 ? [] : [["Proven by", html`${killedBy.map((fault, index) => html`${index === 0 ? undefined : ", "}<code>${fault}</code>`)} <span class="quiet">Faults this check must catch in the self-test.</span>`] as const]),
  ];
  return html`<div class="detail">
<blockquote class="statement">${requirement.statement}</blockquote>
${comparison(verdict)}
${verdict.baseline === undefined ? undefined : html`<p class="callout"><strong>Known, from the baseline:</strong> ${verdict.baseline.reason}</p>`}
${positions({ requirement, verdict })}
${exchanges(options)}
<div class="reproduce"><span class="label">Reproduce</span>${copyable({ text: verdict.reproduce, label: "the command" })}<a class="permalink" href="${verdictLink(verdict)}">Link to this verdict</a></div>
<dl class="detail-facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</div>`;
}

function comparison({ expected, actual, message }: Verdict): Markup | undefined {
  const box = (name: string, text: string | undefined): Markup | undefined => (text === undefined ? undefined : html`<div class="${name}"><span class="label">${name}</span><pre>${text}</pre></div>`);
  if (message === "" && expected === undefined && actual === undefined) return undefined;
  return html`${message === "" ? undefined : html`<p class="said">${message}</p>`}<div class="comparison">${box("expected", expected)}${box("actual", actual)}</div>`;
}

function positions(options: { requirement: RequirementInfo; verdict: Verdict }): Markup | undefined {
  const { requirement, verdict } = options;
  if (requirement.positions === undefined) return undefined;
  const taken = verdict.position?.split(" / ") ?? [];
  return html`<div class="callout"><strong>The specification can be read in more than one way here</strong>, so no reading fails. ${requirement.ambiguity}<ul class="positions">${requirement.positions.map(({ id, text }) => html`<li class="${taken.includes(id) ? "taken" : ""}"><code>${id}</code> ${text}${id === requirement.defaultPosition ? html` <span class="tag">suite's default</span>` : undefined}${taken.includes(id) ? html` <span class="tag strong">this target</span>` : undefined}</li>`)}</ul></div>`;
}

/** The judged cases; each recorded one is drawn from its block when the verdict is opened. */
function exchanges(options: { results: Results; verdict: Verdict }): Markup | undefined {
  const { verdict } = options;
  const recorded = casesOf(options);
  const slots = recorded.map(({ key, at }) => html`<div class="exchange-slot" data-case="${visible({ text: key })}" data-at="${at.join(" ")}"></div>`);
  const several = verdict.cases.length > 1 || recorded.length === 0;
  const list = html`<details class="plain"><summary>${verdict.cases.length} judged ${verdict.cases.length === 1 ? "case" : "cases"}</summary><ul class="case-list">${verdict.cases.map((one) => html`<li>${kindChip(one.verdict)} <code>${one.case}</code> ${one.message}</li>`)}</ul></details>`;
  if (verdict.cases.length === 0) return undefined;
  return html`<div class="exchanges">${slots}${several ? list : undefined}</div>`;
}
