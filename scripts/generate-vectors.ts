import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generateVectorFile, generatorNames, serializeVectorFile } from "../vectors/generate/generate.ts";
import { DATA_FOLDER, vectorFileNames } from "../vectors/load.ts";
import { digestVectors } from "../vectors/digests.ts";
import { globMatcher } from "../harness/tools/glob.ts";

/**
 * Writes `vectors/data` from `vectors/generators`, and the digests of all data of `vectors/`. `--check` writes nothing and fails where a file differs;
 * `--only <pattern>` takes some of the files.
 */
const { values } = parseArgs({ options: { check: { type: "boolean", default: false }, only: { type: "string", default: "**" } } });
const wanted = globMatcher(values.only);
const stale: string[] = [];
let total = 0;
for (const name of generatorNames().filter(wanted)) {
  const file = await generateVectorFile(name);
  total += file.numberOfTests;
  const text = serializeVectorFile(file);
  const url = new URL(`${name}.json`, DATA_FOLDER);
  if (read(url) === text) continue;
  stale.push(name);
  if (values.check) continue;
  mkdirSync(new URL("./", url), { recursive: true });
  writeFileSync(url, text);
}
const orphans = vectorFileNames().filter((name) => wanted(name) && !generatorNames().includes(name));
for (const name of orphans) {
  stale.push(name);
  if (!values.check) rmSync(new URL(`${name}.json`, DATA_FOLDER));
}
const digests = `${JSON.stringify({ description: "SHA-256 of each file beside this one; written by npm run vectors:gen.", sha256: digestVectors() }, null, 2)}\n`;
const sealed = new URL("../vectors/digests.json", import.meta.url);
if (read(sealed) !== digests) {
  stale.push("digests.json");
  if (!values.check) writeFileSync(sealed, digests);
}
process.stderr.write(`${total} vectors in ${generatorNames().filter(wanted).length} files; ${stale.length === 0 ? "nothing changed" : `${values.check ? "differing from their generators" : "written"}: ${stale.join(", ")}`}\n`);
if (values.check && stale.length > 0) {
  process.stderr.write('Run "npm run vectors:gen" and commit what it writes.\n');
  process.exitCode = 1;
}

function read(url: URL): string | undefined {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return undefined;
  }
}
