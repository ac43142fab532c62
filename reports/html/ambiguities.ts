import type { RequirementInfo, Results, Verdict } from "../results.ts";
import { clauseLinks } from "./clause.ts";
import { html, type Markup } from "./markup.ts";
import type { Section } from "./section.ts";
import { roleTag, verdictLink } from "./pieces.ts";

/** Requirements the text leaves open: the readings, ours, and which target takes which. */
export function ambiguities(results: Results): Section | undefined {
  const open = Object.values(results.requirements).filter(({ positions }) => positions !== undefined && positions.length > 0);
  if (open.length === 0) return undefined;
  const seen = (id: string): number => new Set(results.verdicts.flatMap(({ requirement, position }) => (requirement === id && position !== undefined ? [position] : []))).size;
  return {
    id: "ambiguities",
    title: "Where the specification is ambiguous",
    body: html`<p class="intro">Here the text can be read in more than one way. No reading fails a target; interoperability depends on knowing who takes which. Those where targets disagree come first.</p>
<div class="ambiguities">${open.toSorted((left, right) => seen(right.id) - seen(left.id)).map((requirement) => entry({ results, requirement }))}</div>`,
  };
}

function entry(options: { results: Results; requirement: RequirementInfo }): Markup {
  const { results, requirement } = options;
  const verdicts = results.verdicts.filter((verdict) => verdict.requirement === requirement.id);
  const takers = (id: string): readonly Verdict[] => verdicts.filter(({ position }) => position?.split(" / ").includes(id));
  const known = requirement.positions?.map(({ id }) => id) ?? [];
  const unlisted = [...new Set(verdicts.flatMap(({ position }) => position?.split(" / ") ?? []))].filter((id) => !known.includes(id));
  const silent = verdicts.filter(({ position }) => position === undefined);
  const names = (list: readonly Verdict[]): Markup => html`${list.map((verdict) => html`<a class="taker" href="${verdictLink(verdict)}">${verdict.target}</a>`)}`;
  const row = (id: string, text: string): Markup => html`<tr class="${takers(id).length > 0 ? "taken" : ""}"><th scope="row"><code>${id}</code></th><td>${text}${id === requirement.defaultPosition ? html` <span class="tag">suite's default</span>` : undefined}</td><td>${names(takers(id))}</td></tr>`;
  return html`<article><header><p>${requirement.statement}</p><p class="quiet">${roleTag(requirement.role)} <code>${requirement.id}</code> ${clauseLinks({ clause: requirement.clause, basis: requirement.basis, spec: results.header.spec })}</p>${requirement.ambiguity === undefined ? undefined : html`<p class="quiet">${requirement.ambiguity}</p>`}</header>
<table class="rows"><thead><tr><th scope="col">Reading</th><th scope="col">Meaning</th><th scope="col">Taken by</th></tr></thead><tbody>${requirement.positions?.map(({ id, text }) => row(id, text))}${unlisted.map((id) => row(id, "Not among the readings the catalogue lists."))}${silent.length === 0 ? undefined : html`<tr><th scope="row" class="none">–</th><td class="quiet">No position was seen.</td><td>${names(silent)}</td></tr>`}</tbody></table></article>`;
}
