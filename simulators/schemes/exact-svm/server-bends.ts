import type { PaymentRequirements } from "../../../spec/types.ts";
import { addressBytes, associatedTokenAddress, encodeBase58 } from "../../chains/svm/wire/index.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { canonicalJson } from "../../json.ts";

/** The faults of the server half. What they make of an offer is what the server then matches payments against. */

export const faults = defineFaults({
  "server.exact-svm.fee-payer-missing": { role: "server", bug: "BUG: leaves the fee payer out of its offers on Solana" },
  "server.exact-svm.fee-payer-hex": { role: "server", bug: "BUG: writes the fee payer in hex" },
  "server.exact-svm.fee-payer-own": { role: "server", bug: "BUG: names a fee payer the facilitator has not announced" },
  "server.exact-svm.asset-prefixed": { role: "server", bug: "BUG: puts the network before the mint in asset" },
  "server.exact-svm.payto-token-account": { role: "server", bug: "BUG: names its token account as payTo, and not the account's owner" },
  "server.exact-svm.memo-object": { role: "server", bug: "BUG: writes the memo as an object" },
  "server.exact-svm.memo-long": { role: "server", bug: "BUG: fills the memo up to 300 characters" },
  "server.exact-svm.blockhash-hex": { role: "server", bug: "BUG: writes recentBlockhash in hex" },
  "server.exact-svm.blockhash-foreign": { role: "server", bug: "BUG: offers a recentBlockhash of another chain" },
  "server.exact-svm.last-valid-number": { role: "server", bug: "BUG: writes lastValidBlockHeight as a number" },
  "server.exact-svm.network-name": { role: "server", bug: "BUG: names the network solana:devnet" },
  "server.exact-svm.replay-unguarded": { role: "server", bug: "BUG: serves a Solana payment for every success the facilitator tells" },
  "server.exact-svm.replay-key-text": { role: "server", bug: "BUG: tells Solana payments apart by their text, so that the same message with other bytes in the fee payer's slot is another one" },
});

/** Nobody's. */
const FOREIGN = encodeBase58(new Uint8Array(32).fill(9));

export function createServerBends(options: { faults: FaultSet }): {
  offer(requirements: PaymentRequirements): PaymentRequirements;
  hints(hints: { readonly recentBlockhash: string; readonly lastValidBlockHeight: string }): Readonly<Record<string, unknown>>;
  /** @param options.key the right one */
  replayKey(options: { key: string; payload: Readonly<Record<string, unknown>> }): string;
} {
  const fault = faultPoints({ declared: faults, active: options.faults });
  let payments = 0;
  /** Texts met, by message; only while somebody listens. */
  const met = new Map<string, string>();
  const metBefore = ({ key, text }: { key: string; text: string }): "same" | "other" | undefined => {
    const known = met.get(key);
    if (known === undefined) met.set(key, text);
    return known === undefined ? undefined : known === text ? "same" : "other";
  };
  return {
    offer(requirements) {
      const { payTo, asset, network } = requirements;
      const { feePayer, ...withoutFeePayer } = { ...requirements.extra };
      const { memo } = withoutFeePayer;
      const extra: Record<string, unknown> = {
        ...withoutFeePayer,
        ...(fault("server.exact-svm.fee-payer-missing") ? {} : { feePayer }),
        ...(fault("server.exact-svm.fee-payer-hex") ? { feePayer: inHex(String(feePayer)) } : {}),
        ...(fault("server.exact-svm.fee-payer-own") ? { feePayer: FOREIGN } : {}),
        ...(memo !== undefined && fault("server.exact-svm.memo-object") ? { memo: { text: memo } } : {}),
        ...(typeof memo === "string" && fault("server.exact-svm.memo-long") ? { memo: memo.padEnd(300, ".") } : {}),
      };
      return {
        ...requirements,
        extra,
        ...(fault("server.exact-svm.asset-prefixed") ? { asset: `${network}/token:${asset}` } : {}),
        ...(fault("server.exact-svm.payto-token-account") ? { payTo: associatedTokenAddress({ owner: payTo, mint: asset }) } : {}),
        ...(fault("server.exact-svm.network-name") ? { network: "solana:devnet" } : {}),
      };
    },
    hints: ({ recentBlockhash, lastValidBlockHeight }) => ({
      recentBlockhash: fault("server.exact-svm.blockhash-hex") ? inHex(recentBlockhash) : fault("server.exact-svm.blockhash-foreign") ? FOREIGN : recentBlockhash,
      lastValidBlockHeight: fault("server.exact-svm.last-valid-number") ? Number(lastValidBlockHeight) : lastValidBlockHeight,
    }),
    replayKey({ key, payload }) {
      payments += 1;
      const text = canonicalJson(payload);
      if (fault("server.exact-svm.replay-unguarded", () => metBefore({ key, text }) !== undefined)) return String(payments);
      return fault("server.exact-svm.replay-key-text", () => metBefore({ key, text }) === "other") ? text : key;
    },
  };
}

function inHex(address: string): string {
  return Buffer.from(addressBytes(address)).toString("hex");
}
