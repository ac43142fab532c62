/** The node's process: started, watched, and ended for certain. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SvmNodeError } from "./errors.ts";
import type { NodeSettings } from "./node/node.ts";

/** Young objects are collected early: the process would else grow to three times what it needs. */
const flags = ["--max-semi-space-size=4"];

/** How the process ended. */
export interface NodeExit {
  /** True when `stop` (or the caller's signal) asked for it; false is a crash, or a kill from outside. */
  readonly expected: boolean;
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last lines the process wrote. */
  readonly logs: readonly string[];
}

export interface NodeProcess {
  readonly port: number;
  readonly pid: number;
  /** For the report's header. */
  readonly version: string;
  /** Resolves when the process is gone, for whatever reason. Never rejects. */
  readonly exited: Promise<NodeExit>;
  /** Ends the process and waits until it is gone. May be called again, and after a crash. Never rejects. */
  stop(): Promise<void>;
}

/** How long the node may take to listen, in milliseconds: it takes some hundred, so this is for a machine in trouble. */
const startTimeoutMs = 30_000;
/** How long a stop may take before the process is killed, in milliseconds. */
const stopTimeoutMs = 3_000;

/** The entry in the language this file is in: .ts in the checkout, .js when built. */
const entry = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./node/main.ts" : "./node/main.js", import.meta.url));

/**
 * Starts the embedded node in a process of its own, and a process group of its own: Ctrl-C reaches only the
 * program, which can still read the chain while it shuts down, and the node ends with the program even when that
 * is killed, for its stdin closes then.
 *
 * @throws SvmNodeError `svm.binary-missing`, `svm.port-taken`, `svm.start-failed` or `svm.aborted`
 */
export async function startNodeProcess(options: { readonly settings: NodeSettings; readonly signal?: AbortSignal }): Promise<NodeProcess> {
  const { settings, signal } = options;
  throwIfAborted(signal);
  const child = spawn(process.execPath, [...flags, entry, JSON.stringify(settings)], { stdio: ["pipe", "pipe", "pipe"], detached: true, env: environment() });
  // Closing tells it to end; that it had ended before is no news.
  child.stdin.on("error", () => undefined);
  let tail = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (tail = (tail + text).slice(-4_096)));
  const lines = (): readonly string[] => tail.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "").slice(-20);

  let expected = false;
  const exited = new Promise<NodeExit>((resolve) => {
    child.once("close", (code, killed) => resolve({ expected, code: code ?? undefined, signal: killed ?? undefined, logs: lines() }));
    child.once("error", (error) => {
      tail += error.message;
      if (child.pid === undefined) resolve({ expected, code: undefined, signal: undefined, logs: lines() });
    });
  });
  const stop = async (): Promise<void> => {
    expected = true;
    child.stdin.end();
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await exited;
    clearTimeout(force);
  };
  const onAbort = (): void => void stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  void exited.then(() => signal?.removeEventListener("abort", onAbort));

  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), startTimeoutMs);
  const said = await Promise.race([
    once(createInterface({ input: child.stdout }), "line", { signal: timeout.signal }).then(([line]) => readLine(String(line)), () => undefined),
    exited.then(() => undefined),
  ]);
  clearTimeout(timer);
  timeout.abort();
  if (said?.ready === true && !expected) return { port: said.port, pid: said.pid, version: said.version, exited, stop };
  await stop();
  throwIfAborted(signal);
  throw startError({ settings, said, lines: lines() });
}

/** With Node's cache of compiled modules in its usual place: it makes the second start ever, and all after it, twice as fast. */
const environment = (): NodeJS.ProcessEnv => ({ NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"), ...process.env, NODE_OPTIONS: "", NO_COLOR: "1" });

type Said = { readonly ready: true; readonly port: number; readonly pid: number; readonly version: string } | { readonly ready: false; readonly code: string; readonly message: string };

function readLine(line: string): Said | undefined {
  try {
    return JSON.parse(line) as Said;
  } catch {
    return undefined;
  }
}

function startError(options: { readonly settings: NodeSettings; readonly said: Said | undefined; readonly lines: readonly string[] }): SvmNodeError {
  const { settings, said, lines } = options;
  const words = said?.ready === false ? `${said.code}: ${said.message}` : lines.join(" | ");
  if (said?.ready === false && said.code === "EADDRINUSE") {
    return new SvmNodeError({
      code: "svm.port-taken",
      message: `Port ${settings.port} or ${settings.port + 1} on 127.0.0.1 is in use, so the Solana node cannot listen there.`,
      expected: "both to be free: older clients look for websockets on the second one",
      found: words,
      next: "end the program that has it, ask for another port, or leave the port out to get free ones",
    });
  }
  if (/Cannot find (native binding|module '?litesvm)|litesvm-[a-z0-9-]+/i.test(words)) {
    return new SvmNodeError({
      code: "svm.binary-missing",
      message: `The Solana node has no binary for ${process.platform} on ${process.arch}.`,
      expected: "one of the optional dependencies of litesvm to be installed: Linux and macOS, x64 and arm64",
      found: words,
      next: "run npm install without --omit=optional; on Windows use WSL",
    });
  }
  return new SvmNodeError({
    code: "svm.start-failed",
    message: "The Solana node did not start.",
    expected: `a line of JSON that says where it listens, within ${startTimeoutMs} ms`,
    found: words === "" ? "no output" : words,
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new SvmNodeError({ code: "svm.aborted", message: "Starting the Solana node was aborted by the caller's signal.", cause: signal.reason });
}
