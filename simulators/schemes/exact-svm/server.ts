import { isAddress, parseBase64Transaction } from "../../chains/svm/wire/index.ts";
import { canonicalJson } from "../../json.ts";
import type { CreateSchemeServer } from "../scheme.ts";
import { createChainRpcs } from "./chain-rpc.ts";
import { latestBlockhash } from "./latest-blockhash.ts";
import { isSolanaNetwork, MAX_MEMO_BYTES } from "./network.ts";
import { messageKey } from "./parse-payment.ts";
import { createServerBends } from "./server-bends.ts";

/** Server half of scheme `exact` on Solana: schemes/exact/scheme_exact_svm.md, `PaymentRequirements`. */

/** @param options.chains networks with an RPC endpoint are offered with a recent blockhash of theirs */
export const createServer: CreateSchemeServer = ({ faults, chains = {} }) => {
  const bends = createServerBends({ faults });
  const rpcs = createChainRpcs(chains);
  return {
    scheme: "exact",
    supports: isSolanaNetwork,
    flows: ["authorization", "upfront"],
    needsKind: true,
    offer({ requirements, kind }) {
      const { asset, payTo, extra = {} } = requirements;
      // Who signs as fee payer is the facilitator's to say; the operator's own entry is for one that does not.
      const feePayer = kind?.extra?.["feePayer"] ?? extra["feePayer"];
      const { memo, recentBlockhash, lastValidBlockHeight } = extra;
      const expect = (holds: boolean, expected: string, found: unknown): void => {
        if (!holds) throw new Error(`exact on Solana needs ${expected}, found ${JSON.stringify(found)}`);
      };
      expect(isAddress(asset), "the mint's address as asset", asset);
      expect(isAddress(payTo), "a public key as payTo", payTo);
      expect(isAddress(feePayer), "the fee payer's public key, from the facilitator's /supported or in extra.feePayer", feePayer);
      expect(memo === undefined || (typeof memo === "string" && Buffer.byteLength(memo, "utf8") <= MAX_MEMO_BYTES), `extra.memo to be a string of at most ${MAX_MEMO_BYTES} bytes`, memo);
      expect(recentBlockhash === undefined || isAddress(recentBlockhash), "extra.recentBlockhash to be 32 bytes in base58", recentBlockhash);
      expect(lastValidBlockHeight === undefined || (typeof lastValidBlockHeight === "string" && /^[0-9]+$/.test(lastValidBlockHeight)), "extra.lastValidBlockHeight to be decimal digits in a string", lastValidBlockHeight);
      return bends.offer({ ...requirements, extra: { ...extra, feePayer } });
    },
    async hints({ requirements }) {
      const chain = rpcs.get(requirements.network);
      // Offers are good without: the client asks for a blockhash itself.
      const latest = chain === undefined ? undefined : await latestBlockhash(chain).catch(() => undefined);
      return latest === undefined ? {} : bends.hints({ recentBlockhash: latest.blockhash, lastValidBlockHeight: String(latest.lastValidBlockHeight) });
    },
    replayKey: ({ payload }) => bends.replayKey({ key: replayKey(payload), payload }),
  };
};

/** What the network lets through once: the message. The first signature's slot is still empty, and whatever is put there makes no other payment of it. */
function replayKey(payload: Readonly<Record<string, unknown>>): string {
  const { transaction } = payload;
  const parsed = typeof transaction === "string" ? parseBase64Transaction(transaction) : undefined;
  return parsed?.ok === true ? messageKey(parsed.messageBytes) : canonicalJson(payload);
}
