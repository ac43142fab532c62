import { fileURLToPath } from "node:url";
import { ensureInstalled } from "../targets/install.ts";

const FOLDER = fileURLToPath(new URL("official-sdk/", import.meta.url));

/**
 * Installs the official SDK's packages where they are missing or older than their lockfile.
 *
 * @returns the command that answers the vectors with them
 * @throws DriverError `install-failed` with the end of npm's output
 */
export async function installOfficialSdk(options: { onProgress: (line: string) => void }): Promise<string> {
  await ensureInstalled({ manifest: { name: "official-sdk", cwd: FOLDER, install: "npm ci --no-audit --no-fund", environment: {}, timeouts: { stop: 2 } }, onProgress: options.onProgress });
  return `"${process.execPath}" "${FOLDER}adapter.mjs"`;
}
