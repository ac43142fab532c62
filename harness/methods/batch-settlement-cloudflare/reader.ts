import type { Json, PaymentReader } from "../reader.ts";

/** Reads commitments of `batch-settlement` on `cloudflare:402`. */

const NETWORK = "cloudflare:402";

function takes({ scheme, network }: Json): boolean {
  return scheme === "batch-settlement" && network === NETWORK;
}

export const reader: PaymentReader = {
  takes,
  read({ payload, terms }) {
    const { amount, asset } = payload;
    if (!takes(terms) || (amount === undefined && asset === undefined)) return undefined;
    // What tells commitments apart is the signature of the request, which does not stand in the message: who pays the same again says the same.
    return { key: `${NETWORK} ${String(amount).slice(0, 100)} ${String(asset).slice(0, 100)}`, ...(typeof terms["payTo"] === "string" ? { recipient: terms["payTo"] } : {}), ...(typeof amount === "string" ? { amount } : {}) };
  },
  isBroadcast: () => false,
  carries: () => false,
  // Empty in the text's example; else whatever the network calls its commitments.
  isTransactionId: (text) => /^[!-~]{0,200}$/.test(text),
  transactionIdForm: "an identifier of the commitment, or nothing",
};
