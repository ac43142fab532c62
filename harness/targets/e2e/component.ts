import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { DriverError } from "../errors.ts";
import type { Role } from "../protocol.ts";

/** A client, server or facilitator in the layout of the upstream project's end-to-end tests. */
export interface Component {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly command: readonly [string, ...string[]];
  /** Paths on a server or facilitator. */
  readonly health: string;
  readonly close: string;
  /** Folder with the mechanisms catalogue, which the newest generation reads; absolute. */
  readonly catalogue: string | undefined;
}

interface TestConfig {
  readonly name?: string;
  readonly type?: string;
  readonly transport?: string;
  readonly x402Version?: number;
  readonly x402Versions?: readonly number[];
  readonly endpoints?: readonly { readonly path?: string; readonly health?: boolean; readonly close?: boolean }[];
}

/**
 * Reads a component's folder: `test.config.json` and `run.sh` where there are, else what its newest
 * layout implies.
 *
 * @throws DriverError `command-not-found` when the folder is no component, or one of another role, transport or version
 */
export function readComponent(options: { folder: string; role: Role }): Component {
  const { folder, role } = options;
  if (!existsSync(folder)) throw refused("The component's folder does not exist", { found: folder });
  const config = readConfig(folder);
  if (config.type !== undefined && config.type !== role) throw refused(`The component ${folder} plays another role than the manifest says`, { expected: role, found: config.type });
  if ((config.transport ?? (basename(folder) === "mcp" ? "mcp" : "http")) !== "http") throw refused(`The component ${folder} does not speak HTTP`, { expected: "http", found: config.transport ?? "mcp" });
  const versions = config.x402Versions ?? (config.x402Version === undefined ? [2] : [config.x402Version]);
  if (!versions.includes(2)) throw refused(`The component ${folder} does not speak x402 V2`, { expected: "2", found: versions.join(", ") });
  const endpoint = (kind: "health" | "close"): string => config.endpoints?.find((one) => one[kind] === true)?.path ?? `/${kind}`;
  return { name: config.name ?? basename(folder), folder, command: commandOf(folder), health: endpoint("health"), close: endpoint("close"), catalogue: findUp({ from: folder, relativePath: "config/mechanisms_evm.json", take: dirname }) };
}

function readConfig(folder: string): TestConfig {
  const file = join(folder, "test.config.json");
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as TestConfig;
  } catch (error) {
    throw refused(`${file} is not JSON`, { found: (error as Error).message });
  }
}

function commandOf(folder: string): readonly [string, ...string[]] {
  const has = (file: string): boolean => existsSync(join(folder, file));
  if (has("run.sh")) return ["bash", "run.sh"];
  if (has("index.ts")) {
    if (has("package.json")) return ["pnpm", "exec", "tsx", "index.ts"];
    const root = findUp({ from: folder, relativePath: "package.json", take: dirname });
    if (root === undefined) throw refused(`The component ${folder} has index.ts and no package around it`, { expected: "a package.json in a folder above" });
    return ["pnpm", "--dir", root, "exec", "tsx", relative(root, join(folder, "index.ts"))];
  }
  if (has("main.py")) return ["bash", "-c", "uv sync --reinstall-package x402 --quiet && uv run python main.py"];
  if (has("go.mod") || has("main.go")) return ["go", "run", "."];
  throw refused(`The folder ${folder} is no component of the end-to-end tests`, { expected: "run.sh, index.ts, main.py, go.mod or main.go" });
}

function findUp(options: { from: string; relativePath: string; take: (path: string) => string }): string | undefined {
  for (let folder = resolve(options.from); ; folder = dirname(folder)) {
    const path = join(folder, options.relativePath);
    if (existsSync(path)) return options.take(path);
    if (dirname(folder) === folder) return undefined;
  }
}

function refused(what: string, contrast: { expected?: string; found?: string }): DriverError {
  return new DriverError({ code: "command-not-found", what, ...contrast, next: 'Mend "connect" in the manifest.' });
}
