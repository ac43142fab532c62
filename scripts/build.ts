import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { $ } from "zx";
import { loadSchemaBundle } from "../spec/schema-bundle.ts";

// dist/ has the compiled modules and, beside them, the data they read relative to themselves.
const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
await $({ cwd: root, stdio: "inherit" })`tsc -p tsconfig.build.json`;

const data = globSync("{spec,vectors,simulators,harness,reports}/**/*.{json,yaml,md,mjs,py,css,sol}", { cwd: root, exclude: ["**/node_modules/**", "reports/out/**", "**/*.test.*"] });
const examples = globSync("harness/targets/examples/*/*", { cwd: root });
const consumers = globSync("vectors/consumers/**/*.{ts,go,mod,rs,toml}", { cwd: root, exclude: ["**/target/**"] });
for (const file of new Set([...data, ...examples, ...consumers])) {
  const to = join(dist, file);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, file), to, { recursive: true });
}
writeFileSync(join(dist, "spec/schemas.bundle.json"), `${JSON.stringify(loadSchemaBundle(), null, 2)}\n`);
