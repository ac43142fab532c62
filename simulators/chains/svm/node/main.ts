/**
 * The node as a process of its own: `node main.ts '{"port":0,"seed":"…"}'`. It says on stdout in one line of JSON
 * where it listens, or why it does not, and ends when its stdin closes, that is with whoever started it.
 */
import { startNode } from "./node.ts";

const [settings = "{}"] = process.argv.slice(2);

// Stdin is a pipe whose other end only the starter holds: the kernel closes it on every way to die, SIGKILL included.
process.stdin.once("close", () => process.exit(0));
process.stdin.once("error", () => process.exit(0));
process.stdin.resume();
// The starter is gone, and with it the reader of our output.
process.stdout.on("error", () => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

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
