import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadRequirements, type Requirement } from "../spec/requirements.ts";
import type { Check } from "./checks/check.ts";
import { loadChecks } from "./checks/load.ts";
import { loadScenarios } from "./scenarios/load.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** Everything the suite knows: what the protocol asks, how targets are driven, how they are judged. */
export interface Suite {
  readonly version: string;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly checks: readonly Check[];
  readonly scenarios: readonly Scenario<never>[];
  /** SHA-256 in hex, so that two reports can be told to rest on the same suite. */
  readonly digests: { readonly requirements: string; readonly vectors: string; readonly checks: string };
}

/**
 * Loads the whole suite from its folders. Nothing is started: no chain, no target.
 *
 * @throws Error when a file of the suite's own is wrong, such as two checks of one id or a requirement that does not fit its schema
 */
export async function loadSuite(): Promise<Suite> {
  const [checks, scenarios] = await Promise.all([loadChecks(), loadScenarios()]);
  const requirements = loadRequirements();
  return {
    version: packageVersion(),
    requirements: new Map(requirements.map((requirement) => [requirement.id, requirement])),
    checks,
    scenarios,
    digests: {
      requirements: createHash("sha256").update(JSON.stringify(requirements)).digest("hex"),
      vectors: folderDigest(new URL("../vectors/", import.meta.url)),
      checks: folderDigest(new URL("./checks/", import.meta.url)),
    },
  };
}

/** Semantic version of this package; `0.0.0` where its package.json is not found. */
export function packageVersion(): string {
  // From sources the package file is one folder up, from the built package two.
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { name?: string; version?: string };
      if (name === "x402-conformance" && version !== undefined) return version;
    } catch {
      continue;
    }
  }
  return "0.0.0";
}

function folderDigest(folder: URL): string {
  const hash = createHash("sha256");
  const root = fileURLToPath(folder);
  let files: string[] = [];
  try {
    files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ts|js|json)$/.test(file) && !/\.test\.|\.d\.ts$/.test(file));
  } catch {
    return hash.digest("hex");
  }
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(new URL(file, folder)));
  return hash.digest("hex");
}
