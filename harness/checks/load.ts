import { loadModules } from "../tools/load-modules.ts";
import type { Check } from "./check.ts";

/** Every check of the suite, by file and then in the order of the text. A module exports them as `checks`. */
export async function loadChecks(options: { folder?: URL } = {}): Promise<readonly Check[]> {
  const modules = await loadModules({ folder: options.folder ?? new URL("./", import.meta.url), skip: (file) => !file.includes("/") });
  const checks = modules.flatMap(({ exports }) => (Array.isArray(exports["checks"]) ? (exports["checks"] as readonly Check[]) : []));
  assertUnique({ kind: "check", ids: checks.map(({ id }) => id) });
  return checks;
}

export function assertUnique(options: { kind: string; ids: readonly string[] }): void {
  const seen = new Set<string>();
  for (const id of options.ids) {
    if (seen.has(id)) throw new Error(`Two ${options.kind}s have the id ${id}; ids are unique and never reused`);
    seen.add(id);
  }
}
