import type { PaymentRequirements } from "../../../spec/types.ts";
import { associatedTokenAddress, isAddress, isTokenProgram, type KeyPair } from "../../chains/svm/wire/index.ts";
import { solanaKeyOf } from "../../chains/svm/wallet-key.ts";
import type { CreateSchemeClient } from "../scheme.ts";
import { mintDecimals, readAccount } from "./chain-accounts.ts";
import { type ChainRpc, createChainRpcs } from "./chain-rpc.ts";
import { createClientBends } from "./client-bends.ts";
import { latestBlockhash } from "./latest-blockhash.ts";
import { MAX_MEMO_BYTES, parseAmount } from "./network.ts";
import { buildPayment, type PaymentDraft } from "./payment-draft.ts";

/** Client half of scheme `exact` on Solana: schemes/exact/scheme_exact_svm.md, steps 3 to 6 of the flow. */

/** Enough for a transfer of either token program and the longest memo, below what any sponsor bounds. */
const COMPUTE_UNITS = 100_000;
/** The least there is: a payment needs no priority. */
const MICRO_LAMPORTS_PER_UNIT = 1n;
/** Of the Memo that tells payments apart; 32 hex digits. */
const MEMO_NONCE_BYTES = 16;

/** @param options.chains networks without an RPC endpoint cannot be paid on: a transaction needs a recent blockhash, and a transfer the mint's program and decimals */
export const createClient: CreateSchemeClient = ({ effects, faults, chains = {} }) => {
  const bends = createClientBends({ faults, randomBytes: effects.randomBytes });
  const rpcs = createChainRpcs(chains);

  const blockhashFor = async (options: { chain: ChainRpc; hint: unknown }): Promise<string> => {
    const { chain, hint } = options;
    const bent = bends.blockhash({ hint, isValid: isAddress(hint) });
    if (bent !== undefined) return bent;
    // The hint spares a round trip and is one the sponsor's node has seen. Anything malformed is no hint.
    return isAddress(hint) && !bends.ignoresHint() ? hint : (await latestBlockhash(chain)).blockhash;
  };

  return {
    scheme: "exact",
    supports: (network) => rpcs.has(network),
    flows: ["authorization", "upfront"],
    canPay({ requirements, wallets }) {
      const { scheme, network, asset, payTo, amount, maxTimeoutSeconds, extra = {} } = requirements;
      const signer = solanaKeyOf(wallets);
      return (
        scheme === "exact" &&
        rpcs.has(network) &&
        isAddress(asset) &&
        isAddress(payTo) &&
        parseAmount(amount) !== undefined &&
        maxTimeoutSeconds > 0 &&
        extra["assetTransferMethod"] === undefined &&
        isAddress(extra["feePayer"]) &&
        isMemo(extra["memo"]) &&
        // Who pays the fee must be in no account list, and the payer is in one.
        signer !== undefined &&
        signer.address !== extra["feePayer"] &&
        !bends.passesOver({ hint: extra["recentBlockhash"], isValid: isAddress(extra["recentBlockhash"]) })
      );
    },
    async createPayload({ requirements, wallets }) {
      const chain = rpcs.get(requirements.network);
      const payer = solanaKeyOf(wallets);
      if (chain === undefined || payer === undefined) throw new Error("exact on Solana: this offer cannot be paid, ask canPay first");
      const [mint, blockhash] = await Promise.all([readMint({ chain, mint: requirements.asset }), blockhashFor({ chain, hint: requirements.extra?.["recentBlockhash"] })]);
      const draft = bends.draft({ draft: draftOf({ requirements, payer, mint, blockhash, nonce: effects.randomBytes(MEMO_NONCE_BYTES) }), requirements });
      return { transaction: buildPayment({ draft, payer, bends }) };
    },
  };
};

function draftOf(options: { requirements: PaymentRequirements; payer: KeyPair; mint: Mint; blockhash: string; nonce: Uint8Array }): PaymentDraft {
  const { requirements, payer, blockhash, nonce } = options;
  const { tokenProgram, decimals } = options.mint;
  const { asset: mint, payTo, extra = {} } = requirements;
  const memo = extra["memo"];
  return {
    version: 0,
    feePayer: String(extra["feePayer"]),
    blockhash,
    units: COMPUTE_UNITS,
    microLamportsPerUnit: MICRO_LAMPORTS_PER_UNIT,
    transfer: {
      source: associatedTokenAddress({ owner: payer.address, mint, tokenProgram }),
      mint,
      destination: associatedTokenAddress({ owner: payTo, mint, tokenProgram }),
      authority: payer.address,
      amount: BigInt(requirements.amount),
      decimals,
      tokenProgram,
    },
    memo: Buffer.from(typeof memo === "string" ? memo : Buffer.from(nonce).toString("hex"), "utf8"),
    recipient: payTo,
  };
}

interface Mint {
  readonly tokenProgram: string;
  readonly decimals: number;
}

/** @throws Error when the asset is no mint of either token program on that chain */
async function readMint(options: { chain: ChainRpc; mint: string }): Promise<Mint> {
  const account = await readAccount({ chain: options.chain, address: options.mint });
  const decimals = account === undefined ? undefined : mintDecimals(account);
  if (account === undefined || decimals === undefined || !isTokenProgram(account.program)) throw new Error(`exact on Solana: expected ${options.mint} to be a mint of SPL Token or Token-2022, found ${account === undefined ? "no account" : `an account of ${account.program}`}`);
  return { tokenProgram: account.program, decimals };
}

/** None, or one that fits the scheme's bound. */
function isMemo(memo: unknown): boolean {
  return memo === undefined || (typeof memo === "string" && Buffer.byteLength(memo, "utf8") <= MAX_MEMO_BYTES);
}
