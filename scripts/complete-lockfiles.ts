import { globSync, readFileSync, writeFileSync } from "node:fs";
import { type Lockfile, missingOptionals, platformOf } from "./lockfile.ts";

// Run after every `npm install`: adds the platform packages that the registry at hand did not have.
for (const file of globSync("{package-lock.json,harness/targets/*/package-lock.json,harness/vectors/*/package-lock.json}")) {
  const lockfile = JSON.parse(readFileSync(file, "utf8")) as Lockfile;
  const missing = missingOptionals(lockfile);
  for (const { path, version, dev } of missing) {
    const { os, cpu } = platformOf(path);
    if (os.length === 0 && cpu.length === 0) throw new Error(`${file}: cannot tell the platform of ${path} from its name; add it by hand`);
    lockfile.packages[path] = { version: version.replace(/^[\^~]/, ""), ...(dev ? { dev: true } : {}), optional: true, ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}) };
  }
  if (missing.length === 0) continue;
  lockfile.packages = Object.fromEntries(Object.entries(lockfile.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  process.stdout.write(`${file}: added ${missing.map(({ path }) => path).join(", ")}\n`);
}
