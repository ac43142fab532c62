import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareDigests, type Digests, digestSpec, loadDigests, SEALED } from "./digests.ts";

const expected = loadDigests();

it("no byte of the data is other than when it was sealed", () => {
  expect(compareDigests({ expected, actual: digestSpec() }).map(({ path, problem }) => `spec/${path} is ${problem}: if that is meant, run "npm run spec:gen"`)).toEqual([]);
});

it("every schema, example, registry, requirement and profile is sealed", () => {
  for (const part of SEALED) expect(Object.keys(expected).some((path) => path.startsWith(part)), part).toBe(true);
  expect(Object.keys(expected).some((path) => /^schemas\/examples\/.*\/invalid\//.test(path))).toBe(true);
});

describe("in a copy", () => {
  const files = ["profiles/core-http.yaml", "registry/networks.json", "requirements/http.yaml", "schemas/payment-payload.schema.json", "schemas/examples/payment-payload/valid/whole.json", "text/pinned.json"];
  const folder = mkdtempSync(join(tmpdir(), "x402-digests-"));
  const actual = (): Digests => digestSpec(pathToFileURL(`${folder}/`));
  const sealed = Object.fromEntries(files.map((file) => [file, expected[file] ?? ""]));
  beforeAll(() => {
    for (const file of files) cpSync(new URL(file, import.meta.url), join(folder, file));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(files)("one flipped bit of %s is found", (path) => {
    const file = join(folder, path);
    const bytes = readFileSync(file);
    expect(compareDigests({ expected: sealed, actual: actual() })).toEqual([]);
    for (const place of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 1;
      writeFileSync(file, flipped);
      expect(compareDigests({ expected: sealed, actual: actual() })).toEqual([{ path, problem: "altered" }]);
    }
    writeFileSync(file, bytes);
  });

  it("a file more and a file less are found", () => {
    rmSync(join(folder, "registry/networks.json"));
    writeFileSync(join(folder, "profiles/mine.yaml"), "name: mine\n");
    expect(compareDigests({ expected: sealed, actual: actual() })).toEqual([
      { path: "profiles/mine.yaml", problem: "unexpected" },
      { path: "registry/networks.json", problem: "missing" },
    ]);
  });
});
