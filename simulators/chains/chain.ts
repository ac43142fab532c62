import type { Shared } from "./shared.ts";

/**
 * A local chain of any family, as the harness needs it: start, fund, observe, stop. Each folder under
 * `chains/` exports one {@link ChainKey}; who wants to play on that chain imports the key, and nobody
 * keeps a list.
 */

/** A test wallet, derived from the run's seed and a path. */
export interface ChainWallet {
  /** As the family writes addresses: checksummed hex, base58. */
  readonly address: string;
  /** As targets are given it: `0x` and 32 bytes for eip155, base58 of the 64 bytes secret and public key for solana. */
  readonly privateKey: string;
}

/** Funds in atomic units. Each account given is able to receive the chain's {@link LocalChain.asset} afterwards, also when nothing was put into it. */
export interface ChainFunds {
  readonly address: string;
  /** Of {@link LocalChain.asset}. Default 0. */
  readonly amount?: bigint;
  /** Of the native currency (wei, lamports). Default 0. */
  readonly nativeAmount?: bigint;
}

/** A movement of a token between two owners. */
export interface ChainTransfer {
  readonly asset: string;
  /** Owners, never accounts a program derived for them. */
  readonly sender: string;
  readonly recipient: string;
  /** Atomic units. */
  readonly amount: bigint;
  /** Hash or signature. */
  readonly transaction: string;
  /** Position of its block or slot, comparable with {@link LocalChain.position}. */
  readonly position: bigint;
  /** Tells this movement from every other one on the chain. */
  readonly key: string;
}

export interface ChainTransaction {
  /** Hash or signature. */
  readonly id: string;
  /** Who pays the fee. */
  readonly sender: string;
  /** Address called, where a transaction calls one. */
  readonly to: string | null;
  /** Call data in hex, or the whole transaction in base64, as the family has it. */
  readonly input: string;
  readonly status: "success" | "reverted" | "pending";
  /** What it cost its sender, in the native currency, where the family says so. */
  readonly fee?: bigint;
}

export interface ChainBalance {
  readonly address: string;
  readonly asset: string;
  readonly amount: bigint;
}

/** Stands for the native currency where an asset is asked for. */
export const NATIVE = "native";

export interface LocalChain {
  /** CAIP-2; what targets are told. */
  readonly network: string;
  readonly rpcUrl: string;
  /** Pubsub, where the family has it. */
  readonly wsUrl?: string;
  /** The token standard offers are made in. */
  readonly asset: string;
  /** For the report's header, e.g. `anvil 1.7.1`. */
  readonly version: string;
  /** The same for the same seed and path. */
  wallet(path: string): ChainWallet;
  /** An account of nobody, to be paid: the same for the same seed and path, and quicker to have than a {@link wallet}. */
  address(path: string): string;
  /** In as few round trips as the family allows. */
  fund(funds: readonly ChainFunds[]): Promise<void>;
  /** The newest block or slot. What happens later has a greater position. */
  position(): Promise<bigint>;
  /** Transfers after a position that one of the accounts sent or received. Default asset: {@link asset}. */
  transfers(options: { after: bigint; accounts: readonly string[]; asset?: string }): Promise<readonly ChainTransfer[]>;
  /** Default asset: {@link asset}; {@link NATIVE} asks for the native currency. */
  balances(options: { accounts: readonly string[]; asset?: string }): Promise<readonly ChainBalance[]>;
  /** Where the family executes what it was sent a moment later: waits until it has executed these, but not for long, since it may never. */
  executed?(options: { ids: readonly string[] }): Promise<void>;
  /** Those of the ids that the chain knows. */
  transactions(options: { ids: readonly string[] }): Promise<readonly ChainTransaction[]>;
  /** Brings the chain's clock up to the wall clock, where it stands still between blocks. */
  catchUp(): Promise<void>;
  /** @returns brings the chain back to where it stood, time excepted */
  snapshot(): Promise<() => Promise<void>>;
  /**
   * Texts by which a JSON-RPC call can be told to belong to an account: addresses, nonces, hashes, also those
   * inside a serialized transaction. Of calls by strangers: bounded, and never throws.
   */
  tokensOf(call: { readonly method: string; readonly params: unknown }): readonly string[];
  /** Told once when the chain ends without having been stopped. */
  onCrash(told: (reason: string) => void): void;
  /** Leaves no process. Never rejects. */
  stop(): Promise<void>;
}

export interface StartChain {
  readonly seed: string;
  /** What the command line says of chains, e.g. `{ svm: "validator" }`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of the world the chain is started in, for families that stand on something together. Without it each has its own. */
  readonly shared?: Shared;
  readonly signal?: AbortSignal;
}

/**
 * An option of the command line, `--<name> <choice>`, that ends up in {@link StartChain.settings}. The first choice is the
 * default. A family exports its own as `flags` from `flags.ts`, which imports nothing that takes time.
 */
export interface ChainFlag {
  readonly name: string;
  readonly choices: readonly string[];
  readonly summary: string;
}

/** Names a family and starts its chain. */
export interface ChainKey<Chain extends LocalChain = LocalChain> {
  readonly id: string;
  /** @throws an Error with a sentence for the user where the chain cannot be started */
  start(options: StartChain): Promise<Chain>;
}
