import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadChecks } from "../harness/checks/load.ts";
import { compareText, hasDrift } from "../spec/drift/compare.ts";
import { pinTexts, printPinned } from "../spec/drift/pin.ts";
import { type DependantsOf, driftReport, printDrift } from "../spec/drift/report.ts";
import { openTextSource, type TextSource, TextSourceError } from "../spec/drift/text-source.ts";
import { loadCatalogueFiles, loadRequirements, type NewerText, RequirementsError } from "../spec/requirements.ts";
import { REVISION, REVISIONS } from "../spec/revision.ts";
import { loadPinnedTexts, type PinnedFile } from "../spec/text/pinned-text.ts";

// npm run spec:drift -- <checkout> [--json] [--pin]; exit 0: no drift, 1: drift, 2: usage.
const USAGE = "npm run spec:drift -- <checkout of the specification> [--json] [--pin]";
const PINNED = new URL("../spec/text/pinned.json", import.meta.url);
const [APRIL, NEWER] = REVISIONS;

function main(): Promise<number> | number {
  let given: { positionals: string[]; values: { json?: boolean; pin?: boolean } };
  try {
    given = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" }, pin: { type: "boolean" } } });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const [path, ...more] = given.positionals;
  if (path === undefined || more.length > 0) return usage(path === undefined ? "Which checkout?" : `Expected one checkout, got ${given.positionals.length}.`);
  let source: TextSource;
  try {
    source = openTextSource(path);
  } catch (error) {
    if (error instanceof TextSourceError) return usage(error.message);
    throw error;
  }
  return given.values.pin === true ? pin(source) : compare({ source, json: given.values.json === true });
}

function usage(message: string): number {
  process.stderr.write(`${message}\nUsage: ${USAGE}\n`);
  return 2;
}

function pin(source: TextSource): number {
  if (NEWER === undefined || APRIL.commit === undefined) throw new Error("spec/revision.ts: expected the pinned revision and the newer one");
  const before = JSON.parse(readFileSync(PINNED, "utf8")) as PinnedFile;
  const { file, notes } = pinTexts({ source, before, revision: { ...APRIL, commit: APRIL.commit }, newerRevision: NEWER, newer: newerTexts() });
  writeFileSync(PINNED, printPinned(file));
  for (const note of notes) process.stderr.write(`${note}\n`);
  const sections = file.texts.reduce((sum, text) => sum + text.sections.length, 0);
  process.stdout.write(`spec/text/pinned.json: ${file.texts.length} texts, ${sections} sections.\n`);
  return 0;
}

async function compare(options: { source: TextSource; json: boolean }): Promise<number> {
  const drift = compareText({ source: options.source, requirements: loadRequirements(), pinned: loadPinnedTexts(), newer: newerTexts() });
  const report = driftReport({ drift, dependantsOf: await loadDependants() });
  const { commit } = options.source;
  const what = { pinned: `${REVISION.repository} ${REVISION.commit}`, checkout: commit ?? "a folder without history" };
  process.stdout.write(options.json ? `${JSON.stringify({ ...what, ...report }, null, 2)}\n` : `pinned    ${what.pinned}\ncheckout  ${what.checkout}\n\n${printDrift(report)}`);
  return hasDrift(drift) ? 1 : 0;
}

/** Every newer text the catalogue cites, each version once. */
function newerTexts(): readonly NewerText[] {
  const texts = loadCatalogueFiles().flatMap((file) => file.texts ?? []);
  return [...new Map(texts.map((text) => [`${text.file} ${text.chars}`, text])).values()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.chars - b.chars));
}

/** Checks name their row, faults are named by checks, and a vector file hangs on every row id that stands in it as a value of its own. */
async function loadDependants(): Promise<DependantsOf> {
  const checks = await loadChecks();
  const folder = new URL("../vectors/", import.meta.url);
  const vectors = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => ({ name: `vectors/${name}`, strings: new Set(stringsIn(JSON.parse(readFileSync(new URL(name, folder), "utf8")))) }));
  return (rows) => {
    const judging = checks.filter(({ requirement }) => rows.includes(requirement));
    return {
      checks: judging.map(({ id }) => id),
      mutants: [...new Set(judging.flatMap(({ killedBy, alsoKilledBy }) => [...killedBy, ...Object.keys(alsoKilledBy)]))],
      vectors: vectors.filter(({ strings }) => rows.some((row) => strings.has(row))).map(({ name }) => name),
    };
  };
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof RequirementsError)) throw error;
  process.exitCode = usage(error.message);
}
