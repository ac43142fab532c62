import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Imports every module below a folder: how checks, scenarios, drivers and formats are found without
 * a central list. Works on sources and on the built package; tests and declarations are left out.
 */
export async function loadModules(options: { folder: URL; skip?: (relative: string) => boolean }): Promise<readonly { file: string; exports: Readonly<Record<string, unknown>> }[]> {
  const root = fileURLToPath(options.folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test\.(ts|js)|d\.ts)$/.test(file) && !file.includes("node_modules"))
    .filter((file) => options.skip?.(file) !== true)
    .toSorted();
  return await Promise.all(files.map(async (file) => ({ file, exports: (await import(pathToFileURL(join(root, file)).href)) as Readonly<Record<string, unknown>> })));
}
