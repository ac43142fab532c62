import { decodeBase58, encodeBase58 } from "./wire/base58.ts";
import { parseBase64Transaction, parseTransaction } from "./wire/parse-transaction.ts";
import type { TransactionParseResult } from "./wire/parse-transaction.ts";
import { programs } from "./wire/program-ids.ts";
import { isEmptySignature } from "./wire/transaction.ts";

/** Texts looked at in one call, and characters of one that still may be a transaction in base58 or base64. */
const maxTexts = 1_000;
const maxText = 1_700;
const maxDepth = 8;

/**
 * Texts by which a call of Solana's JSON-RPC can be told to belong to somebody: addresses, signatures and hashes
 * among its parameters, and of a serialized transaction its keys, tables, signatures, blockhash and memos.
 * Takes anything; never throws.
 */
export function tokensOf(call: { readonly method: string; readonly params: unknown }): readonly string[] {
  const tokens = new Set<string>();
  let looked = 0;
  const visit = (value: unknown, depth: number): void => {
    if (depth > maxDepth || looked >= maxTexts) return;
    if (typeof value === "string") {
      looked++;
      for (const token of tokensOfText(value)) tokens.add(token);
    } else if (typeof value === "object" && value !== null) {
      for (const member of Object.values(value)) visit(member, depth + 1);
    }
  };
  visit(call.params, 0);
  return [...tokens];
}

function tokensOfText(text: string): readonly string[] {
  // Shorter than any address there are only settings.
  if (text.length < 32 || text.length > maxText) return [];
  if (text.length <= 88) {
    const size = decodeBase58(text)?.length;
    if (size === 32 || size === 64) return [text];
  }
  const parsed = parseBase64Transaction(text);
  return tokensOfTransaction(parsed.ok ? parsed : parseBase58Transaction(text));
}

function parseBase58Transaction(text: string): TransactionParseResult | undefined {
  const bytes = decodeBase58(text);
  return bytes === undefined ? undefined : parseTransaction(bytes);
}

function tokensOfTransaction(parsed: TransactionParseResult | undefined): readonly string[] {
  if (parsed?.ok !== true) return [];
  const { signatures, message } = parsed.transaction;
  const memos = message.instructions.flatMap(({ programIndex, data }) => (message.staticKeys[programIndex] === programs.memo ? [new TextDecoder().decode(data)] : []));
  return [...signatures.filter((signature) => !isEmptySignature(signature)).map(encodeBase58), ...message.staticKeys, message.blockhash, ...message.lookups.map(({ table }) => table), ...memos];
}
