import pico from "picocolors";
import { quoted } from "../targets/errors.ts";
import type { Counts, Tally } from "./tally.ts";

/** Vectors shown under one flag; the JSON has all. */
const SHOWN = 5;

/** The tally for people. Whatever the implementation said is quoted. */
export const renderTally = (options: { tally: Tally; color: boolean }): string => {
  const { tally } = options;
  const paint = pico.createColors(options.color);
  const width = Math.max(...tally.files.map(({ file }) => file.length), 10);
  const lines = tally.files
    .filter(({ counts }) => counts.unsupported < sum(counts))
    .map(({ file, counts }) => `${counts.fail > 0 ? paint.red("✗") : paint.green("✓")} ${file.padEnd(width)}  ${inWords(counts)}`);
  const unsupported = tally.files.filter(({ counts }) => counts.unsupported === sum(counts));
  if (unsupported.length > 0) lines.push(paint.dim(`- not implemented: ${unsupported.map(({ file }) => file).join(", ")}`));
  for (const { flag, file, bugClass, description, effect, links, failed } of tally.flags) {
    lines.push("", `${paint.red(paint.bold(bugClass))} ${paint.dim(`(${flag} in ${file}, ${failed.length} wrong)`)}`, `  ${description}`, `  Effect: ${effect}`, ...links.map((link) => `  ${paint.dim(link)}`), ...shown(failed));
  }
  if (tally.unflagged.length > 0) lines.push("", paint.red("Plain vectors that went wrong"), ...shown(tally.unflagged));
  lines.push("", `${sum(tally.counts)} vectors: ${inWords(tally.counts)}`);
  return `${lines.join("\n")}\n`;
};

const shown = (failed: Tally["unflagged"]): string[] => [
  ...failed.slice(0, SHOWN).flatMap(({ id, comment, message }) => [`  - ${id}: ${comment}`, `    ${printable(message)}`]),
  ...(failed.length > SHOWN ? [`  … and ${failed.length - SHOWN} more: --json has them all`] : []),
];

/** Quoted for its control characters, without the quotation marks. */
const printable = (text: string): string => quoted(text, 400).slice(1, -1).replaceAll('\\"', '"');
const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);

const inWords = ({ pass, fail, open, notReached, unsupported }: Counts): string =>
  [[pass, "right"], [fail, "wrong"], [open, "left open by the text"], [notReached, "shown nothing (the valid half was refused too)"], [unsupported, "not implemented"]]
    .filter(([count]) => count !== 0)
    .map(([count, word]) => `${String(count)} ${String(word)}`)
    .join(", ");
