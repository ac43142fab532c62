import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders in which instances of a target keep what must outlive a restart: made on demand, gone with the session. */
export interface StateFolders {
  /** @param name of the instance; made of letters, digits and hyphens by the harness */
  make(name: string): string;
  remove(): void;
}

export function createStateFolders(): StateFolders {
  let root: string | undefined;
  return {
    make(name) {
      root ??= mkdtempSync(join(tmpdir(), "x402-state-"));
      const folder = join(root, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    remove() {
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
      root = undefined;
    },
  };
}
