import { createHash } from "node:crypto";
import { memoized } from "../../../simulators/memo.ts";
import { associatedTokenAddress, decodeBase58, decodeTransfer, decompileInstructions, feePayerOf, isAddress, parseBase64Transaction, parseTransaction, type TokenTransfer } from "../../../simulators/chains/svm/wire/index.ts";
import type { PaymentReader, PaymentReading } from "../reader.ts";

/** Reads payments of `exact` on Solana: schemes/exact/scheme_exact_svm.md. */

/** Characters of a transaction in base64 that are looked at: more than any that lands. */
const MAX_TEXT = 4_096;

export const reader: PaymentReader = {
  takes: ({ scheme, network }) => scheme === "exact" && typeof network === "string" && network.startsWith("solana:"),
  read({ payload, terms }) {
    const { transaction } = payload;
    if (typeof transaction !== "string" || transaction.length > MAX_TEXT) return undefined;
    const { key, transfer, feePayer } = said(transaction);
    const alsoPayer = feePayer === undefined ? {} : { alsoPayer: feePayer };
    if (transfer === undefined) return { key, ...alsoPayer };
    const { payTo } = terms;
    // A transaction pays a token account; whose it is can be told of the one it should pay.
    const pays = isAddress(payTo) && transfer.mint !== undefined && transfer.destination === associatedTokenAddress({ owner: payTo, mint: transfer.mint, tokenProgram: transfer.tokenProgram });
    return { key, payer: transfer.authority, amount: transfer.amount.toString(), ...alsoPayer, ...(pays ? { recipient: payTo } : {}) };
  },
  hints: ["recentBlockhash", "lastValidBlockHeight"],
  isBroadcast: ({ method }) => method === "sendTransaction",
  carries: ({ call, reading }) => sentKey(call.params) === reading.key,
  transactionIdForm: "base58 of a signature's 64 bytes",
  isTransactionId: (id) => decodeBase58(id, 88)?.length === 64,
};

interface Said extends Pick<PaymentReading, "key"> {
  readonly transfer: TokenTransfer | undefined;
  readonly feePayer?: string;
}

/** Checks ask of the same few payments again and again. */
const said = memoized({ of: readAnew, key: (text) => text, capacity: 2_000 });

/** The network lets a message through once, whatever is in its signature slots. */
function readAnew(text: string): Said {
  const parsed = parseBase64Transaction(text);
  if (!parsed.ok) return { key: digest(text), transfer: undefined };
  const { message } = parsed.transaction;
  const instructions = message.lookups.length > 0 ? [] : decompileInstructions({ message });
  const [transfer] = instructions.flatMap((instruction) => decodeTransfer(instruction) ?? []);
  return { key: digest(parsed.messageBytes), transfer, feePayer: feePayerOf(message) };
}

/** The same of a `sendTransaction` call, in either encoding. */
function sentKey(params: unknown): string | undefined {
  const [text, config] = Array.isArray(params) ? (params as unknown[]) : [];
  if (typeof text !== "string" || text.length > MAX_TEXT) return undefined;
  const encoding = typeof config === "object" && config !== null ? (config as { encoding?: unknown }).encoding : undefined;
  if (encoding === "base64") return said(text).key;
  const bytes = decodeBase58(text, MAX_TEXT);
  const parsed = bytes === undefined ? undefined : parseTransaction(bytes);
  return parsed?.ok === true ? digest(parsed.messageBytes) : undefined;
}

function digest(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
