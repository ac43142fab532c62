import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { FaultDeclaration, FaultDeclarations } from "./faults.ts";

/** Every fault of the reference roles, found beside the code it bends: modules export them as `faults`. */
export async function loadFaults(): Promise<ReadonlyMap<string, FaultDeclaration>> {
  const root = fileURLToPath(new URL("./", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    // Chains and rails are surroundings, not roles: nothing in them is bent, and some files there are programs.
    .filter((file) => /^(client|server|facilitator|schemes|bank-payments|extensions|transports)\//.test(file))
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test\.(ts|js)|d\.ts)$/.test(file))
    .toSorted();
  const found = new Map<string, FaultDeclaration>();
  for (const file of files) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as { faults?: FaultDeclarations };
    for (const [id, declaration] of Object.entries(module.faults ?? {})) {
      if (found.has(id)) throw new Error(`Fault ${id} is declared twice; the second time in simulators/${file}`);
      found.set(id, declaration);
    }
  }
  return found;
}
