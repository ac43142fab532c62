import type { KillMatrix } from "../results.ts";
import { html, type Markup } from "./markup.ts";

/** Size of a cell; the smallest at which a label of its own still fits a row. */
const CELL = 13;
const LABEL = 250;
const HEAD = 210;

/**
 * Faults down, checks across, a dot where the fault made the check fail. Checks stand in the order in
 * which faults first fail them, so what belongs together lies along the diagonal.
 */
export function matrixGrid(options: { role: string; faults: KillMatrix["faults"] }): Markup {
  const { role, faults } = options;
  const checks = [...new Set(faults.flatMap(({ killedChecks, missing }) => [...killedChecks, ...missing]))];
  const column = new Map(checks.map((check, index) => [check, index]));
  const width = LABEL + checks.length * CELL + 8;
  const height = HEAD + faults.length * CELL + 8;
  const heads = checks.map((check, index) => html`<text transform="translate(${LABEL + index * CELL + 9},${HEAD - 6}) rotate(-90)">${cut(check)}<title>${check}</title></text>`);
  const stripes = checks.flatMap((_, index) => (index % 5 === 4 ? [html`<line x1="${LABEL + (index + 1) * CELL}" x2="${LABEL + (index + 1) * CELL}" y1="${HEAD}" y2="${height - 8}"/>`] : []));
  const rows = faults.map(({ id, bug, killedChecks, missing, exact, unexpected }, index) => {
    const y = HEAD + index * CELL;
    const named = new Set(unexpected.map((text) => text.split(": ")[0]));
    const dot = (check: string, style: string, words: string): Markup => html`<rect class="dot ${style}" x="${LABEL + (column.get(check) ?? 0) * CELL + 2}" y="${y + 2}" width="${CELL - 4}" height="${CELL - 4}" rx="2"><title>${id} ${words} ${check}</title></rect>`;
    return html`<g><rect class="row" x="0" y="${y}" width="${width}" height="${CELL}"/><text class="${exact ? "" : "bad"}" x="${LABEL - 8}" y="${y + 10}" text-anchor="end">${cut(id)}<title>${bug}</title></text>${killedChecks.map((check) => dot(check, named.has(check) ? "bad" : "", named.has(check) ? "unexpectedly fails" : "fails"))}${missing.map((check) => dot(check, "missing", "should fail"))}</g>`;
  });
  return html`<svg class="grid" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${faults.length} faults of the ${role} and the ${checks.length} checks they fail; the same in words below">${stripes}${rows}<g class="heads">${heads}</g></svg>`;
}

function cut(text: string): string {
  return text.length > 38 ? `${text.slice(0, 37)}…` : text;
}
