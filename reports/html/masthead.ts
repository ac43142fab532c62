import { incompleteReasons, overall } from "../facts/outcome.ts";
import { standingOfNetwork } from "../facts/methods.ts";
import { elapsed, utc } from "../facts/when.ts";
import type { Results } from "../results.ts";
import { specificationUrl } from "./clause.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { copyable, shortNetwork, standingTag } from "./pieces.ts";

/** The top of the page: what this is, what came out, and the facts without which nothing can be compared. */
export function masthead(results: Results): Markup {
  const { header } = results;
  const { kind, headline } = overall(results);
  const requirements = new Set(results.verdicts.map(({ requirement }) => requirement)).size;
  return html`<header class="masthead"><div class="wide">
<p class="kicker">x402 conformance report</p>
<h1 class="o-${kind}">${headline}</h1>
<p class="lead">This report says whether ${header.targets.length === 1 ? "an implementation" : `${header.targets.length} implementations`} of the x402 V2 payment protocol ${header.targets.length === 1 ? "does" : "do"} what its specification says. The suite put ${header.targets.length === 1 ? "it" : "each one"} into a simulated world of peers, local chains and payment rails, recorded every message, and judged the recording against ${requirements} requirements; each verdict below shows the requirement, what was seen and how to see it again.</p>
${incompleteBox(results)}
${facts(results)}
</div></header>`;
}

function incompleteBox(results: Results): Markup | undefined {
  const reasons = incompleteReasons({ results });
  if (reasons.length === 0) return undefined;
  return html`<div class="alert" role="alert"><strong>This run is incomplete.</strong> What was judged stands; what is named here is not the whole picture.<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></div>`;
}

function facts(results: Results): Markup {
  const { header } = results;
  const url = specificationUrl(header.spec);
  const revision = header.spec.revision.slice(0, 10);
  const rows: readonly (readonly [string, Content])[] = [
    ["Suite", `${header.suite.name} ${header.suite.version}`],
    ["Specification", html`${header.spec.repository} ${url === undefined ? html`<code>${revision}</code>` : html`<a href="${url}" rel="noreferrer" title="${header.spec.revision}"><code>${revision}</code></a>`} <span class="quiet">${header.spec.date}</span>`],
    ["Newer texts", header.spec.newer],
    ...(header.profiles === undefined ? [] : [["Profiles", header.profiles.map(({ name, title, draft }, index) => html`${index === 0 ? undefined : ", "}<span title="${title}">${name}</span>${draft === true ? " (draft)" : undefined}`)] as const]),
    ["Verdicts", html`${header.executed} given of ${header.planned} planned`],
    ["When", html`${utc(header.started)} <span class="quiet">took ${elapsed(header)}</span>`],
    ["Seed", html`<code>${header.seed}</code>`],
    ["Platform", `Node ${header.platform.node}, ${header.platform.os} ${header.platform.arch}`],
    ["Payments whose money moved", Object.entries(header.paid ?? {}).map(([network, count]) => html`<span title="${network}">${shortNetwork(network)}</span> ${standingTag(standingOfNetwork({ results, network }))} <span class="quiet">${count}</span> `)],
    ["Chains", Object.entries(header.chains).map(([name, version]) => `${name} ${version}`).join(", ") || "none"],
  ];
  const digests: readonly (readonly [string, string])[] = [
    ["requirements", header.digests.requirements],
    ["vectors", header.digests.vectors],
    ["checks", header.digests.checks],
    ...header.targets.map(({ name, manifestDigest }): readonly [string, string] => [`manifest of ${name}`, manifestDigest]),
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<details class="plain"><summary>Command and digests</summary><p>${copyable({ text: header.command, label: "the command" })}</p><dl class="digests">${digests.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl></details>`;
}
