import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { compileSchema } from "./json-schema.ts";
import type { Requirement } from "./requirement.ts";

export { weightOf } from "./requirement.ts";
export type {
  Ambiguity,
  Clause,
  Exclusion,
  Position,
  Requirement,
  RequirementBasis,
  RequirementLevel,
  RequirementRole,
  Weight,
} from "./requirement.ts";

const FOLDER = new URL("./requirements/", import.meta.url);

type CatalogueFile = {
  readonly area: string;
  readonly rows: readonly Omit<Requirement, "area">[];
};

// Compiled once: a catalogue has a file per area.
const validateFile = compileSchema<CatalogueFile>(new URL("requirement.schema.json", FOLDER));

/** The catalogue on disk is not what its schema asks for. */
export class RequirementsError extends Error {
  override readonly name = "RequirementsError";

  constructor(options: { file: string; problems: readonly string[] }) {
    super([`spec/requirements/${options.file} is not a valid catalogue file`, ...options.problems.map((problem) => `- ${problem}`)].join("\n"));
  }
}

/**
 * Reads one catalogue file.
 *
 * @param options.file name used in errors, for example `http.yaml`
 * @param options.text the YAML
 * @throws RequirementsError naming the file, the row and what was expected
 */
export const parseRequirements = (options: { file: string; text: string }): Requirement[] => {
  const { file, text } = options;
  const value: unknown = parse(text);
  const result = validateFile(value);
  if (!result.ok) {
    throw new RequirementsError({ file, problems: result.errors.map((error) => `${rowAt(value, error.path)}: ${error.message}`) });
  }
  if (`${result.value.area}.yaml` !== file) {
    throw new RequirementsError({ file, problems: [`area is "${result.value.area}": expected the file's own name`] });
  }
  const { area, rows } = result.value;
  const problems = rows.flatMap(problemsOfRow);
  if (problems.length > 0) throw new RequirementsError({ file, problems });
  return rows.map((row) => ({ ...row, area }));
};

/**
 * The whole catalogue, in file order and then in row order.
 *
 * Files are found by name, so an area is added by adding its file.
 *
 * @throws RequirementsError on a malformed file, or on an id used twice
 */
export const loadRequirements = (): Requirement[] => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")).toSorted();
  const requirements = files.flatMap((file) => parseRequirements({ file, text: readFileSync(new URL(file, FOLDER), "utf8") }));
  const home = new Map<string, string>();
  for (const { id, area } of requirements) {
    const earlier = home.get(id);
    if (earlier !== undefined) {
      throw new RequirementsError({ file: `${area}.yaml`, problems: [`row ${id}: expected an id of its own, but ${earlier}.yaml has it already`] });
    }
    home.set(id, area);
  }
  return requirements;
};

/** What the schema cannot say: a default is one of the positions, and positions differ. */
const problemsOfRow = (row: Omit<Requirement, "area">): string[] => {
  if (row.ambiguous === undefined) return [];
  const ids = row.ambiguous.positions.map((position) => position.id);
  const problems: string[] = [];
  if (new Set(ids).size !== ids.length) problems.push(`row ${row.id}: expected each position id once, got ${ids.join(", ")}`);
  if (!ids.includes(row.ambiguous.default)) {
    problems.push(`row ${row.id}: expected ambiguous.default to be one of ${ids.join(", ")}, got ${row.ambiguous.default}`);
  }
  return problems;
};

/** Names the row an error path such as `/rows/3/level` points into. */
const rowAt = (file: unknown, path: string): string => {
  const index = /^\/rows\/(\d+)/.exec(path)?.[1];
  if (index === undefined) return path === "" ? "the file" : path;
  const rows = typeof file === "object" && file !== null && "rows" in file && Array.isArray(file.rows) ? (file.rows as unknown[]) : [];
  const row = rows[Number(index)];
  const id = typeof row === "object" && row !== null && "id" in row && typeof row.id === "string" ? row.id : `number ${index}`;
  return `row ${id} at ${path}`;
};
