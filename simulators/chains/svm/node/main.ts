/**
 * The node as a process of its own: `node main.ts '{"port":0,"seed":"…"}'`. It says on stdout in one line of JSON
 * where it listens, or why it does not, and ends when its stdin closes, that is with whoever started it.
 */
import { flushCompileCache } from "node:module";
import { startNode } from "./node.ts";

const [settings = "{}"] = process.argv.slice(2);

// Stdin is a pipe whose other end only the starter holds: the kernel closes it on every way to die, SIGKILL included.
process.stdin.once("close", end);
process.stdin.once("error", end);
process.stdin.resume();
// The starter is gone, and with it the reader of our output.
process.stdout.on("error", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const { port, version } = await startNode(JSON.parse(settings) as Parameters<typeof startNode>[0]);
  say({ ready: true, port, version, pid: process.pid });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  say({ ready: false, code: code ?? "UNKNOWN", message });
  process.exitCode = 1;
  process.exit();
}

/**
 * Nothing is to be saved but compiled modules. `process.exit` would wait for the compiler's threads, which may wait in
 * turn for a collection that nobody makes any more (nodejs/node#54918), and the node would outlive its starter.
 */
function end(): void {
  flushCompileCache();
  process.kill(process.pid, "SIGKILL");
}
