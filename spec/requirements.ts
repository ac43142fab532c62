import { readdirSync, readFileSync } from "node:fs";
import { loadDigests } from "./digests.ts";
import { compileSchema } from "./json-schema.ts";
import type { Clause, Requirement, RequirementBasis } from "./requirement.ts";
import type { RevisionName } from "./revision.ts";
import { sha256 } from "./text/digest.ts";
import { findSection } from "./text/find-section.ts";
import { isOwnText, loadOwnTexts } from "./text/own-texts.ts";
import { loadPinnedTexts, type PinnedSection, type PinnedText } from "./text/pinned-text.ts";
import { tryParseYaml } from "./yaml/parse-yaml.ts";

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

/** A newer text that a catalogue file cites, as it was read. */
export type NewerText = {
  /** Relative to `specs/`. */
  readonly file: string;
  /** Commit of the version that was read; absent where the store it was read from did not say. */
  readonly commit?: string;
  /** Length in characters. */
  readonly chars: number;
};

/** A row as it is written: what follows from other members is left out. */
type CatalogueRow = Omit<Requirement, "area" | "since" | "clause"> & {
  readonly since?: RevisionName;
  readonly clause: readonly { readonly file: string; readonly section: string }[];
};

/** A catalogue file as it is written. */
export type CatalogueFile = {
  readonly area: string;
  readonly texts?: readonly NewerText[];
  readonly rows: readonly CatalogueRow[];
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
 * Reads one catalogue file as it is written.
 *
 * @param options.file name used in errors, for example `http.yaml`
 * @param options.text the YAML
 * @param options.isSealed the text is the one whose digest the package was published with: its tests have held it to its schema
 * @throws RequirementsError naming the file, the row and what was expected
 */
export const parseCatalogueFile = (options: { file: string; text: string; isSealed?: boolean }): CatalogueFile => {
  const { file, text } = options;
  const yaml = tryParseYaml(text);
  if (!yaml.ok) throw new RequirementsError({ file, problems: [yaml.problem] });
  const { value } = yaml;
  if (options.isSealed === true) return value as CatalogueFile;
  const result = validateFile(value);
  if (!result.ok) {
    throw new RequirementsError({ file, problems: result.errors.map((error) => `${rowAt(value, error.path)}: ${error.message}`) });
  }
  if (`${result.value.area}.yaml` !== file) {
    throw new RequirementsError({ file, problems: [`area is "${result.value.area}": expected the file's own name`] });
  }
  const problems = result.value.rows.flatMap(problemsOfRow);
  if (problems.length > 0) throw new RequirementsError({ file, problems });
  return result.value;
};

/** Every catalogue file, found by name, as it is written. */
export const loadCatalogueFiles = (): CatalogueFile[] => {
  const digests = loadDigests();
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, FOLDER), "utf8");
      return parseCatalogueFile({ file, text, isSealed: sha256(text) === digests[`requirements/${file}`] });
    });
};

/**
 * The requirements of a catalogue file, with what its rows leave out: the area, the revisions they hold
 * in, and for each clause the revision it was read in and the digest of its section there.
 *
 * @param options.pinned the texts that were pinned from a checkout, and our own
 */
export const requirementsOf = (options: { file: CatalogueFile; pinned: readonly PinnedText[] }): Requirement[] => {
  const { file } = options;
  const newer = new Map(file.texts?.map((text) => [text.file, text.chars]));
  // Many rows cite one section.
  const found = new Map<string, PinnedSection | undefined>();
  const sectionIn = (revision: RevisionName, { file: name, section }: { file: string; section: string }): PinnedSection | undefined => {
    const key = `${revision} ${name} ${section}`;
    if (found.has(key)) return found.get(key);
    // Areas may have read different versions of one newer text.
    const text = options.pinned.find((one) => one.revision === revision && one.file === name && (revision === "2026-04" || isOwnText(name) || one.chars === newer.get(name)));
    const result = text === undefined ? undefined : findSection({ section, sections: text.sections }).found;
    found.set(key, result);
    return result;
  };
  const clauseOf = (basis: RequirementBasis, clause: { file: string; section: string }): Clause => {
    const mayBeNewer = basis !== "snapshot" && (newer.has(clause.file) || isOwnText(clause.file));
    const april = mayBeNewer && basis !== "gap" ? undefined : sectionIn("2026-04", clause);
    const fromNewer = mayBeNewer && april === undefined;
    const section = fromNewer ? sectionIn("2026-11", clause) : april;
    const { file: name, section: heading } = clause;
    const revision = fromNewer ? "2026-11" : "2026-04";
    return section === undefined ? { file: name, section: heading, revision } : { file: name, section: heading, revision, sha256: section.sha256 };
  };
  return file.rows.map((row) => {
    const clause = row.clause.map((one) => clauseOf(row.basis, one));
    return { ...row, area: file.area, since: row.since ?? sinceOf({ basis: row.basis, clause }), clause };
  });
};

/** Our own advice is as old as the text it completes; everything else is as old as its basis says. */
const sinceOf = (options: { basis: RequirementBasis; clause: readonly Clause[] }): RevisionName => {
  const { basis, clause } = options;
  if (basis === "gap") return clause.every(({ revision }) => revision === "2026-04") ? "2026-04" : "2026-11";
  return basis === "snapshot" ? "2026-04" : "2026-11";
};

/**
 * The whole catalogue, in file order and then in row order.
 *
 * Files are found by name, so an area is added by adding its file.
 *
 * @throws RequirementsError on a malformed file, or on an id used twice
 */
export const loadRequirements = (): Requirement[] => {
  const pinned = [...loadPinnedTexts(), ...loadOwnTexts()];
  const requirements = loadCatalogueFiles().flatMap((file) => requirementsOf({ file, pinned }));
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
const problemsOfRow = (row: CatalogueRow): string[] => {
  if (row.since !== undefined && row.until !== undefined && row.until < row.since) return [`row ${row.id}: expected until not to come before since, got ${row.since} to ${row.until}`];
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
