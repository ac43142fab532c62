import { loadFormats } from "./formats.ts";
import type { Results } from "./results.ts";

/** There is no format of that name. */
export class UnknownFormatError extends Error {
  override readonly name = "UnknownFormatError";
  readonly code = "unknown-format";
  readonly formats: readonly string[];

  constructor(options: { format: string; formats: readonly string[] }) {
    super(`There is no report format "${options.format}". There are: ${options.formats.join(", ")}.`);
    this.formats = options.formats;
  }
}

/**
 * Renders results in a format found by its name.
 *
 * @throws UnknownFormatError naming the formats there are
 * @example
 * const xml = await renderReport({ results: readResults(text), format: "junit" });
 */
export async function renderReport(options: { results: Results; format: string; color?: boolean; width?: number }): Promise<string> {
  const { results, color = false, width = 100 } = options;
  const formats = await loadFormats();
  const format = formats.get(options.format);
  if (format === undefined) throw new UnknownFormatError({ format: options.format, formats: [...formats.keys()] });
  return format.render({ results, options: { color, width } });
}
