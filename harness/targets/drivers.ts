import { readdirSync } from "node:fs";
import { loadModules } from "../tools/load-modules.ts";
import type { Driver } from "./target.ts";

const FOLDER = new URL("./drivers/", import.meta.url);

/** The connect prefixes there are: one driver per file, named after its prefix. */
export function driverSchemes(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test\.(ts|js)|d\.ts)$/.test(file))
    .map((file) => file.replace(/\.(ts|js)$/, ""))
    .toSorted();
}

/**
 * Every driver by its prefix.
 *
 * @throws Error when a file is not named after the driver it exports
 */
export async function loadDrivers(): Promise<ReadonlyMap<string, Driver>> {
  const modules = await loadModules({ folder: FOLDER });
  return new Map(
    modules.map(({ file, exports }) => {
      const driver = exports["driver"] as Driver | undefined;
      if (driver === undefined || driver.scheme !== file.replace(/\.(ts|js)$/, "")) throw new Error(`harness/targets/drivers/${file}: expected an export "driver" whose scheme is the file's name`);
      return [driver.scheme, driver];
    }),
  );
}
