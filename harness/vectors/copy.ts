import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vectorFileNames, vectorsFolder } from "../../vectors/index.ts";
import { UsageError } from "../cli/usage-error.ts";
import { makeFolder } from "../tools/make-folder.ts";

/** What somebody needs who uses the vectors without us. */
const PARTS = ["README.md", "data", "operations", "vectors.schema.json", "interop-bugs.json", "interop-bugs.schema.json", "retired-ids.json", "digests.json", "consumers"];

/**
 * Copies the vectors into a folder.
 *
 * @param options.folder made when it does not exist; must be empty otherwise
 * @returns how many vector files were copied
 * @throws UsageError `folder-not-empty`, `folder-not-writable`
 */
export const copyVectors = (options: { folder: string }): number => {
  const { folder } = options;
  try {
    makeFolder(folder);
    if (readdirSync(folder).length > 0) throw new UsageError({ code: "folder-not-empty", message: `${folder} is not empty.`, next: "Name a new folder: files of an older revision must not stay among new ones." });
    for (const part of PARTS) {
      const from = fileURLToPath(new URL(part, vectorsFolder));
      if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true, filter: (file) => !/node_modules|[\\/]target([\\/]|$)/.test(file.slice(from.length)) });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError({ code: "folder-not-writable", message: `${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}.` });
  }
  return vectorFileNames().length;
};
