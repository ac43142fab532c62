import { assertUnique } from "../checks/load.ts";
import { loadModules } from "../tools/load-modules.ts";
import type { Scenario } from "./scenario.ts";

/** Every scenario of the suite. A module exports them as `scenarios`. */
export async function loadScenarios(options: { folder?: URL } = {}): Promise<readonly Scenario<never>[]> {
  const modules = await loadModules({ folder: options.folder ?? new URL("./", import.meta.url), skip: (file) => !file.includes("/") });
  const scenarios = modules.flatMap(({ exports }) => (Array.isArray(exports["scenarios"]) ? (exports["scenarios"] as readonly Scenario<never>[]) : []));
  assertUnique({ kind: "scenario", ids: scenarios.map(({ id }) => id) });
  return scenarios;
}
