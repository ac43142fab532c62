import { fileURLToPath } from "node:url";
import { connections } from "../../harness/seats/connections.ts";
import { findTargets, loadManifest } from "../../harness/targets/manifest.ts";
import type { Role } from "../../harness/targets/protocol.ts";
import type { Manifest, Target } from "../../harness/targets/target.ts";

/** Where the target runs: in the harness's process, or, as a user's own does, in another. */
export type Place = "in process" | "own process";

/** A reference role that is connected to once and drives many runs: none of them waits for it to be compiled. */
export interface Reference {
  readonly place: Place;
  readonly manifest: Manifest;
  /** Stops instances only. */
  readonly target: Target;
  close(): Promise<void>;
}

export async function connectReference(options: { role: Role; place: Place }): Promise<Reference> {
  const { role, place } = options;
  const path = findTargets().find(({ name }) => name === `reference-${role}`)?.path;
  if (path === undefined) throw new Error(`The box has no target reference-${role}`);
  const program = fileURLToPath(new URL("role.mjs", import.meta.url));
  const inProcess = loadManifest({ path });
  const manifest = place === "in process" ? inProcess : { ...inProcess, connect: `cmd:"${process.execPath}" "${program}" ${role}` };
  const target = await connections().connect({ manifest, signal: new AbortController().signal });
  return {
    place,
    manifest,
    target: { ...target, stop: async (stopping) => (stopping?.instance === undefined ? undefined : await target.stop(stopping)) },
    close: async () => await target.stop(),
  };
}
