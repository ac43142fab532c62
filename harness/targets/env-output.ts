import { aborted } from "./calls.ts";
import { DriverError, quoted } from "./errors.ts";
import type { Guard } from "./guard.ts";
import type { OneShot } from "./one-shot.ts";
import { endedError, withLastWords } from "./process-errors.ts";
import { spawnProcess, type TargetProcess } from "./process.ts";
import type { DriverContext, Manifest } from "./target.ts";

/** The exit code that says "unsupported". */
const UNSUPPORTED = 127;

/**
 * The one line of JSON a process of the environment form printed.
 *
 * @throws DriverError `unsupported`, `failed` or `protocol`
 */
export function resultOf(options: OneShot & { op: string; name: string }): unknown {
  const { end, name, op } = options;
  if (end.code === UNSUPPORTED) throw withLastWords({ error: new DriverError({ code: "unsupported", what: `The target ${name} does not support "${op}" (exit code 127, which is also a shell's "command not found")` }), stderrTail: end.stderrTail });
  if (end.code !== 0) throw withLastWords({ error: new DriverError({ code: "failed", what: `The target ${name} failed at "${op}"`, expected: "exit code 0, or 127 for unsupported", found: end.signal ?? `exit code ${end.code}` }), stderrTail: end.stderrTail });
  const lines = options.lines.filter((line) => line.trim() !== "");
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw new DriverError({ code: "protocol", what: `The target ${name} answered "${op}" wrongly`, expected: "one line of JSON on stdout", found: line === undefined ? "none" : `${lines.length} lines, the first ${quoted(line)}`, next: "Print free text to stderr." });
  return json({ line, name });
}

/**
 * Starts a server or facilitator and waits for its line.
 *
 * @throws DriverError `never-ready`, `exited`, `unsupported`, `protocol` and those of starting it; nothing of it is left then
 */
export async function readyLine(options: { command: string; manifest: Manifest; environment: Readonly<Record<string, string>>; guard: Guard; context: DriverContext }): Promise<{ child: TargetProcess; result: unknown }> {
  const { context, manifest } = options;
  const { name, timeouts } = manifest;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  promise.catch(() => undefined);
  const child = await spawnProcess({
    command: options.command,
    cwd: manifest.cwd,
    environment: { ...options.environment, ...manifest.environment },
    graceSeconds: timeouts.stop,
    guard: options.guard,
    // Later lines are log.
    onLine: (line) => (line.trim() === "" ? undefined : (resolve(line), context.onLog(line))),
    onLog: context.onLog,
    onFlood: reject,
  });
  void child.ended.then((end) => reject(end.code === UNSUPPORTED ? new DriverError({ code: "unsupported", what: `The target ${name} does not support "start" (exit code 127)` }) : endedError({ name, end })));
  const onAbort = (): void => reject(aborted());
  context.signal.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => reject(withLastWords({ error: new DriverError({ code: "never-ready", what: `The target ${name} printed no line within ${timeouts.ready} s` }), stderrTail: child.stderrTail() })), timeouts.ready * 1000);
  try {
    return { child, result: json({ line: await promise, name }) };
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener("abort", onAbort);
  }
}

function json(options: { line: string; name: string }): unknown {
  try {
    return JSON.parse(options.line);
  } catch {
    throw new DriverError({ code: "protocol", what: `The target ${options.name} printed a line that is not JSON`, expected: "one line of JSON on stdout", found: quoted(options.line), next: "Print free text to stderr." });
  }
}
