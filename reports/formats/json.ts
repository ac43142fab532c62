import { jsonText } from "../escape/json.ts";
import type { ReportFormat } from "../report.ts";
import type { Results } from "../results.ts";

/** results.json itself, in one canonical form: the same results are the same bytes, whoever wrote them. */
export const format: ReportFormat = {
  name: "json",
  description: "the results, canonical and indented",
  extension: ".json",
  mediaType: "application/json",
  render: ({ results }) => `${jsonText({ value: canonical(results), indent: 2 })}\n`,
};

// The first things a reader wants come first; below that, members are sorted.
const ORDER = ["resultsVersion", "header", "summary", "verdicts", "requirements", "checks", "cases", "matrix"] as const satisfies readonly (keyof Results)[];

function canonical(results: Results): unknown {
  const known: readonly string[] = ORDER;
  const later = Object.keys(results).filter((key) => !known.includes(key)).toSorted();
  return Object.fromEntries([...ORDER, ...later].flatMap((key) => (Object.hasOwn(results, key) ? [[key, sorted(results[key as keyof Results])] as const] : [])));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
