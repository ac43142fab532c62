/** A local Solana chain, as scenarios need it beyond what every chain has. */
import type { ChainTransfer, LocalChain } from "../chain.ts";
import type { SvmMint } from "./genesis.ts";

/** A transaction's way: it waits before it lands, or between landing and being confirmed. */
export type HoldStage = "landing" | "confirmation";

export interface SvmTransfer extends ChainTransfer {
  /** What the mint's transfer fee took from the amount on its way; `amount` is what arrived. */
  readonly withheld: bigint;
}

export interface LandedTransaction {
  /** Signature, base58. */
  readonly id: string;
  /** The fee payer. */
  readonly sender: string;
  /** Base64. */
  readonly input: string;
  readonly status: "success" | "reverted";
  readonly position: bigint;
  /** Lamports. */
  readonly fee: bigint;
  /** The runtime's error as RPC answers show it, or null. */
  readonly error: unknown;
}

export interface SvmChain extends LocalChain {
  readonly kind: "embedded" | "validator";
  readonly wsUrl: string;
  /** `usdc` is the chain's {@link LocalChain.asset}, under SPL Token; the others are under Token-2022, `fee` with a transfer fee. */
  readonly mints: { readonly usdc: SvmMint; readonly pyusd: SvmMint; readonly usdg: SvmMint; readonly fee: SvmMint };
  /**
   * Programs whose own code is not on this chain: something that takes their calls and does nothing stands there.
   * What rests on one of them has to say so.
   */
  readonly standIns: readonly string[];
  transfers(options: { after: bigint; accounts: readonly string[]; asset?: string }): Promise<readonly SvmTransfer[]>;
  /** Like {@link LocalChain.fund}, of another mint: an associated token account for each owner, and the amount added. */
  fundToken(options: { readonly mint: string; readonly funds: readonly { readonly address: string; readonly amount?: bigint }[] }): Promise<void>;
  /** @returns the address of a table that can be looked up in at once */
  createLookupTable(options: { readonly addresses: readonly string[] }): Promise<string>;
  /** A recent blockhash, and the last block height at which a transaction with it can land. */
  latestBlockhash(): Promise<{ readonly blockhash: string; readonly lastValidBlockHeight: bigint }>;
  /**
   * Sends a transaction of the harness's own, past every delay and hold.
   *
   * @param options.transaction base64
   * @returns its signature, once it is on the chain
   * @throws SvmNodeError `svm.rpc-error` where it fails
   */
  send(options: { readonly transaction: string }): Promise<string>;
  /** Transactions that name an account, oldest first, whoever sent them. */
  landed(options: { readonly account: string; readonly after?: bigint }): Promise<readonly LandedTransaction[]>;
  /** What only the embedded node can do; undefined on a real validator. */
  readonly controls: SvmControls | undefined;
}

/**
 * Controls of the embedded node. Cases run side by side on it: prefer those that name an account, and give back
 * what you hold.
 */
export interface SvmControls {
  /**
   * Transactions whose fee payer is the account stay where they are: sent but not landed (status null, as if under
   * way), or landed but not more than processed. Until released; no clock is involved.
   */
  hold(options: { readonly account: string; readonly stage?: HoldStage }): Promise<void>;
  /** Also ends the delay of what waits to land. @returns how many went on; they have landed, or are confirmed, by then */
  release(options: { readonly account: string; readonly stage?: HoldStage }): Promise<number>;
  /** Signatures of transactions of a fee payer that wait to land: sent, and held or delayed. */
  held(options: { readonly account: string }): Promise<readonly string[]>;
  /** Milliseconds from sending to landing. @param options.account only for its transactions; default: for the whole node */
  setLandingDelay(options: { readonly account?: string; readonly milliseconds: number }): Promise<void>;
  /** Of the whole node: how many slots later a transaction is confirmed, and finalized. Default 0 and 2. */
  setCommitmentSlots(options: { readonly confirmSlots?: number; readonly finalizeSlots?: number }): Promise<void>;
  /** Of the whole node: lets slots pass at once. After 151 every blockhash of before is too old. @returns the slot then */
  advanceSlots(options: { readonly count: number }): Promise<bigint>;
  /** A blockhash that nobody else has, valid as any: one that can be expired without harm to other cases. */
  issueBlockhash(): Promise<{ readonly blockhash: string; readonly lastValidBlockHeight: bigint }>;
  /** @returns whether it was valid until now */
  expireBlockhash(options: { readonly blockhash: string }): Promise<boolean>;
  /**
   * Writes a token account over whatever stands at its address: frozen, with a delegate, with any amount.
   *
   * @param options.address default: the owner's associated token account
   * @returns its address
   */
  setTokenAccount(options: {
    readonly owner: string;
    readonly mint: string;
    readonly amount?: bigint;
    readonly state?: "initialized" | "frozen";
    readonly delegate?: { readonly address: string; readonly amount: bigint };
    readonly closeAuthority?: string;
    readonly address?: string;
  }): Promise<string>;
  /** Writes any account. 0 lamports take it away. @param options.owner default: the System program */
  setAccount(options: { readonly address: string; readonly lamports: bigint; readonly owner?: string; readonly data?: Uint8Array; readonly executable?: boolean }): Promise<void>;
  /** Takes a token account away, as if closed. @param options.mint default: the chain's asset */
  removeTokenAccount(options: { readonly owner: string; readonly mint?: string }): Promise<void>;
  /** The node's process, the bytes it holds in memory, and what it counts. */
  stats(): Promise<{ readonly pid: number; readonly rss: number; readonly landed: bigint; readonly pending: number }>;
}
