/** One validator process: started under a supervisor, heard, and ended for certain together with its group and its folder. */
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { killGroup } from "./kill-group.ts";

/** How the process ended. */
export interface ValidatorExit {
  /** True when `stop` asked for it; false is a crash, or a kill from outside. */
  readonly expected: boolean;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines the process wrote. */
  readonly logs: readonly string[];
}

export interface ValidatorProcess {
  /** Of the validator, and of its process group. Undefined until the supervisor told it, and where it could not start. */
  pid(): number | undefined;
  /** Resolves when the process, its group and its folder are gone, for whatever reason. Never rejects. */
  readonly exited: Promise<ValidatorExit>;
  /** The last lines the process wrote. */
  logs(): readonly string[];
  /** Ends the process and waits until it is gone. May be called again, and after a crash. Never rejects. */
  stop(): Promise<void>;
}

/** How long a stop may take before the processes are killed, in milliseconds: longer than the supervisor's own patience. */
const stopTimeoutMs = 5_000;
const lastWordsMs = 500;
const mostTail = 8_192;

/** The supervisor beside this file, in the language this file is in: .ts in the checkout, .js when built. */
const supervisorFile = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./supervisor.ts" : "./supervisor.js", import.meta.url));

/**
 * Starts a command under `supervisor.ts`, detached: Ctrl-C reaches only the program, which can still read the chain
 * while it shuts down, and the command ends with the program even when that is killed.
 *
 * @param options.folder removed when the command is gone
 */
export function startProcess(options: {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}): ValidatorProcess {
  const child = spawn(process.execPath, [supervisorFile, options.folder, options.file, ...options.args], {
    stdio: ["pipe", "pipe", "pipe"],
    cwd: options.folder,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", ...options.env },
  });
  const output = collectOutput();
  child.stdout.on("data", output.add);
  child.stderr.on("data", output.add);
  // The supervisor may be gone before it has read what was never written.
  child.stdin.on("error", () => undefined);

  let expected = false;
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>((resolve) => {
    child.once("error", (error) => {
      output.add(Buffer.from(`${error.message}\n`));
      resolve({ code: null, signal: null });
    });
    child.once("exit", (code, signal) => {
      // If the supervisor was killed, it could not end the rest.
      killGroup({ pid: output.pid(), signal: "SIGKILL" });
      resolve({ code, signal });
    });
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const exited = ended.then(async ({ code, signal }): Promise<ValidatorExit> => {
    // Its last words may still be on their way; somebody outside the group may hold the pipe for longer.
    await Promise.race([closed, sleep(lastWordsMs, undefined, { ref: false })]);
    await rm(options.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }).catch(() => undefined);
    child.stdout.destroy();
    child.stderr.destroy();
    return { expected, code, signal, logs: output.lines() };
  });

  return {
    pid: output.pid,
    exited,
    logs: output.lines,
    async stop() {
      expected = true;
      // The end of its stdin is the supervisor's order to stop, also when it has only just been started.
      child.stdin.destroy();
      const force = setTimeout(() => {
        killGroup({ pid: output.pid(), signal: "SIGKILL" });
        killGroup({ pid: child.pid, signal: "SIGKILL" });
      }, stopTimeoutMs);
      await exited;
      clearTimeout(force);
    },
  };
}

/** Keeps the first line and the last ones, whatever comes between: a validator says a lot. */
function collectOutput() {
  let head = "";
  let tail = "";
  let pid: number | undefined;
  return {
    add: (chunk: Buffer): void => {
      const text = chunk.toString("utf8");
      if (pid === undefined && head.length < mostTail) {
        head += text;
        const match = /^supervisor \d+ (\d+)\r?\n/m.exec(head);
        if (match !== null) pid = Number(match[1]);
      }
      tail = (tail + text).slice(-mostTail);
    },
    lines: (): readonly string[] =>
      tail.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "" && !line.startsWith("supervisor ")).slice(-20),
    pid: (): number | undefined => pid,
  };
}
