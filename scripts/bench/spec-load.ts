import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Loads everything in `spec/` as a program that uses it would, in a process of its own. */
const PROGRAM = `
const began = performance.now();
const spec = await import(${JSON.stringify(fileURLToPath(new URL("../../spec/index.ts", import.meta.url)))});
const rows = spec.loadRequirements();
const profiles = spec.loadProfiles();
const validator = spec.createValidator();
const schemas = spec.loadSchemas();
for (const load of Object.values(spec)) if (typeof load === "function" && load.length === 0 && /^load(?!Requirements|CatalogueFiles|Profiles|Schema)/.test(load.name)) load();
process.stdout.write(JSON.stringify({ milliseconds: performance.now() - began, rows: rows.length, profiles: profiles.length, schemas: schemas.size, validator: typeof validator }));
`;

/**
 * How long loading the whole of \`spec/\` takes, modules included; the best of a few tries, so that what
 * else the machine does counts little.
 */
export function measureSpecLoad(options: { tries: number }): { readonly milliseconds: number; readonly rows: number; readonly profiles: number; readonly schemas: number } {
  const runs = Array.from({ length: options.tries }, () => JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", PROGRAM], { encoding: "utf8" })) as ReturnType<typeof measureSpecLoad>);
  return runs.toSorted((a, b) => a.milliseconds - b.milliseconds)[0] as ReturnType<typeof measureSpecLoad>;
}
