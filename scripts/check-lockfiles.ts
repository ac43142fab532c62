import { globSync, readFileSync } from "node:fs";
import { addressed, type Lockfile, missingOptionals } from "./lockfile.ts";

let bad = false;
for (const file of globSync("{package-lock.json,harness/targets/*/package-lock.json,harness/vectors/*/package-lock.json}")) {
  const lockfile = JSON.parse(readFileSync(file, "utf8")) as Lockfile;
  const missing = missingOptionals(lockfile);
  const addresses = addressed(lockfile);
  if (missing.length > 0) process.stderr.write(`${file}: lacks ${missing.map(({ path }) => path).join(", ")}; run "npm run lockfiles"\n`);
  if (addresses.length > 0) process.stderr.write(`${file}: download addresses in ${addresses.slice(0, 3).join(", ")}${addresses.length > 3 ? " and more" : ""}; remove "resolved"\n`);
  bad ||= missing.length > 0 || addresses.length > 0;
}
process.exitCode = bad ? 1 : 0;
