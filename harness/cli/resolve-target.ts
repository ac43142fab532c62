import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { findTargets, loadManifest } from "../targets/manifest.ts";
import type { Playable } from "../targets/manifest-values.ts";
import type { Manifest } from "../targets/target.ts";
import { nearest } from "../tools/nearest.ts";
import { UsageError } from "./usage-error.ts";

/** A target by name in the box, by manifest file, or by a folder that has one. */
export function resolveTarget(options: { target: string; cwd: string; playable?: Playable }): { manifest: Manifest; digest: string; path: string } {
  const { target } = options;
  const boxed = findTargets();
  const known = boxed.find(({ name }) => name === target);
  const path = known?.path ?? asFile(resolve(options.cwd, target));
  if (path === undefined) {
    const near = nearest({ name: target, candidates: boxed.map(({ name }) => name) });
    throw new UsageError({
      code: "unknown-target",
      message: `There is no target "${target}": neither one in the box nor a manifest file.`,
      next: `${near === undefined ? "" : `Did you mean "${near}"? `}"x402-conformance list targets" shows those in the box; "harness/targets/PROTOCOL.md" says how to write a manifest.`,
    });
  }
  return { manifest: loadManifest({ path, ...(options.playable === undefined ? {} : { playable: options.playable }) }), digest: createHash("sha256").update(readFileSync(path)).digest("hex"), path };
}

function asFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return path;
  const inside = join(path, "manifest.json");
  return existsSync(inside) ? inside : undefined;
}
