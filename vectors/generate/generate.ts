import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { REVISION } from "../../spec/revision.ts";
import { VECTORS_SCHEMA } from "../vector-file.ts";
import type { VectorFile } from "../vector-file.ts";
import type { DraftGroup, VectorDefinition } from "./define.ts";
import { createSeeded, SEED } from "./seeded.ts";

const FOLDER = new URL("../generators/", import.meta.url);

/** Names of all generators, `<area>/<name>`, in order; each makes the data file of the same name. */
export const generatorNames = (): readonly string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    // A file beside the areas, or one whose name starts with "_", is a helper of generators.
    .filter((file) => /^[^/]+\/[^_/][^/]*\.ts$/.test(file) && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();

/**
 * Makes one vector file.
 *
 * @param name one of {@link generatorNames}
 * @throws Error when the module exports no `vectors`
 */
export const generateVectorFile = async (name: string): Promise<VectorFile> => {
  const module = (await import(fileURLToPath(new URL(`${name}.ts`, FOLDER)))) as { vectors?: VectorDefinition };
  if (module.vectors === undefined) throw new Error(`vectors/generators/${name}.ts: expected an export named vectors, made with defineVectors`);
  return await completeFile({ name, definition: module.vectors });
};

/** Puts a definition's groups into a file's frame. */
export const completeFile = async (options: { name: string; definition: VectorDefinition }): Promise<VectorFile> => {
  const { name, definition } = options;
  const [area = "", file = ""] = name.split("/");
  const groups = await definition.groups({ seeded: createSeeded({ file: name }) });
  return {
    schema: VECTORS_SCHEMA,
    area,
    name: file,
    description: definition.description,
    operation: definition.operation,
    requirements: definition.requirements,
    specRevision: REVISION.commit,
    generator: `vectors/generators/${name}.ts`,
    seed: SEED,
    numberOfTests: groups.reduce((sum, group) => sum + group.tests.length, 0),
    flags: definition.flags,
    groups: groups.map((group) => completeGroup({ name, group })),
  };
};

const completeGroup = ({ name, group }: { name: string; group: DraftGroup }): VectorFile["groups"][number] => ({
  name: group.name,
  comment: group.comment,
  shared: (group.shared ?? {}) as Record<string, unknown>,
  tests: group.tests.map(({ id, comment, flags, input, result, output, reason, pair }) => ({
    id: `${name}/${id}`,
    comment,
    flags,
    input,
    result,
    ...(output === undefined ? {} : { output }),
    ...(reason === undefined ? {} : { reason }),
    ...(pair === undefined ? {} : { pair: { ...pair, of: `${name}/${pair.of}` } }),
  })),
});

/** The bytes of a vector file: one test per line, so that a change shows as the lines of the tests it touched. */
export const serializeVectorFile = (file: VectorFile): string => {
  const { groups, ...head } = file;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${indent(JSON.stringify(value, null, 2))},`);
  const groupTexts = groups.map(({ tests, ...group }) => {
    const groupLines = Object.entries(group).map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
    return ["    {", ...groupLines, '      "tests": [', tests.map((test) => `        ${JSON.stringify(test)}`).join(",\n"), "      ]", "    }"].join("\n");
  });
  return `${["{", ...lines, '  "groups": [', groupTexts.join(",\n"), "  ]", "}"].join("\n")}\n`;
};

const indent = (text: string): string => text.replaceAll("\n", "\n  ");
