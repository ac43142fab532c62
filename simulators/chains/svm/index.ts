/**
 * The Solana half of the reference world: a local chain behind Solana's own JSON-RPC and websockets, with the real
 * token programs, mints at their devnet addresses, wallets from the run's seed, and eyes and hands on it.
 *
 * ```ts
 * const chain = await world.chain(svm);
 * const payer = chain.wallet("case-1/payer");
 * await chain.fund([{ address: payer.address, amount: 1_000_000n }]);
 * await chain.controls?.hold({ account: facilitator.address }); // its transactions wait until released
 * ```
 */
import type { ChainKey } from "../chain.ts";
import type { SvmChain } from "./chain.ts";
import { startEmbeddedChain } from "./embedded-chain.ts";
import { SvmNodeError } from "./errors.ts";

export type { HoldStage, LandedTransaction, SvmChain, SvmControls, SvmTransfer } from "./chain.ts";
export { SvmNodeError } from "./errors.ts";
export type { SvmNodeErrorCode } from "./errors.ts";
export { mintAuthority, mintOf, mints, svmNetwork } from "./genesis.ts";
export type { SvmMint } from "./genesis.ts";

/** The setting `svm` chooses the node: "embedded", which is the default, or "validator", a real one from the PATH. */
export const svm: ChainKey<SvmChain> = {
  id: "svm",
  async start(options) {
    const wanted = options.settings["svm"] ?? "embedded";
    if (wanted === "embedded") return await startEmbeddedChain(options);
    // Only where it is wanted: the modules of a kind of node nobody asked for cost time at every start.
    if (wanted === "validator") return await (await import("./validator/start.ts")).startValidatorChain(options);
    throw new SvmNodeError({
      code: "svm.setting-unknown",
      message: `There is no Solana node of the kind ${JSON.stringify(wanted)}.`,
      expected: "embedded, or validator",
      next: "use --svm embedded, or leave the option out",
    });
  },
};
