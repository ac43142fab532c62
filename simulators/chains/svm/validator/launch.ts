/** From a binary to a validator that makes blocks: folder, ports, process, readiness. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyPairFromSeed, programs } from "../wire/index.ts";
import { writeAccountFiles } from "./account-files.ts";
import type { GenesisAccount } from "./account-files.ts";
import type { ValidatorBinary } from "./binary.ts";
import { SvmNodeError } from "../errors.ts";
import { throwIfAborted } from "./abort.ts";
import { findPorts } from "./ports.ts";
import type { ValidatorPorts } from "./ports.ts";
import { startProcess } from "./process.ts";
import type { ValidatorProcess } from "./process.ts";
import { untilReady } from "./readiness.ts";
import { createRpcClient } from "../rpc-client.ts";
import type { RpcClient } from "../rpc-client.ts";

export interface LaunchOptions {
  readonly binary: ValidatorBinary;
  /** Gets the 500 million SOL a test validator's genesis makes. */
  readonly treasury: string;
  /** What else the genesis has. */
  readonly accounts: readonly GenesisAccount[];
  readonly signal?: AbortSignal;
  /** In milliseconds. Default 90 s: a validator takes 3 s on a good machine. */
  readonly startTimeoutMs?: number;
  /** Where the ledger's folder is made. Default: the system's folder for temporary files. */
  readonly temporaryFolder?: string;
  /** Default: `findPorts`. */
  readonly ports?: () => Promise<ValidatorPorts>;
}

export interface RunningValidator {
  readonly process: ValidatorProcess;
  readonly rpc: RpcClient;
  readonly rpcUrl: string;
  readonly wsUrl: string;
  /** What `getVersion` says. */
  readonly version: string;
  /** The slot it was confirmed up to when it was found ready. */
  readonly slot: bigint;
  /** Removed at the end. */
  readonly folder: string;
}

const defaultStartTimeoutMs = 90_000;
/** How often somebody else may be faster at taking a port. */
const mostAttempts = 4;
/** An account that holds nothing else: exempt from rent, and no round number. */
const markerLamports = 890_881n;
/** How many shreds of the ledger are kept: at 64 or more per slot of 400 ms, about an hour, in at most 700 MB. */
const ledgerShreds = 500_000;
/** Until a slot is rooted, which takes 32 slots and so a quarter of a minute, no transaction lands: it begins with one that is. */
const firstSlot = 64;

/**
 * Starts a validator on free ports of its own, with a ledger folder of its own, and waits until it makes blocks.
 *
 * @throws SvmNodeError `svm.start-failed`, `svm.validator-unhealthy`, `svm.port-taken` or
 *   `svm.aborted`; no process and no folder is left
 */
export async function launchValidator(options: LaunchOptions): Promise<RunningValidator> {
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(options.signal);
    const ports = await (options.ports ?? findPorts)();
    try {
      return await launchOn({ ...options, at: ports });
    } catch (error) {
      const taken = error instanceof SvmNodeError && error.code === "svm.port-taken";
      if (!taken || attempt === mostAttempts) throw error;
    }
  }
}

async function launchOn(options: LaunchOptions & { readonly at: ValidatorPorts }): Promise<RunningValidator> {
  const { at: ports, binary, signal } = options;
  const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), "x402-svm-validator-"));
  // Tells this validator from every other one, and from a stranger that answers on its port.
  const marker = { address: keyPairFromSeed(randomBytes(32)).address, lamports: markerLamports };
  const accountFolder = join(folder, "accounts");
  try {
    await writeAccountFiles({ folder: accountFolder, accounts: [...options.accounts, { ...marker, data: new Uint8Array(), owner: programs.system }] });
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  }
  const validator = startProcess({
    file: binary.file,
    folder,
    args: commandLine({ ports, folder, accountFolder, treasury: options.treasury }),
    env: { RUST_LOG: process.env["RUST_LOG"] ?? "warn" },
  });
  const rpcUrl = `http://127.0.0.1:${ports.rpc}`;
  const rpc = createRpcClient({ url: rpcUrl });
  const timeoutMs = options.startTimeoutMs ?? defaultStartTimeoutMs;
  const over = new AbortController();
  const onAbort = (): void => over.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => over.abort(), timeoutMs);
  try {
    const ready = untilReady({ rpc, marker, signal: over.signal });
    const outcome = await Promise.race([ready, validator.exited.then((exit) => ({ exit }))]);
    if ("version" in outcome) return { process: validator, rpc, rpcUrl, wsUrl: `ws://127.0.0.1:${ports.ws}`, ...outcome, folder };
    over.abort();
    await ready.catch(() => undefined);
    throw endedError({ logs: outcome.exit.logs, code: outcome.exit.code, signal: outcome.exit.signal, binary });
  } catch (cause) {
    await Promise.all([rpc.close(), validator.stop()]);
    throwIfAborted(signal);
    if (cause instanceof SvmNodeError) throw cause;
    throw new SvmNodeError({
      code: "svm.validator-unhealthy",
      message: `The validator was not ready within ${timeoutMs} ms.`,
      expected: `${rpcUrl} to answer getHealth with ok, and a slot that advances`,
      found: `a process that runs${lastWords(validator.logs())}`,
      next: "run it by hand to see what holds it up, or use the embedded node (--svm embedded)",
      cause,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * Logs go to stderr, so that the last words are heard without a file; `RUST_LOG` keeps them few.
 * `--config` names a file that is not there, so that the user's own settings change nothing.
 */
function commandLine(options: { readonly ports: ValidatorPorts; readonly folder: string; readonly accountFolder: string; readonly treasury: string }): readonly string[] {
  const { ports, folder } = options;
  return [
    "--log",
    "--config", join(folder, "no-config.yml"),
    "--ledger", join(folder, "ledger"),
    "--mint", options.treasury,
    "--account-dir", options.accountFolder,
    "--bind-address", "127.0.0.1",
    "--rpc-port", `${ports.rpc}`,
    "--faucet-port", `${ports.faucet}`,
    "--gossip-port", `${ports.gossip}`,
    "--dynamic-port-range", `${ports.dynamicFrom}-${ports.dynamicTo}`,
    "--limit-ledger-size", `${ledgerShreds}`,
    "--warp-slot", `${firstSlot}`,
  ];
}

function endedError(options: { readonly logs: readonly string[]; readonly code: number | null; readonly signal: string | null; readonly binary: ValidatorBinary }): SvmNodeError {
  const said = options.logs.join("\n");
  const how = options.signal === null ? `exit code ${options.code ?? "none"}` : options.signal;
  if (/address (already )?in use|AddrInUse|\(os error (98|48|10048)\)|(unable|failed) to bind|bind.*(in use|failed)/i.test(said)) {
    return new SvmNodeError({
      code: "svm.port-taken",
      message: "A port the validator was given is in use.",
      expected: "ports that stay free until the validator has them",
      found: `${how}${lastWords(options.logs)}`,
      next: "run again, or end the program that takes ports between 12000 and 31000",
    });
  }
  return new SvmNodeError({
    code: "svm.start-failed",
    message: `${options.binary.file} ended before it was ready.`,
    expected: "a validator that makes blocks",
    found: `${how}${lastWords(options.logs)}`,
    next: "run it by hand, see what it says, or use the embedded node (--svm embedded)",
  });
}

/** For the end of a sentence. */
export const lastWords = (logs: readonly string[]): string => (logs.length === 0 ? ", no output" : `, last words: ${logs.slice(-8).join(" | ").slice(-1_500)}`);
