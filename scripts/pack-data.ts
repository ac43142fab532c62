import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { $ } from "zx";
import { copyVectors } from "../harness/vectors/copy.ts";
import { packageVersion } from "../harness/suite.ts";
import { digestFolder, loadDigests, loadRequirements, loadSchemaBundle, REVISION } from "../spec/index.ts";

// npm run data:pack -- [folder]: one tarball with the protocol and the vectors as data, without any code of ours but the example consumers.
const root = fileURLToPath(new URL("../", import.meta.url));
const into = resolve(process.argv[2] ?? join(root, "dist"));
const stage = mkdtempSync(join(tmpdir(), "x402-data-"));
try {
  for (const path of ["README.md", ...Object.keys(loadDigests())].map((file) => `spec/${file}`)) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    cpSync(join(root, path), join(stage, path));
  }
  copyVectors({ folder: join(stage, "vectors") });
  cpSync(join(root, "LICENSE"), join(stage, "LICENSE"));
  writeJson("spec/requirements.json", loadRequirements());
  writeJson("spec/schemas.bundle.json", loadSchemaBundle());
  writeJson("package.json", { name: "x402-conformance-data", version: packageVersion(), description: `x402 V2 as data: requirements, JSON Schemas, registries and test vectors (${REVISION.repository} ${REVISION.commit.slice(0, 8)})`, license: "Apache-2.0" });
  writeFileSync(
    join(stage, "README.md"),
    `# x402 V2 as data

\`spec/\` says what the protocol asks for: requirements, JSON Schemas, registries and profiles; start with \`spec/README.md\`.
\`spec/requirements.json\` holds all requirement files in one, \`spec/schemas.bundle.json\` all schemas.
\`vectors/\` holds test vectors for implementations in any language; start with \`vectors/README.md\`.
\`digests.json\` has the SHA-256 of every file.

Read against ${REVISION.repository} at ${REVISION.commit} (${REVISION.date}); newer texts are named in each file.
`,
  );
  writeJson("digests.json", { sha256: digestFolder({ folder: pathToFileURL(`${stage}/`), isSealed: (path) => /\.[a-z]+$|^LICENSE$/.test(path) }) });
  mkdirSync(into, { recursive: true });
  // npm gives every file the same date, so the same data makes the same tarball.
  const { stdout } = await $({ cwd: stage, quiet: true })`npm pack --json --ignore-scripts`;
  const [{ filename, size }] = JSON.parse(stdout) as [{ filename: string; size: number }];
  cpSync(join(stage, filename), join(into, filename));
  process.stdout.write(`${join(into, filename)}: ${(size / 1e6).toFixed(1)} MB\n`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(join(stage, path), `${JSON.stringify(value, null, 2)}\n`);
}
