import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readJson } from "../spec/json-schema.ts";
import { loadRequirements } from "../spec/requirements.ts";
import { generateVectorFile, generatorNames, serializeVectorFile } from "./generate/generate.ts";
import { createLinter } from "./lint.ts";
import { DATA_FOLDER, loadVectorFile, vectorFileNames } from "./load.ts";
import { loadOperations } from "./operation.ts";

const names = vectorFileNames();
const operations = loadOperations();
const lint = createLinter({
  schema: readJson(new URL("vectors.schema.json", import.meta.url)) as object,
  operations,
  requirements: new Set(loadRequirements().map(({ id }) => id)),
  retired: new Set(readJson(new URL("retired-ids.json", import.meta.url)) as string[]),
});

it("has a generator for every file and a file for every generator", () => {
  expect(names).toEqual(generatorNames());
});

it("asks every operation", () => {
  expect(new Set(names.map((name) => loadVectorFile(name).operation))).toEqual(new Set(operations.keys()));
});

describe.each(names)("%s", (name) => {
  it("is what its generator makes, byte for byte", async () => {
    expect(serializeVectorFile(await generateVectorFile(name)) === readFileSync(new URL(`${name}.json`, DATA_FOLDER), "utf8"), 'run "npm run vectors:gen"').toBe(true);
  });

  it("keeps the format's rules", () => {
    expect(lint(loadVectorFile(name))).toEqual([]);
  });
});
