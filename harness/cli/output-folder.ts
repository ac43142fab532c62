import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadFormats } from "../../reports/formats.ts";
import type { Results, Verdict } from "../../reports/results.ts";
import { makeFolder } from "../tools/make-folder.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The run's folder. A target's verdicts are appended when all its cases are over, so that a run that is killed keeps
 * those of the targets before the one under way. A run that is stopped writes everything, what was not reached included.
 */
export interface OutputFolder {
  append(verdict: Verdict): void;
  /** Writes results.json and index.html. @returns what to tell the user */
  finish(results: Results): Promise<string>;
}

/**
 * Makes the folder ready for a run: an earlier one's files are gone from then on.
 *
 * @throws UsageError when the folder cannot be written, before anything was run
 */
export function openOutput(options: { folder: string }): OutputFolder {
  const { folder } = options;
  const stream = join(folder, "verdicts.ndjson");
  const reports = [
    { file: join(folder, "results.json"), format: "json" },
    { file: join(folder, "index.html"), format: "html" },
  ];
  try {
    makeFolder(folder);
    // What an earlier run left here must not be taken for this one's, should this one not come to its end.
    for (const { file } of reports) rmSync(file, { force: true });
    writeFileSync(stream, "");
  } catch (error) {
    throw new UsageError({ code: "output-not-writable", message: `The output folder ${folder} cannot be written: ${messageOf(error)}.`, next: "Choose another one with --out." });
  }
  const troubles: string[] = [];
  const attempt = (file: string, write: () => void): void => {
    try {
      write();
    } catch (error) {
      if (!troubles.some((text) => text.includes(file))) troubles.push(`${file} could not be written: ${messageOf(error)}`);
    }
  };
  return {
    append: (verdict) => attempt(stream, () => appendFileSync(stream, `${JSON.stringify(verdict)}\n`)),
    async finish(results) {
      const formats = await loadFormats();
      for (const { file, format } of reports) {
        const renderer = formats.get(format);
        if (renderer !== undefined) attempt(file, () => writeFileSync(file, renderer.render({ results, options: { color: false, width: 100 } })));
      }
      if (troubles.length > 0) throw new OutputLostError(troubles);
      return `results: ${join(folder, "results.json")}\nreport:  ${join(folder, "index.html")}\n`;
    },
  };
}

/** The run ended well but its files did not: disk full, folder taken away. The verdicts are still printed. */
export class OutputLostError extends Error {
  override readonly name = "OutputLostError";
  readonly code = "output-lost";
  readonly surroundings = true;

  constructor(troubles: readonly string[]) {
    super(`${troubles.join("\n")}\nThe verdicts above are complete. Make room or choose another folder with --out, then run again with the same --seed.`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
