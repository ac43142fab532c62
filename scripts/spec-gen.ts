import { readFileSync, writeFileSync } from "node:fs";
import { generatedFiles } from "./spec-gen/files.ts";

// npm run spec:gen writes what is made of spec/; with --check it only says what is stale, for CI.
const check = process.argv.includes("--check");
for (const { path, text } of await generatedFiles()) {
  const url = new URL(`../${path}`, import.meta.url);
  if (current(url) === text) continue;
  process.stdout.write(`${path}: ${check ? 'stale, run "npm run spec:gen"' : "written"}\n`);
  if (check) process.exitCode = 1;
  else writeFileSync(url, text);
}

function current(url: URL): string | undefined {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return undefined;
  }
}
