/** Transactions as callers of the RPC send them. */
import type { JsonObject } from "../../../json.ts";
import { decodeBase58 } from "../wire/base58.ts";
import { decodeComputeBudget } from "../wire/instructions/compute-budget.ts";
import { decodeBase64, parseTransaction } from "../wire/parse-transaction.ts";
import type { ParsedTransaction } from "../wire/parse-transaction.ts";
import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";
import { maxTransactionBytes } from "../wire/transaction.ts";
import { transactionErrorText } from "./error-text.ts";
import { invalidParams } from "./json-rpc.ts";
import { stringParam, wordParam } from "./params.ts";
import type { TransactionErrorJson } from "./transaction-errors.ts";

export interface GivenTransaction {
  readonly parsed: ParsedTransaction;
  /**
   * Whether bytes follow the transaction. Validators do not look at them where they answer RPC, simulate and take
   * the transaction in all the same; and then drop it where it would get into a block, so that it never lands.
   */
  readonly trailing: boolean;
}

/** The type as Agave's messages name it. */
const type = "solana_transaction::versioned::VersionedTransaction";
/** Faults of bytes that no transaction can be read from; with any other there is one, and it is no good. */
const unreadable = ["transaction.truncated", "transaction.length-not-canonical", "transaction.version-unsupported"];

/** @throws RpcError -32602 for one that is too large, cannot be read, or is refused before any execution */
export function transactionParam(value: unknown, config: JsonObject): GivenTransaction {
  const text = stringParam(value, "a transaction");
  const named = wordParam({ config, member: "encoding", words: ["binary", "base58", "base64", "json", "jsonParsed"], otherwise: "base58" });
  if (named === "json" || named === "jsonParsed") throw invalidParams(`unsupported encoding: ${named}. Supported encodings: base58, base64`);
  const encoding = named === "base64" ? named : "base58";
  const longest = encoding === "base58" ? 1_683 : 1_644;
  if (text.length > longest) throw invalidParams(`${encoding} encoded ${type} too large: ${text.length} bytes (max: encoded/raw ${longest}/${maxTransactionBytes})`);
  const bytes = encoding === "base58" ? decodeBase58(text) : decodeBase64(text);
  if (bytes === undefined) throw invalidParams(`invalid ${encoding} encoding`);
  const whole = parseTransaction(bytes);
  const trailing = !whole.ok && whole.code === "transaction.trailing-bytes";
  const parsed = trailing ? parseTransaction(bytes.subarray(0, whole.position)) : whole;
  if (parsed.ok) {
    const error = computeBudgetError(parsed.transaction.message);
    if (error !== undefined) throw invalidParams(`invalid transaction: ${transactionErrorText(error)}`);
    return { parsed, trailing };
  }
  const { code, detail, position } = parsed;
  if (code === "transaction.too-large") throw invalidParams(`decoded ${type} too large: ${bytes.length} bytes (max: ${maxTransactionBytes} bytes)`);
  if (!unreadable.includes(code)) throw invalidParams(`invalid transaction: Transaction failed to sanitize accounts offsets correctly: ${detail} (byte ${position})`);
  throw invalidParams(`failed to deserialize ${type}: ${detail} (byte ${position})`);
}

/** What validators find wrong with a transaction's compute budget before anything else: an instruction nobody knows, and one given twice. */
function computeBudgetError({ staticKeys, instructions }: Message): TransactionErrorJson | undefined {
  const given = new Set<string>();
  for (const [index, { programIndex, data }] of instructions.entries()) {
    if (staticKeys[programIndex] !== programs.computeBudget) continue;
    const decoded = decodeComputeBudget({ program: programs.computeBudget, data });
    if (decoded === undefined) return { InstructionError: [index, "InvalidInstructionData"] };
    if (given.has(decoded.kind)) return { DuplicateInstruction: index };
    given.add(decoded.kind);
  }
  return undefined;
}
