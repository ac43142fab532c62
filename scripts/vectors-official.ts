import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { DriverError } from "../harness/targets/errors.ts";
import { installOfficialSdk } from "../harness/vectors/install-official-sdk.ts";

/** Asks the official TypeScript SDK the vectors; installs it first where it is not there. Arguments are those of `vectors verify`. */

const cli = fileURLToPath(new URL("../harness/cli/bin.ts", import.meta.url));
try {
  const command = await installOfficialSdk({ onProgress: (line) => void process.stderr.write(`${line}\n`) });
  process.exitCode = spawnSync(process.execPath, [cli, "vectors", "verify", "--cmd", command, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
} catch (error) {
  if (!(error instanceof DriverError)) throw error;
  process.stderr.write(`${error.message}\n(${error.code})\n`);
  process.exitCode = 2;
}
