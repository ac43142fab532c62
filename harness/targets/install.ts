import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DriverError } from "./errors.ts";
import { startGuard } from "./guard.ts";
import { spawnProcess } from "./process.ts";
import type { Manifest } from "./target.ts";

const LOCKFILES = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];
const STAMP = ".x402-conformance-installed";
/** Seconds an install may take. */
const LIMIT = 600;
/** Lines of an install's output that an error shows. */
const SHOWN = 20;

const NEXT = 'Run it there by hand and mend what it needs, or "install" in the manifest; leave "install" out where you install the target yourself.';

/** What of a manifest an installation needs. */
export type Installable = Pick<Manifest, "name" | "cwd" | "environment"> & { readonly install?: string | undefined; readonly timeouts: Pick<Manifest["timeouts"], "stop"> };

/**
 * Runs the manifest's install command in its folder, when what it makes is missing or older than the
 * lockfile: `node_modules` holds a stamp with the digest of lockfile and command. A command that
 * makes no `node_modules` runs every time.
 *
 * @param options.onProgress one sentence when something is installed
 * @throws DriverError `install-failed` with the end of the command's output
 */
export async function ensureInstalled(options: { manifest: Installable; onProgress: (line: string) => void; signal?: AbortSignal; limitSeconds?: number }): Promise<void> {
  const { manifest, signal } = options;
  const { cwd, install, name } = manifest;
  if (install === undefined) return;
  const modules = join(cwd, "node_modules");
  const digest = digestOf({ cwd, install });
  if (existsSync(join(modules, STAMP)) && readFileSync(join(modules, STAMP), "utf8") === digest) return;

  options.onProgress(`Installing ${name} (${install}), once per lockfile`);
  const output: string[] = [];
  const keep = (line: string): void => {
    output.push(line);
    if (output.length > SHOWN) output.shift();
  };
  const seconds = options.limitSeconds ?? LIMIT;
  const failed = (what: string): DriverError =>
    new DriverError({ code: "install-failed", what: `${name} could not be installed: "${install}" in ${cwd} ${what}`, next: `${NEXT} ${output.length === 0 ? "It printed nothing." : `The end of its output:\n${output.join("\n")}`}` });
  const guard = startGuard({ graceSeconds: manifest.timeouts.stop });
  try {
    const child = await spawnProcess({ command: install, cwd, environment: manifest.environment, graceSeconds: manifest.timeouts.stop, guard, onLine: keep, onLog: keep, onFlood: () => undefined });
    const limit = AbortSignal.timeout(seconds * 1000);
    const stop = (): void => void child.stop();
    const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    either.addEventListener("abort", stop, { once: true });
    const { code, signal: killed } = await child.ended;
    either.removeEventListener("abort", stop);
    if (limit.aborted) throw failed(`did not end within ${seconds} s`);
    if (signal?.aborted === true) throw new DriverError({ code: "aborted", what: `Installing ${name} was stopped` });
    if (code !== 0) throw failed(killed === null ? `ended with exit code ${code}` : `was ended by ${killed}`);
  } finally {
    guard.close();
  }
  if (existsSync(modules)) writeFileSync(join(modules, STAMP), digest);
}

function digestOf(options: { cwd: string; install: string }): string {
  const hash = createHash("sha256").update(options.install);
  for (const file of LOCKFILES.map((name) => join(options.cwd, name)).filter((path) => existsSync(path))) hash.update(readFileSync(file));
  return hash.digest("hex");
}
