import { getBase64Decoder, getBase64Encoder, getCompiledTransactionMessageDecoder, getCompiledTransactionMessageEncoder, getTransactionDecoder, getTransactionEncoder } from "@solana/kit";
import type { CompiledTransactionMessage, CompiledTransactionMessageWithLifetime, Transaction } from "@solana/kit";

/** A message of the two formats that are asked about. */
export type Message = Extract<CompiledTransactionMessage, { version: "legacy" | 0 }> & CompiledTransactionMessageWithLifetime;
export type Lookup = { readonly lookupTableAddress: string; readonly writableIndexes: readonly number[]; readonly readonlyIndexes: readonly number[] };
export type Decoded = { readonly transaction: Transaction; readonly message: Message; readonly lookups: readonly Lookup[] };

const MOST_BYTES = 1232;

const sameBytes = (left: ArrayLike<number>, right: ArrayLike<number>): boolean => left.length === right.length && Array.from(left).every((byte, index) => byte === right[index]);

/**
 * Decodes a transaction with kit and asks what kit leaves out: that the text and the bytes are the shortest ones for what was read, with nothing
 * after it, and that counts and indices fit.
 *
 * @throws Error saying what is wrong
 */
export const decodeTransaction = (text: unknown): Decoded => {
  if (typeof text !== "string" || text === "") throw new Error("no text");
  const bytes = getBase64Encoder().encode(text);
  if (getBase64Decoder().decode(bytes) !== text) throw new Error("not the standard base64 of its bytes");
  if (bytes.length > MOST_BYTES) throw new Error(`${bytes.length} bytes`);
  const transaction = getTransactionDecoder().decode(bytes);
  const message = getCompiledTransactionMessageDecoder().decode(transaction.messageBytes);
  if (message.version === 1) throw new Error("version 1");
  if (!sameBytes(getCompiledTransactionMessageEncoder().encode(message), transaction.messageBytes)) throw new Error("the message is not written in its shortest form");
  if (!sameBytes(getTransactionEncoder().encode(transaction), bytes)) throw new Error("the transaction is not written in its shortest form");
  const decoded: Decoded = { transaction, message, lookups: "addressTableLookups" in message ? ((message.addressTableLookups ?? []) as readonly Lookup[]) : [] };
  checkCounts(decoded);
  return decoded;
};

const checkCounts = ({ message, lookups }: Decoded): void => {
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
  const fixed = message.staticAccounts.length;
  if (numReadonlySignerAccounts >= numSignerAccounts) throw new Error("the fee payer is not writable");
  if (numSignerAccounts + numReadonlyNonSignerAccounts > fixed) throw new Error("the header counts more accounts than there are");
  const loaded = lookups.map(({ writableIndexes, readonlyIndexes }) => writableIndexes.length + readonlyIndexes.length);
  if (loaded.includes(0)) throw new Error("a lookup loads nothing");
  const all = loaded.reduce((sum, count) => sum + count, fixed);
  if (all > 256) throw new Error("more than 256 accounts");
  for (const { programAddressIndex, accountIndices = [] } of message.instructions) {
    if (programAddressIndex === 0 || programAddressIndex >= fixed) throw new Error(`program ${programAddressIndex} of ${fixed}`);
    if (accountIndices.some((index) => index >= all)) throw new Error("an account is out of range");
  }
};

/** Every account of a message by its index; `loaded` names those of the lookup tables. */
export const accountsOf = (decoded: Decoded, loaded: (table: string, index: number) => string): readonly string[] => {
  const { message, lookups } = decoded;
  return [
    ...message.staticAccounts,
    ...lookups.flatMap(({ lookupTableAddress, writableIndexes }) => writableIndexes.map((index) => loaded(lookupTableAddress, index))),
    ...lookups.flatMap(({ lookupTableAddress, readonlyIndexes }) => readonlyIndexes.map((index) => loaded(lookupTableAddress, index))),
  ];
};
