import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Asks the official TypeScript SDK the vectors; installs it first where it is not there. Arguments are those of `vectors verify`. */

const folder = fileURLToPath(new URL("../harness/vectors/official-sdk/", import.meta.url));
const run = (command: string, args: readonly string[], cwd?: string): number => spawnSync(command, args, { ...(cwd === undefined ? {} : { cwd }), stdio: "inherit", shell: command === "npm" && process.platform === "win32" }).status ?? 1;

const installed = existsSync(`${folder}node_modules`) ? 0 : run("npm", ["ci", "--no-audit", "--no-fund"], folder);
process.exitCode =
  installed === 0
    ? run(process.execPath, [fileURLToPath(new URL("../harness/cli/bin.ts", import.meta.url)), "vectors", "verify", "--cmd", `"${process.execPath}" "${folder}adapter.mjs"`, ...process.argv.slice(2)])
    : installed;
