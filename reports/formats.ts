import { readdirSync } from "node:fs";
import type { ReportFormat } from "./report.ts";

/** A file below `formats/` is not a format. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly code = "format-invalid";
}

/**
 * Finds every report format, by name, in the order of the names. Works on the sources and on the
 * built package.
 *
 * @param options.folder where to look; the folder `formats/` beside this file unless a test says otherwise
 * @throws FormatError when a file of the folder exports no format of its own name
 * @example
 * const format = (await loadFormats()).get("junit");
 */
export async function loadFormats(options: { folder?: URL } = {}): Promise<ReadonlyMap<string, ReportFormat>> {
  const folder = options.folder ?? new URL("./formats/", import.meta.url);
  const files = readdirSync(folder).filter((file) => /\.(ts|js)$/.test(file) && !/\.(test\.(ts|js)|d\.ts)$/.test(file)).toSorted();
  const formats = await Promise.all(
    files.map(async (file) => {
      const exported: { readonly format?: unknown } = await import(new URL(file, folder).href);
      const name = file.replace(/\.(ts|js)$/, "");
      if (!isFormat(exported.format) || exported.format.name !== name) {
        throw new FormatError(`reports/formats/${file}: expected it to export "format", a ReportFormat named "${name}", like the other files of that folder`);
      }
      return exported.format;
    }),
  );
  return new Map(formats.map((format) => [format.name, format]));
}

function isFormat(value: unknown): value is ReportFormat {
  if (typeof value !== "object" || value === null) return false;
  const { name, description, extension, mediaType, render } = value as Partial<Record<keyof ReportFormat, unknown>>;
  return [name, description, extension, mediaType].every((member) => typeof member === "string") && typeof render === "function";
}
