import { ChainError } from "../chain-error.ts";

/** Errors of the local EVM node. A code never changes its meaning; the text may. */

/** What can go wrong, by stable code. */
export type EvmNodeErrorCode =
  /** anvil publishes no binary for this operating system and processor. */
  | "evm.platform-unsupported"
  /** The npm package that carries anvil's binary for this platform is not installed. */
  | "evm.binary-missing"
  /** The fixed port that was asked for is in use. */
  | "evm.port-taken"
  /** The node process ended, or never answered, before it was ready. */
  | "evm.start-failed"
  /** The caller's AbortSignal fired. */
  | "evm.aborted"
  /** No answer on the node's RPC port: it ended, or was stopped. */
  | "evm.rpc-unreachable"
  /** The node answered a JSON-RPC error, a revert of an `eth_call` among them. */
  | "evm.rpc-error"
  /** The node answered something that is not JSON-RPC, or lacks a part it must have. */
  | "evm.rpc-malformed"
  /** A transaction of the harness itself was mined and reverted. */
  | "evm.transaction-reverted";

/** A failure of the chain simulator, see {@link ChainError}. */
export class EvmNodeError extends ChainError<EvmNodeErrorCode> {
  override readonly name = "EvmNodeError";
}
