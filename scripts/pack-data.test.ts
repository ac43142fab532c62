import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { compareDigests, digestFolder } from "../spec/index.ts";
import { vectorFileNames } from "../vectors/index.ts";

/** The tarball holds the data, whole and unaltered, and none of our code. */
it("packs spec and vectors as data alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "x402-pack-"));
  execFileSync(process.execPath, [fileURLToPath(new URL("pack-data.ts", import.meta.url)), folder], { stdio: "pipe" });
  const [tarball = ""] = readdirSync(folder);
  expect(tarball).toMatch(/^x402-conformance-data-.*\.tgz$/);
  execFileSync("tar", ["-xzf", tarball], { cwd: folder });
  const content = join(folder, "package");
  const { sha256 } = JSON.parse(readFileSync(join(content, "digests.json"), "utf8")) as { sha256: Record<string, string> };
  const actual = digestFolder({ folder: pathToFileURL(`${content}/`), isSealed: (path) => /\.[a-z]+$|^LICENSE$/.test(path) && path !== "digests.json" });
  expect(compareDigests({ expected: sha256, actual })).toEqual([]);
  const files = Object.keys(sha256);
  expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "spec/requirements.json", "spec/schemas.bundle.json", "spec/requirements/http.yaml", "vectors/README.md", "vectors/vectors.schema.json", ...vectorFileNames().map((name) => `vectors/data/${name}.json`)]));
  expect(files.filter((file) => file.endsWith(".ts") && !file.startsWith("vectors/consumers/"))).toEqual([]);
});
