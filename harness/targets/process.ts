import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { splitCommand } from "./command-line.ts";
import { DriverError, quoted } from "./errors.ts";
import type { Guard } from "./guard.ts";
import { createLineReader, type LineLimits, type LineReader, STDOUT_LIMITS } from "./lines.ts";
import { groupEnds, signalGroup } from "./process-group.ts";
import { createTextTail } from "./text-tail.ts";

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Last 8 KiB of stderr. */
  readonly stderrTail: string;
  /** Whether it was ended by `stop`. */
  readonly asked: boolean;
}

/** A target's process and everything it starts: one process group. */
export interface TargetProcess {
  readonly pid: number;
  /** Resolves when the process ended and its output was read. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** @returns `false` when the process no longer reads */
  write(line: string): boolean;
  stderrTail(): string;
  /** What the process printed so far was of use: the count towards a flood starts again. */
  forgetOutput(): void;
  /**
   * SIGTERM to the whole group, SIGKILL to what is left of it after `graceSeconds`. Resolves when
   * nothing is left. Never rejects.
   */
  stop(): Promise<void>;
}

export interface SpawnOptions {
  /** Split into words, run without a shell. */
  readonly command: string | readonly [string, ...string[]];
  readonly cwd: string;
  /** Added to the harness's own environment; `undefined` takes a variable out. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  readonly guard: Guard;
  readonly onLine: (line: string) => void;
  readonly onLog: (line: string) => void;
  readonly onFlood: (error: DriverError) => void;
  readonly limits?: LineLimits;
}

/** Longest wait for a group that SIGKILL was sent to: only a process stuck in the kernel, or one nobody reaps, outlasts it. */
const KILLED_MS = 1_000;

/**
 * Starts a process in a group of its own.
 *
 * @throws DriverError `command-not-found` when the folder or the command does not exist or may not be run
 */
export async function spawnProcess(options: SpawnOptions): Promise<TargetProcess> {
  const { cwd, guard } = options;
  const words = typeof options.command === "string" ? splitCommand(options.command) : options.command;
  const [file, ...args] = words;
  assertFolder(cwd);
  const child = spawn(file, args, { cwd, env: environmentWith(options.environment), detached: process.platform !== "win32", stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => reject(notFound({ error, words, cwd })));
  });
  const pid = child.pid as number;
  guard.add(pid);

  const stderr = createTextTail({ onLine: options.onLog });
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const stdout: LineReader = createLineReader({
    limits: options.limits ?? STDOUT_LIMITS,
    onLine: options.onLine,
    onFlood(what) {
      child.stdout.pause();
      options.onFlood(new DriverError({ code: "flood", what: `${quoted(words.join(" "))} flooded its stdout`, expected: "one line per message", found: what, next: "Print free text to stderr." }));
    },
  });
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stdout.on("end", () => stdout.end());
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => undefined);
  child.on("error", () => undefined);

  let asked = false;
  let gone = false;
  const ended = new Promise<ProcessEnd>((resolve) => {
    const finish = (code: number | null, signal: string | null): void => {
      gone = true;
      resolve({ code, signal, stderrTail: stderr.text(), asked });
    };
    child.once("close", finish);
    // Children that inherited the output keep it open: they are ended with their parent, and not waited for when they left the group.
    child.once("exit", () => {
      if (!asked) signalGroup({ group: pid, signal: "SIGKILL" });
      setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), KILLED_MS).unref();
    });
  });
  const leave = async (): Promise<void> => {
    if (gone) return;
    asked = true;
    child.stdin.end();
    signalGroup({ group: pid, signal: "SIGTERM" });
    let over = await groupEnds({ group: pid, withinMs: options.graceSeconds * 1000 });
    if (!over) {
      signalGroup({ group: pid, signal: "SIGKILL" });
      over = await groupEnds({ group: pid, withinMs: KILLED_MS });
    }
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
    guard.remove(pid);
    if (over) await ended;
  };
  void ended.then(({ asked: wanted }) => {
    if (!wanted) guard.remove(pid);
  });

  let stopping: Promise<void> | undefined;
  return {
    pid,
    ended,
    write: (line) => !gone && child.stdin.writable && (child.stdin.write(`${line}\n`), true),
    stderrTail: () => stderr.text(),
    forgetOutput: () => stdout.forget(),
    stop: () => (stopping ??= leave()),
  };
}

function assertFolder(cwd: string): void {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new DriverError({ code: "command-not-found", what: "The folder the target runs in does not exist", found: cwd, next: 'Mend "cwd" in the manifest.' });
}

function notFound(options: { error: NodeJS.ErrnoException; words: readonly string[]; cwd: string }): DriverError {
  const { error, words, cwd } = options;
  if (error.code === "E2BIG") return new DriverError({ code: "unsupported", what: `What ${quoted(words[0] ?? "")} is to be told does not fit into its environment`, cause: error });
  const why = error.code === "ENOENT" ? "is not found" : error.code === "EACCES" ? "may not be executed" : `cannot be started (${error.code ?? error.message})`;
  return new DriverError({ code: "command-not-found", what: `The command ${quoted(words[0] ?? "")} ${why} from ${cwd}`, next: "Mend the manifest's connect string, or install what it names and put it on the PATH.", cause: error });
}

function environmentWith(added: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries({ ...process.env, ...added }).filter(([, value]) => value !== undefined));
}
