import { createHash } from "node:crypto";
import { readKillMatrix } from "../../reports/kill-matrix.ts";
import type { KillMatrix } from "../../reports/results.ts";
import { loadFaults } from "../../simulators/load-faults.ts";
import type { Check } from "../checks/check.ts";

/** What a kill matrix was made with: every check with the faults it names, and every fault. */
export async function matrixDigest(options: { checks: readonly Check[] }): Promise<string> {
  const checks = options.checks.map(({ id, requirement, killedBy, alsoKilledBy }) => [id, requirement, [...killedBy].toSorted(), Object.keys(alsoKilledBy).toSorted()]);
  const faults = [...(await loadFaults())].map(([id, { bug }]) => [id, bug]);
  return createHash("sha256").update(JSON.stringify([checks, faults])).digest("hex");
}

/** The published matrix, when it is of these very checks and faults. A test proves it against the self-test. */
export async function publishedMatrix(options: { checks: readonly Check[] }): Promise<KillMatrix | undefined> {
  const published = readKillMatrix();
  return published !== undefined && published.digest === (await matrixDigest(options)) ? published.matrix : undefined;
}
