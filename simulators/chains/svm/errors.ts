import { ChainError } from "../chain-error.ts";

/** Errors of the local Solana node. A code never changes its meaning; the text may. */

/** What can go wrong, by stable code. */
export type SvmNodeErrorCode =
  /** litesvm publishes no binary for this operating system and processor, or it is not installed. */
  | "svm.binary-missing"
  /** The fixed port that was asked for, or the one after it, is in use. */
  | "svm.port-taken"
  /** The node process ended, or never answered, before it was ready. */
  | "svm.start-failed"
  /** The caller's AbortSignal fired. */
  | "svm.aborted"
  /** No answer on the node's port: it ended, or was stopped. */
  | "svm.rpc-unreachable"
  /** The node answered a JSON-RPC error. */
  | "svm.rpc-error"
  /** The node answered something that is not JSON-RPC, or lacks a part it must have. */
  | "svm.rpc-malformed"
  /** The run's settings ask for a kind of node that does not exist. */
  | "svm.setting-unknown"
  /** No `solana-test-validator`: neither in X402_SOLANA_TEST_VALIDATOR nor on the PATH. */
  | "svm.validator-missing"
  /** The file is there, and is no program that this user may run. */
  | "svm.validator-not-executable"
  /** What the validator's `--version` says, or its silence, does not fit. */
  | "svm.validator-version"
  /** The validator's process runs, and did not become ready in time. */
  | "svm.validator-unhealthy"
  /** A transaction of the harness itself failed, or was never confirmed. */
  | "svm.transaction-failed"
  /** Something only the embedded node can do. */
  | "svm.not-on-a-real-validator";

/** A failure of the chain simulator, see {@link ChainError}. */
export class SvmNodeError extends ChainError<SvmNodeErrorCode> {
  override readonly name = "SvmNodeError";

  constructor(options: ConstructorParameters<typeof ChainError<SvmNodeErrorCode>>[0]) {
    super({ surroundings: !ASKED_FOR.has(options.code), ...options });
  }
}

/** What the user asked for cannot be had, and what was asked for can be changed. */
const ASKED_FOR: ReadonlySet<SvmNodeErrorCode> = new Set(["svm.setting-unknown", "svm.validator-missing", "svm.validator-version"]);
