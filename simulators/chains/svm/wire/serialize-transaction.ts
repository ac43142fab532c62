import { decodeBase58 } from "./base58.ts";
import { concatBytes } from "./bytes.ts";
import { encodeCompactU16 } from "./compact-u16.ts";
import type { MessageHeader } from "./transaction.ts";

/** Raw bytes in place of a length, e.g. an overlong or a lying one. */
export type LengthBytes = Uint8Array;

export interface WritableInstruction {
  readonly programIndex: number;
  readonly accountIndexes: readonly number[];
  readonly data: Uint8Array;
  readonly lengths?: { readonly accountIndexes?: LengthBytes; readonly data?: LengthBytes };
}

export interface WritableLookup {
  readonly table: string | Uint8Array;
  readonly writableIndexes: readonly number[];
  readonly readonlyIndexes: readonly number[];
  readonly lengths?: { readonly writableIndexes?: LengthBytes; readonly readonlyIndexes?: LengthBytes };
}

/**
 * What the serializer writes: every `Message` is one, and so is a great deal that no validator takes.
 * Nothing is checked against anything: counts, indexes and keys are written as they stand.
 */
export interface WritableMessage {
  /** "legacy", or the number after the version bit: 0 to 127. */
  readonly version: "legacy" | number;
  readonly header: MessageHeader;
  /** Base58, or raw bytes of any number. */
  readonly staticKeys: readonly (string | Uint8Array)[];
  readonly blockhash: string | Uint8Array;
  readonly instructions: readonly WritableInstruction[];
  /** Not written into a legacy message. */
  readonly lookups: readonly WritableLookup[];
  readonly lengths?: { readonly staticKeys?: LengthBytes; readonly instructions?: LengthBytes; readonly lookups?: LengthBytes };
  /** Written after the message. */
  readonly trailing?: Uint8Array;
}

export interface WritableTransaction {
  readonly signatures: readonly Uint8Array[];
  readonly message: WritableMessage;
  readonly lengths?: { readonly signatures?: LengthBytes };
}

/** @returns what signatures are over */
export function serializeMessage(message: WritableMessage): Uint8Array {
  const { version, header, lengths } = message;
  const list = (items: readonly Uint8Array[], length: LengthBytes | undefined): Uint8Array => concatBytes(length ?? encodeCompactU16(items.length), ...items);
  const bytesOf = (items: readonly number[] | Uint8Array, length: LengthBytes | undefined): Uint8Array =>
    concatBytes(length ?? encodeCompactU16(items.length), Uint8Array.from(items));
  return concatBytes(
    version === "legacy" ? new Uint8Array() : Uint8Array.of(0x80 | version),
    Uint8Array.of(header.requiredSignatures, header.readonlySigned, header.readonlyUnsigned),
    list(message.staticKeys.map(toBytes), lengths?.staticKeys),
    toBytes(message.blockhash),
    list(
      message.instructions.map((instruction) =>
        concatBytes(
          Uint8Array.of(instruction.programIndex),
          bytesOf(instruction.accountIndexes, instruction.lengths?.accountIndexes),
          bytesOf(instruction.data, instruction.lengths?.data),
        ),
      ),
      lengths?.instructions,
    ),
    version === "legacy"
      ? new Uint8Array()
      : list(
          message.lookups.map((lookup) =>
            concatBytes(
              toBytes(lookup.table),
              bytesOf(lookup.writableIndexes, lookup.lengths?.writableIndexes),
              bytesOf(lookup.readonlyIndexes, lookup.lengths?.readonlyIndexes),
            ),
          ),
          lengths?.lookups,
        ),
    message.trailing ?? new Uint8Array(),
  );
}

/**
 * The wire bytes of a transaction, sound or not. A test bends one thing and leaves the rest:
 *
 * @example serializeTransaction({ ...transaction, lengths: { signatures: encodeOverlongCompactU16(2, 2) } })
 * @throws RangeError for a text that is no base58
 */
export function serializeTransaction(transaction: WritableTransaction): Uint8Array {
  const { signatures, message, lengths } = transaction;
  return concatBytes(lengths?.signatures ?? encodeCompactU16(signatures.length), ...signatures, serializeMessage(message));
}

/** The same in base64, as payments and JSON-RPC carry it. */
export function serializeBase64Transaction(transaction: WritableTransaction): string {
  return Buffer.from(serializeTransaction(transaction)).toString("base64");
}

function toBytes(key: string | Uint8Array): Uint8Array {
  if (typeof key !== "string") return key;
  const bytes = decodeBase58(key);
  if (bytes === undefined) throw new RangeError(`not base58: ${key.slice(0, 100)}`);
  return bytes;
}
