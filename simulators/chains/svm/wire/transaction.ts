/** Solana transactions as data: legacy and version 0. Addresses and hashes are base58 of 32 bytes. */

export interface MessageHeader {
  /** The first so many static keys sign; the very first pays the fee. */
  readonly requiredSignatures: number;
  /** The last so many of the signing keys are read only. */
  readonly readonlySigned: number;
  /** The last so many of the keys that do not sign are read only. */
  readonly readonlyUnsigned: number;
}

export interface CompiledInstruction {
  /** Index of the program among the static keys. */
  readonly programIndex: number;
  /** Indexes into the static keys, then all writable looked-up keys, then all read-only looked-up ones. */
  readonly accountIndexes: readonly number[];
  readonly data: Uint8Array;
}

/** Keys taken from an address lookup table; version 0 only. */
export interface TableLookup {
  /** Of the table's account. */
  readonly table: string;
  readonly writableIndexes: readonly number[];
  readonly readonlyIndexes: readonly number[];
}

export interface Message {
  readonly version: "legacy" | 0;
  readonly header: MessageHeader;
  readonly staticKeys: readonly string[];
  /** A recent blockhash, or the value of a durable nonce. */
  readonly blockhash: string;
  readonly instructions: readonly CompiledInstruction[];
  /** Empty in legacy messages. */
  readonly lookups: readonly TableLookup[];
}

export interface Transaction {
  /** 64 bytes each, in the order of the signing keys; all zeros where nobody signed yet. */
  readonly signatures: readonly Uint8Array[];
  readonly message: Message;
}

export const maxTransactionBytes = 1_232;
export const signatureBytes = 64;

/** Who pays the fee. */
export const feePayerOf = (message: Message): string => message.staticKeys[0] ?? "";

/** The addresses that sign, in the order of the signature slots. */
export const signersOf = (message: Message): readonly string[] => message.staticKeys.slice(0, message.header.requiredSignatures);

export const isSigner = (message: Message, index: number): boolean => index < message.header.requiredSignatures;

/** Whether the message asks for the account as writable; what programs and sysvars make of it is not looked at. */
export function isWritable(message: Message, index: number): boolean {
  const { header, staticKeys, lookups } = message;
  if (index >= staticKeys.length) return index - staticKeys.length < lookups.reduce((sum, { writableIndexes }) => sum + writableIndexes.length, 0);
  if (index < header.requiredSignatures) return index < header.requiredSignatures - header.readonlySigned;
  return index < staticKeys.length - header.readonlyUnsigned;
}

/** Whether a signature slot is still empty. */
export const isEmptySignature = (signature: Uint8Array): boolean => signature.every((byte) => byte === 0);
