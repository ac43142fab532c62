/**
 * A process that runs one command and outlives nobody: it ends the command when the process that
 * started it is gone, however that one died.
 *
 * It holds the reading end of a pipe (stdin) whose writing end only the starter holds. The kernel
 * closes the writing end on every way to die: a return, an exception, SIGINT, SIGTERM, SIGHUP, and
 * SIGKILL, which no handler could catch. The end of stdin is therefore the one signal needed, and
 * the starter needs no signal handlers, which would get in the way of the program it is part of.
 *
 * What remains: a SIGKILL of both the starter and this process leaves the command running.
 *
 * Run: node supervisor.ts <command> [argument...]. The first line on stdout is
 * `supervisor <own pid> <pid of the command>`; what follows is the command's own.
 */
import { spawn } from "node:child_process";

/** How long the command may take to end by itself, in milliseconds. */
const graceMs = 2_000;

const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error("usage: supervisor <command> [argument...]");

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.once("error", (error) => {
  process.stderr.write(`supervisor: cannot start ${command}: ${error.message}\n`);
  process.exit(127);
});
child.once("spawn", () => process.stdout.write(`supervisor ${process.pid} ${child.pid}\n`));
child.once("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  // Die the way the command died, so that the starter sees the signal.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
for (const signal of signals) process.on(signal, end);
process.stdin.once("close", end);
process.stdin.once("error", end);
process.stdin.resume();
// The starter is gone, and with it the reader of our output: not a reason to fail before the child is ended.
process.stdout.on("error", end);
process.stderr.on("error", end);

function end(): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
}
