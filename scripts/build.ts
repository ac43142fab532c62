import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// dist/ has the compiled modules and, beside them, the data they read relative to themselves.
const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

const data = globSync("{spec,vectors,simulators,harness,reports}/**/*.{json,yaml,md,mjs,py,css,sol}", { cwd: root, exclude: ["**/node_modules/**", "reports/out/**", "**/*.test.*"] });
const extra = globSync("harness/targets/{official-*,examples/*}/*", { cwd: root, exclude: ["**/node_modules/**", "**/node_modules"] });
for (const file of new Set([...data, ...extra])) {
  const to = join(dist, file);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, file), to, { recursive: true, filter: (source) => !source.includes("node_modules") });
}
