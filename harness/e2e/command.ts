import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs commands as a user would, in a process of their own. For tests. */

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(options: { command: string; args: readonly string[]; cwd?: string; environment?: Readonly<Record<string, string>>; onOutput?: (text: string, child: { kill: (signal: NodeJS.Signals) => void; pid: number }) => void }): Promise<Ran> {
  return await new Promise((resolve, reject) => {
    const child = spawn(options.command, [...options.args], { cwd: options.cwd ?? ROOT, env: { ...process.env, NO_COLOR: "1", ...options.environment }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    const heard = (text: string): void => options.onOutput?.(text, { kill: (signal) => void child.kill(signal), pid: child.pid ?? 0 });
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      heard(chunk.toString());
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      heard(chunk.toString());
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The command line from source. */
export function cli(args: readonly string[], options: { cwd?: string; environment?: Readonly<Record<string, string>>; onOutput?: Parameters<typeof runCommand>[0]["onOutput"] } = {}): Promise<Ran> {
  return runCommand({ command: process.execPath, args: [`${ROOT}harness/cli/bin.ts`, ...args], ...(options.cwd === undefined ? {} : { cwd: options.cwd }), ...(options.environment === undefined ? {} : { environment: options.environment }), ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }) });
}
