import type { KillMatrix, Results } from "../results.ts";
import { html, type Markup } from "./markup.ts";
import { matrixGrid } from "./matrix-grid.ts";
import type { Section } from "./section.ts";
import { filterLink, roleTag } from "./pieces.ts";

type Fault = KillMatrix["faults"][number];

/** Why the verdicts can be believed: what every check caught when it had to. */
export function killMatrix({ matrix }: Results): Section | undefined {
  if (matrix === undefined) return undefined;
  const { faults, nullZoo } = matrix;
  const roles = [...new Set(faults.map(({ role }) => role))];
  const inexact = faults.filter(({ exact }) => !exact);
  return {
    id: "matrix",
    title: "How the checks were tested",
    body: html`<p class="intro">Every fault is a bug built into a reference implementation on purpose. Under each one exactly the checks that name it must fail, no fewer and no more; then its row is exact.</p>
<ul class="figures"><li><b>${faults.length}</b> faults</li><li class="${inexact.length === 0 ? "s-pass" : "s-fail"}"><b>${faults.length - inexact.length}</b> exact</li><li><b>${new Set(faults.flatMap(({ killedChecks }) => killedChecks)).size}</b> checks proven to bite</li><li class="${nullZoo.passes === 0 ? "s-pass" : "s-fail"}"><b>${nullZoo.passes}</b> passes earned by ${nullZoo.members.length} implementations that do nothing</li></ul>
${inexact.length === 0 ? undefined : html`<div class="alert"><strong>${inexact.length} ${inexact.length === 1 ? "row is" : "rows are"} not exact</strong><div class="scroll">${table(inexact)}</div></div>`}
${roles.map((role) => roleMatrix({ role, faults: faults.filter((fault) => fault.role === role) }))}
${zoo(nullZoo)}`,
  };
}

function roleMatrix(options: { role: string; faults: readonly Fault[] }): Markup {
  const { role, faults } = options;
  const exact = faults.filter((fault) => fault.exact).length;
  return html`<details class="fold"><summary>${roleTag(role)} ${faults.length} faults, ${exact === faults.length ? "all exact" : `${exact} exact`}</summary>
<div class="scroll grid-scroll">${matrixGrid({ role, faults })}</div>
<details class="plain"><summary>The ${faults.length} faults in words</summary><div class="scroll">${table(faults)}</div></details></details>`;
}

function table(faults: readonly Fault[]): Markup {
  return html`<table class="rows faults"><thead><tr><th scope="col">Fault</th><th scope="col">Checks it fails</th><th scope="col">Exact</th></tr></thead><tbody>${faults.map(
    ({ id, bug, killedChecks, exact, missing, unexpected }) => html`<tr><th scope="row"><code>${id}</code><span class="quiet">${bug}</span></th><td><ul>${killedChecks.map((check) => html`<li><a href="${filterLink({ verdict: "all", text: check })}"><code>${check}</code></a></li>`)}${missing.map((check) => html`<li class="s-fail">missing: <code>${check}</code></li>`)}${unexpected.map((text) => html`<li class="s-fail">unexpected: ${text}</li>`)}</ul></td><td>${exact ? "yes" : html`<span class="chip small s-fail">no</span>`}</td></tr>`,
  )}</tbody></table>`;
}

function zoo(nullZoo: KillMatrix["nullZoo"]): Markup {
  return html`<details class="fold"><summary>Null implementations: ${nullZoo.members.length} that do nothing useful, ${nullZoo.passes} passes</summary><p class="intro">A check passes only on evidence. So an implementation that does no work must earn nothing.</p><div class="scroll"><table class="rows"><thead><tr><th scope="col">Implementation</th><th scope="col">Role</th><th scope="col">Passes</th></tr></thead><tbody>${nullZoo.members.map(({ name, role, passes }) => html`<tr><th scope="row"><code>${name}</code></th><td>${role}</td><td>${passes.length === 0 ? "none" : html`<span class="s-fail">${passes.join(", ")}</span>`}</td></tr>`)}</tbody></table></div></details>`;
}
