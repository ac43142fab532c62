import { checkOf } from "../facts/lookup.ts";
import { stateOf, wordsOf } from "../facts/state.ts";
import type { Results, Verdict } from "../results.ts";
import { html, type Markup } from "./markup.ts";
import type { Section } from "./section.ts";
import { roleTag, verdictLink } from "./pieces.ts";

/** Checks on which targets of one role came out differently: where two implementations would not agree. */
export function differences(results: Results): Section | undefined {
  const roles = [...new Set(results.header.targets.map(({ role }) => role))];
  const tables = roles.flatMap((role) => {
    const targets = results.header.targets.filter((target) => target.role === role).map(({ name }) => name);
    return targets.length < 2 ? [] : [table({ results, role, targets })];
  });
  if (tables.length === 0) return undefined;
  return { id: "differences", title: "Where targets differ", body: html`<p class="intro">Checks that did not come out alike for every target of a role. Two implementations that differ here may not work together.</p>${tables}` };
}

function table(options: { results: Results; role: string; targets: readonly string[] }): Markup {
  const { results, role, targets } = options;
  const byCheck = Map.groupBy(results.verdicts.filter((verdict) => targets.includes(verdict.target)), ({ check }) => check);
  const differing = [...byCheck.values()].filter((verdicts) => verdicts.length > 1 && new Set(verdicts.map((verdict) => `${stateOf(verdict)} ${verdict.position ?? ""}`)).size > 1);
  if (differing.length === 0) return html`<p>${roleTag(role)} All ${byCheck.size} checks came out alike for ${targets.join(", ")}.</p>`;
  const cell = (verdict: Verdict | undefined): Markup => {
    if (verdict === undefined) return html`<td class="none">·</td>`;
    const state = stateOf(verdict);
    return html`<td><a class="chip small s-${state}" href="${verdictLink(verdict)}">${verdict.position ?? wordsOf(state).label}</a></td>`;
  };
  return html`<details class="fold" open><summary>${roleTag(role)} ${differing.length} of ${byCheck.size} checks differ</summary><div class="scroll"><table class="rows"><thead><tr><th scope="col">Check</th>${targets.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${differing.map((verdicts) => {
    const [first] = verdicts;
    return first === undefined ? undefined : html`<tr><th scope="row"><code>${first.check}</code><span class="quiet">${checkOf({ results, verdict: first }).title}</span></th>${targets.map((name) => cell(verdicts.find(({ target }) => target === name)))}</tr>`;
  })}</tbody></table></div></details>`;
}
