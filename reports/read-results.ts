import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject } from "ajv/dist/2020.js";
import { visible } from "./escape/visible.ts";
import { RESULTS_VERSION, type Results } from "./results.ts";

/** Stable: programs may branch on it. */
export type ResultsErrorCode = "results-empty" | "results-truncated" | "results-not-json" | "results-version" | "results-invalid" | "results-inconsistent";

/** A text is not the results of a run. */
export class ResultsError extends Error {
  override readonly name = "ResultsError";
  readonly code: ResultsErrorCode;
  readonly expected: string;
  readonly found: string;

  constructor(options: { code: ResultsErrorCode; message: string; expected: string; found: string; next: string }) {
    super(`${options.message}\n- expected: ${options.expected}\n- found: ${options.found}\n- next: ${options.next}`);
    this.code = options.code;
    this.expected = options.expected;
    this.found = options.found;
  }
}

const SCHEMA = new URL("./results.schema.json", import.meta.url);

/**
 * Reads the text of a `results.json`.
 *
 * Members this version does not know are kept and ignored: a file of a newer suite with the same
 * `resultsVersion` can be read.
 *
 * @throws ResultsError saying what was expected and what was found
 * @example
 * const results = readResults(readFileSync("x402-report/results.json", "utf8"));
 */
export function readResults(text: string): Results {
  const value = parse(text);
  const version = isRecord(value) ? value["resultsVersion"] : undefined;
  if (isRecord(value) && version !== undefined && version !== RESULTS_VERSION) {
    throw new ResultsError({ code: "results-version", message: "These results are of another version.", expected: `resultsVersion ${RESULTS_VERSION}`, found: `resultsVersion ${short(version)}`, next: "render them with the version of x402-conformance that wrote them" });
  }
  assertResults(value);
  assertConsistent(value);
  return value;
}

function parse(text: string): unknown {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed === "") throw new ResultsError({ code: "results-empty", message: "The results are empty.", expected: "the JSON of a run", found: "no text", next: "run again; the disk may have been full" });
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    const cause = visible({ text: error instanceof Error ? error.message : String(error) });
    if (isLines(trimmed)) throw new ResultsError({ code: "results-not-json", message: "These are lines of JSON, not results.", expected: "one JSON object", found: `${trimmed.split("\n").length} lines of JSON`, next: "give results.json and not verdicts.ndjson" });
    if (trimmed.startsWith("{") && !closes(trimmed)) throw new ResultsError({ code: "results-truncated", message: "The results end in the middle.", expected: "a JSON object that is closed", found: `${text.length} characters ending in ${short(trimmed.slice(-24))}`, next: "run again; the file was cut short while it was written or copied" });
    throw new ResultsError({ code: "results-not-json", message: "The results are not JSON.", expected: "a JSON object", found: cause, next: "give the results.json that a run left in its output folder" });
  }
}

/** Whether the braces of a text are balanced, strings skipped. */
function closes(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|"/gs)) {
    if (token === '"') return false;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
  }
  return depth <= 0;
}

function isLines(text: string): boolean {
  const [first = "", second = ""] = text.split("\n", 2);
  return [first, second].every((line) => {
    try {
      return isRecord(JSON.parse(line));
    } catch {
      return false;
    }
  });
}

function assertResults(value: unknown): asserts value is Results {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, verbose: true }).compile<Results>(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);
  if (validate(value)) return;
  const [error] = validate.errors ?? [];
  const where = error === undefined || error.instancePath === "" ? "the results" : visible({ text: error.instancePath });
  throw new ResultsError({ code: "results-invalid", message: `The results do not have the shape of a run: ${where}.`, expected: error === undefined ? "results" : expectation(error), found: short(error?.keyword === "required" ? "nothing" : error?.data), next: "give the results.json that a run left in its output folder, unedited" });
}

function expectation(error: ErrorObject): string {
  const params: Readonly<Record<string, unknown>> = error.params;
  const values = params["allowedValues"] ?? params["allowedValue"];
  return visible({ text: `${error.message ?? error.keyword}${values === undefined ? "" : `: ${JSON.stringify(values)}`}` });
}

/** What no schema can say: the counts are those of the verdicts in the file. */
function assertConsistent(results: Results): void {
  const fail = (expected: string, found: string): never => {
    throw new ResultsError({ code: "results-inconsistent", message: "The results contradict themselves.", expected, found, next: "give the results.json that a run left in its output folder, unedited" });
  };
  const { header, verdicts, summary } = results;
  if (header.executed !== verdicts.length) fail(`${header.executed} verdicts, as the header counts`, `${verdicts.length} verdicts`);
  const named = new Set(header.targets.map(({ name }) => name));
  for (const { target } of verdicts) {
    if (!named.has(target)) fail("verdicts on the header's targets only", `a verdict on ${short(target)}`);
    if (!Object.hasOwn(summary, target)) fail("a summary of every target", `none of ${short(target)}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = visible({ text: typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing") });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
