/** One anvil process: started through @viem/anvil under a supervisor, watched, and ended for certain. */
import { fileURLToPath } from "node:url";
import { createAnvil } from "@viem/anvil";
import { resolveAnvilBinary } from "./binary.ts";
import { EvmNodeError } from "./errors.ts";

/** How the process ended. */
export interface AnvilExit {
  /** True when `stop` (or the caller's signal) asked for it; false is a crash, or a kill from outside. */
  readonly expected: boolean;
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last lines the process wrote. */
  readonly logs: readonly string[];
}

export interface AnvilProcess {
  readonly port: number;
  /** Of anvil itself. */
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason. Never rejects. */
  readonly exited: Promise<AnvilExit>;
  /** The last lines the process wrote. */
  logs(): readonly string[];
  /** Ends the process and waits until it is gone. May be called again, and after a crash. */
  stop(): Promise<void>;
}

export interface StartAnvilOptions {
  readonly chainId: number;
  /** 0 (the default) lets the system choose a free port. */
  readonly port?: number;
  readonly signal?: AbortSignal;
  /** Default: the one from npm, see `resolveAnvilBinary`. */
  readonly binary?: string;
}

const host = "127.0.0.1";
/** How long anvil may take to listen, in milliseconds: it takes 50, so this is for a machine in trouble. */
const startTimeoutMs = 15_000;
/** How long a stop may take before the processes are killed, in milliseconds. */
const stopTimeoutMs = 3_000;

/** The supervisor beside this file, in the language this file is in: .ts in the checkout, .js when built. */
const supervisorFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./supervisor.ts" : "./supervisor.js", import.meta.url),
);

/**
 * Starts anvil with instant mining and the whole chain's history, on a port of the system's choice.
 *
 * The process is put under `supervisor.ts`, in a process group of its own. So Ctrl-C reaches only the
 * program, which can still read the chain while it shuts down, and anvil ends with the program even
 * when that is killed.
 *
 * @throws EvmNodeError `evm.binary-missing`, `evm.platform-unsupported`, `evm.port-taken`,
 *   `evm.start-failed` or `evm.aborted`
 */
export async function startAnvil(options: StartAnvilOptions): Promise<AnvilProcess> {
  const port = options.port ?? 0;
  throwIfAborted(options.signal);
  const output = collectOutput();
  const anvil = createAnvil({
    anvilBinary: options.binary ?? resolveAnvilBinary(),
    host,
    port,
    chainId: options.chainId,
    // No dev accounts: a public node has none, and a target must not come to lean on them.
    accounts: 0,
    startTimeout: startTimeoutMs,
    execArgs: ([file, args, execaOptions]) => [
      process.execPath,
      [supervisorFile, file, ...args],
      // Detached: see above. Execa's own cleanup would add signal handlers; the supervisor makes them needless.
      { ...execaOptions, detached: true, cleanup: false, env: { NODE_OPTIONS: "", NO_COLOR: "1" } },
    ],
  });
  anvil.on("message", output.add);

  let expected = false;
  const exited = new Promise<AnvilExit>((resolve) => {
    anvil.on("exit", (code, signal) => {
      // If the supervisor was killed, it could not end anvil.
      killQuietly({ pid: output.pids()?.anvil, signal: "SIGKILL" });
      resolve({ expected, code, signal, logs: output.lines() });
    });
  });

  /**
   * Not @viem/anvil's own stop: that one leaves a ten second timer behind, which keeps the program
   * alive, and after a crash waits for an exit that has already happened.
   */
  async function stop(): Promise<void> {
    expected = true;
    // A process just started has not said yet which one it is.
    await Promise.race([output.until(() => output.pids() !== undefined), exited]);
    const pids = output.pids();
    killQuietly({ pid: pids?.supervisor, signal: "SIGTERM" });
    const force = setTimeout(() => {
      killQuietly({ pid: pids?.anvil, signal: "SIGKILL" });
      killQuietly({ pid: pids?.supervisor, signal: "SIGKILL" });
    }, stopTimeoutMs);
    await exited;
    clearTimeout(force);
  }

  const onAbort = (): void => void stop();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  void exited.then(() => options.signal?.removeEventListener("abort", onAbort));

  try {
    await anvil.start();
  } catch (cause) {
    throwIfAborted(options.signal);
    throw startError({ port, lines: output.lines(), cause });
  }
  // The line may have come in two pieces, of which @viem/anvil saw the first.
  await Promise.race([output.until(() => output.listening() !== undefined && output.pids() !== undefined), exited]);
  const listening = output.listening();
  const pids = output.pids();
  if (expected || listening === undefined || pids === undefined) {
    await stop();
    throwIfAborted(options.signal);
    throw startError({ port, lines: output.lines(), cause: undefined });
  }
  return { port: listening, pid: pids.anvil, exited, logs: output.lines, stop };
}

/** Keeps what the process says at its start, and the last lines of what it says later. */
function collectOutput() {
  let head = "";
  let tail = "";
  let waiting: readonly { readonly condition: () => boolean; readonly resolve: () => void }[] = [];
  return {
    add: (text: string): void => {
      if (head.length < 16_384) head += text;
      tail = (tail + text).slice(-4_096);
      for (const { condition, resolve } of waiting) if (condition()) resolve();
      waiting = waiting.filter(({ condition }) => !condition());
    },
    /** Resolves when the condition, asked again after each piece of output, holds. */
    until: (condition: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        if (condition()) resolve();
        else waiting = [...waiting, { condition, resolve }];
      }),
    lines: (): readonly string[] => tail.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "").slice(-20),
    listening: (): number | undefined => {
      const match = /^Listening on \S*:(\d+)\r?\n/m.exec(head);
      return match === null ? undefined : Number(match[1]);
    },
    pids: (): { readonly supervisor: number; readonly anvil: number } | undefined => {
      const match = /^supervisor (\d+) (\d+)\r?\n/m.exec(head);
      return match === null ? undefined : { supervisor: Number(match[1]), anvil: Number(match[2]) };
    },
  };
}

function startError(options: {
  readonly port: number;
  readonly lines: readonly string[];
  readonly cause: unknown;
}): EvmNodeError {
  const said = options.lines.join(" | ");
  if (/address already in use|\(os error (98|48|10048)\)/i.test(said)) {
    return new EvmNodeError({
      code: "evm.port-taken",
      message: `Port ${options.port} on ${host} is in use, so the EVM node cannot listen there.`,
      expected: `port ${options.port} to be free`,
      found: said,
      next: "end the program that has it, ask for another port, or leave the port out to get a free one",
      cause: options.cause,
    });
  }
  return new EvmNodeError({
    code: "evm.start-failed",
    message: "The EVM node (anvil) did not start.",
    expected: `"Listening on ${host}:<port>" within ${startTimeoutMs} ms`,
    found: said === "" ? "no output" : said,
    next: "run the anvil binary by hand; on Linux it needs glibc 2.35 or newer",
    cause: options.cause,
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new EvmNodeError({
    code: "evm.aborted",
    message: "Starting the EVM node was aborted by the caller's signal.",
    cause: signal.reason,
  });
}

function killQuietly(options: { readonly pid: number | undefined; readonly signal: NodeJS.Signals }): void {
  if (options.pid === undefined) return;
  try {
    process.kill(options.pid, options.signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}
