import { loadFormats } from "../../reports/formats.ts";
import type { ReportFormat } from "../../reports/report.ts";
import { nearest } from "../tools/nearest.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError naming the nearest format when one does not exist */
export async function formatsNamed(names: readonly string[]): Promise<readonly ReportFormat[]> {
  const formats = await loadFormats();
  return names.map((name) => {
    const format = formats.get(name);
    if (format !== undefined) return format;
    const near = nearest({ name, candidates: [...formats.keys()] });
    throw new UsageError({ code: "unknown-format", message: `There is no report format "${name}".`, next: `${near === undefined ? "" : `Did you mean "${near}"? `}There are: ${[...formats.keys()].join(", ")}.` });
  });
}
