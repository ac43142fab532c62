import { encodeAddress, encodeBase58 } from "./base58.ts";
import { concatBytes } from "./bytes.ts";
import { createByteReader, ReadError } from "./byte-reader.ts";
import type { ByteReader } from "./byte-reader.ts";
import { encodeCompactU16 } from "./compact-u16.ts";
import type { TransactionErrorCode } from "./parse-error.ts";
import { sanitize } from "./sanitize.ts";
import type { Layout } from "./sanitize.ts";
import type { CompiledInstruction, Message, TableLookup, Transaction } from "./transaction.ts";
import { maxTransactionBytes, signatureBytes } from "./transaction.ts";

export interface TransactionParseError {
  readonly ok: false;
  readonly code: TransactionErrorCode;
  /** Byte the trouble begins at; for base64 trouble the character count of the text. */
  readonly position: number;
  /** For people. */
  readonly detail: string;
}

export interface ParsedTransaction {
  readonly ok: true;
  readonly transaction: Transaction;
  /** What the signatures are over: a view of the input. */
  readonly messageBytes: Uint8Array;
  /** The whole input. */
  readonly bytes: Uint8Array;
}

export type TransactionParseResult = ParsedTransaction | TransactionParseError;

/**
 * Reads a transaction as strictly as a validator's network port does, before anything is executed: wire form
 * (legacy and version 0, canonical lengths, nothing left over, at most 1232 bytes), and what Agave's
 * `sanitize` wants of counts and indexes. Never throws, whatever the bytes.
 *
 * Not judged here, because validators judge it later: signatures, keys named twice (`AccountLoadedTwice`), the
 * blockhash, existence of programs, tables and accounts.
 *
 * @example
 * const parsed = parseTransaction(bytes);
 * if (!parsed.ok) return refuse(`${parsed.code} at byte ${parsed.position}`);
 */
export function parseTransaction(bytes: Uint8Array): TransactionParseResult {
  if (bytes.length > maxTransactionBytes) {
    return { ok: false, code: "transaction.too-large", position: maxTransactionBytes, detail: `expected at most ${maxTransactionBytes} bytes, found ${bytes.length}` };
  }
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof ReadError) return { ok: false, code: error.code, position: error.position, detail: error.message };
    throw error;
  }
}

/** The same for base64, as payments and JSON-RPC carry transactions. */
export function parseBase64Transaction(text: string): TransactionParseResult {
  // Checked first: so long a text is not worth decoding. 4 characters for 3 bytes.
  if (text.length > Math.ceil(maxTransactionBytes / 3) * 4) {
    return { ok: false, code: "transaction.too-large", position: maxTransactionBytes, detail: `expected at most ${maxTransactionBytes} bytes, found ${text.length} characters of base64` };
  }
  const bytes = decodeBase64(text);
  if (bytes === undefined) return { ok: false, code: "transaction.not-base64", position: text.length, detail: "expected base64 with padding, RFC 4648 section 4" };
  return parseTransaction(bytes);
}

/** Strict base64; undefined for anything another encoder would have written otherwise. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : undefined;
}

export type MessageParseResult = { readonly ok: true; readonly message: Message } | TransactionParseError;

/** Reads a message alone, as strictly as {@link parseTransaction} reads one in a transaction. */
export function parseMessage(bytes: Uint8Array): MessageParseResult {
  // As in a transaction that nobody has signed: so positions and limits are those of one.
  const required = bytes[bytes[0] === 0x80 ? 1 : 0] ?? 0;
  const signatures = concatBytes(encodeCompactU16(required), new Uint8Array(required * signatureBytes));
  const parsed = parseTransaction(concatBytes(signatures, bytes));
  if (parsed.ok) return { ok: true, message: parsed.transaction.message };
  return { ...parsed, position: Math.max(0, parsed.position - signatures.length) };
}

function read(bytes: Uint8Array): TransactionParseResult {
  const reader = createByteReader(bytes);
  const signatures = reader.list("signatures", () => reader.bytes(signatureBytes, "a signature"));
  const messageAt = reader.position();
  const { message, layout } = readMessage(reader);
  if (reader.left() > 0) {
    return { ok: false, code: "transaction.trailing-bytes", position: reader.position(), detail: `expected the end, found ${reader.left()} more bytes` };
  }
  const fault = sanitize({ message, signatures: signatures.length, layout: { ...layout, header: messageAt + (message.version === "legacy" ? 0 : 1) } });
  if (fault !== undefined) return { ok: false, ...fault };
  return { ok: true, transaction: { signatures, message }, messageBytes: bytes.subarray(messageAt), bytes };
}

function readMessage(reader: ByteReader): { readonly message: Message; readonly layout: Omit<Layout, "header"> } {
  const first = reader.peek("the message");
  const versioned = (first & 0x80) !== 0;
  if (versioned) {
    const version = first & 0x7f;
    if (version !== 0) throw new ReadError("transaction.version-unsupported", reader.position(), `expected a legacy message or version 0, found version ${version}`);
    reader.byte("the version");
  }
  const header = { requiredSignatures: reader.byte("the header"), readonlySigned: reader.byte("the header"), readonlyUnsigned: reader.byte("the header") };
  const keysAt = reader.position();
  const staticKeys = reader.list("account keys", () => encodeAddress(reader.bytes(32, "an account key")));
  const blockhash = encodeBase58(reader.bytes(32, "the blockhash"));
  const programs: number[] = [];
  const accounts: number[] = [];
  const instructions = reader.list("instructions", (): CompiledInstruction => {
    programs.push(reader.position());
    const programIndex = reader.byte("a program index");
    const count = reader.length("account indexes");
    accounts.push(reader.position());
    return { programIndex, accountIndexes: [...reader.bytes(count, "account indexes")], data: reader.bytes(reader.length("instruction data"), "instruction data") };
  });
  const tables: number[] = [];
  const lookups = !versioned
    ? []
    : reader.list("table lookups", (): TableLookup => {
        tables.push(reader.position());
        const table = encodeAddress(reader.bytes(32, "a lookup table's address"));
        const indexes = (): readonly number[] => [...reader.bytes(reader.length("lookup indexes"), "lookup indexes")];
        return { table, writableIndexes: indexes(), readonlyIndexes: indexes() };
      });
  const message: Message = { version: versioned ? 0 : "legacy", header, staticKeys, blockhash, instructions, lookups };
  return { message, layout: { keys: keysAt, programs, accounts, tables } };
}
