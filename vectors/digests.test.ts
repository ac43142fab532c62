import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { compareDigests } from "../spec/index.ts";
import { digestVectors, loadVectorDigests } from "./digests.ts";

const expected = loadVectorDigests();

it("are those of the files", () => {
  expect(compareDigests({ expected, actual: digestVectors() }), 'run "npm run vectors:gen"').toEqual([]);
});

it("cover vectors, operations and format", () => {
  expect(Object.keys(expected)).toEqual(expect.arrayContaining(["data/header/decode.json", "operations/header.decode.json", "vectors.schema.json", "interop-bugs.json", "retired-ids.json"]));
});

it.each(["data/core/amount.json", "operations/caip2.parse.json", "vectors.schema.json"])("tell one bit in %s", (path) => {
  const folder = mkdtempSync(join(tmpdir(), "x402-digests-"));
  cpSync(fileURLToPath(new URL("./", import.meta.url)), folder, { recursive: true, filter: (file) => !/\.ts$|node_modules/.test(file) });
  const bytes = readFileSync(join(folder, path));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(join(folder, path), bytes);
  expect(compareDigests({ expected, actual: digestVectors(pathToFileURL(`${folder}/`)) })).toEqual([{ path, problem: "altered" }]);
});
