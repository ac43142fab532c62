/**
 * A process that runs one command in a process group of its own, and leaves nothing: when the command ends, or
 * the process that started this one is gone, whatever is left of the group is killed and the command's folder
 * removed.
 *
 * It holds the reading end of a pipe (stdin) whose writing end only the starter holds. The kernel closes the
 * writing end on every way to die, SIGKILL among them. The end of stdin is therefore the one signal needed, and
 * the starter needs no signal handlers, which would get in the way of the program it is part of. What remains: a
 * SIGKILL of both the starter and this process.
 *
 * Beside the one that holds anvil, because a validator may be a script that starts others, and fills a folder.
 *
 * Run: node supervisor.ts <folder> <command> [argument...]. The first line on stdout is
 * `supervisor <own pid> <pid of the command, and of its group>`; what follows is the command's own.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

/** How long the command may take to end by itself, in milliseconds: a validator writes its ledger down first. */
const graceMs = 2_000;

const [folder = "", command = "", ...args] = process.argv.slice(2);
if (folder === "" || command === "") throw new Error("usage: supervisor <folder> <command> [argument...]");

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
child.once("error", (error) => {
  process.stderr.write(`supervisor: cannot start ${command}: ${error.message}\n`);
  removeFolder();
  process.exit(127);
});
child.once("spawn", () => process.stdout.write(`supervisor ${process.pid} ${child.pid}\n`));
child.once("exit", (code, signal) => {
  // What the command started and left behind.
  killGroup("SIGKILL");
  removeFolder();
  if (signal === null) process.exit(code ?? 1);
  // Die the way the command died, so that the starter sees the signal.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.stdin.once("close", end);
process.stdin.once("error", end);
process.stdin.resume();
// The starter is gone, and with it the reader of our output: not a reason to fail before the child is ended.
process.stdout.on("error", end);
process.stderr.on("error", end);

function end(): void {
  killGroup("SIGTERM");
  setTimeout(() => killGroup("SIGKILL"), graceMs).unref();
}

function killGroup(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

function removeFolder(): void {
  // Those just killed may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
