/** Transactions as RPC answers show them. */
import type { JsonObject } from "../../../json.ts";
import { encodeBase58 } from "../wire/base58.ts";
import { parseTransaction } from "../wire/parse-transaction.ts";
import { isSigner, isWritable } from "../wire/transaction.ts";
import type { Message, Transaction } from "../wire/transaction.ts";
import { innerInstructionsJson, instructionJson } from "./instruction-json.ts";
import { invalidParams, RpcError } from "./json-rpc.ts";
import type { LandedDetails, LandedTransaction, TokenBalance } from "./ledger.ts";
import { u64Param, wordParam } from "./params.ts";
import { tokenAmountJson } from "./token-amount.ts";

export interface TransactionView {
  readonly encoding: "json" | "jsonParsed" | "binary" | "base58" | "base64";
  /** The newest version the caller can read; absent: legacy only. */
  readonly maxVersion?: number;
}

export function transactionViewParam(config: JsonObject): TransactionView {
  const encoding = wordParam({ config, member: "encoding", words: ["json", "jsonParsed", "binary", "base58", "base64"], otherwise: "json" });
  const version = config["maxSupportedTransactionVersion"] ?? undefined;
  if (version === undefined) return { encoding };
  const maxVersion = Number(u64Param(version, "maxSupportedTransactionVersion"));
  if (maxVersion > 255) throw invalidParams(`Invalid params: expected maxSupportedTransactionVersion as an integer from 0 to 255, found ${maxVersion}`);
  return { encoding, maxVersion };
}

/** @throws RpcError -32015 where the transaction is of a version the caller does not say he can read */
export function transactionJson(options: { readonly landed: LandedTransaction; readonly details: LandedDetails; readonly view: TransactionView }): unknown {
  const { landed, details, view } = options;
  const parsed = parseTransaction(landed.bytes);
  if (!parsed.ok) throw new RpcError(-32_603, "Internal error: a transaction that landed cannot be read");
  const { transaction } = parsed;
  const { version } = transaction.message;
  if (version !== "legacy" && view.maxVersion === undefined) {
    throw new RpcError(-32_015, `Transaction version (${version}) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`);
  }
  return {
    slot: landed.slot,
    transaction: encoded({ landed, transaction, view }),
    meta: metaJson({ landed, details, transaction, view }),
    ...(view.maxVersion === undefined ? {} : { version }),
    blockTime: landed.time,
    transactionIndex: landed.index,
  };
}

function encoded(options: { landed: LandedTransaction; transaction: Transaction; view: TransactionView }): unknown {
  const { landed, transaction, view } = options;
  const { message } = transaction;
  if (view.encoding === "base64") return [Buffer.from(landed.bytes).toString("base64"), "base64"];
  if (view.encoding === "binary") return encodeBase58(landed.bytes);
  if (view.encoding === "base58") return [encodeBase58(landed.bytes), "base58"];
  const signatures = transaction.signatures.map(encodeBase58);
  const parsed = view.encoding === "jsonParsed";
  const instructions = message.instructions.map((instruction) => instructionJson({ instruction: { ...instruction, stackHeight: 1 }, keys: landed.keys, parsed }));
  const lookups = message.lookups.map(({ table, writableIndexes, readonlyIndexes }) => ({ accountKey: table, writableIndexes, readonlyIndexes }));
  const shared = { recentBlockhash: message.blockhash, instructions, ...(message.version === "legacy" ? {} : { addressTableLookups: lookups }) };
  if (parsed) {
    const accountKeys = landed.keys.map((pubkey, index) => ({ pubkey, signer: isSigner(message, index), source: index < message.staticKeys.length ? "transaction" : "lookupTable", writable: isWritable(message, index) }));
    return { signatures, message: { accountKeys, ...shared } };
  }
  const { requiredSignatures, readonlySigned, readonlyUnsigned } = message.header;
  const header = { numRequiredSignatures: requiredSignatures, numReadonlySignedAccounts: readonlySigned, numReadonlyUnsignedAccounts: readonlyUnsigned };
  return { signatures, message: { header, accountKeys: message.staticKeys, ...shared } };
}

function metaJson(options: { landed: LandedTransaction; details: LandedDetails; transaction: Transaction; view: TransactionView }): unknown {
  const { landed, details, transaction, view } = options;
  const { message } = transaction;
  const { execution } = details;
  const { returnData } = execution;
  return {
    err: execution.error ?? null,
    status: execution.error === undefined ? { Ok: null } : { Err: execution.error },
    fee: landed.fee,
    preBalances: details.preBalances,
    postBalances: details.postBalances,
    innerInstructions: innerInstructionsJson({ inner: execution.inner, keys: landed.keys, parsed: view.encoding === "jsonParsed" }),
    logMessages: execution.logs,
    preTokenBalances: details.preTokenBalances.map(landedTokenBalanceJson),
    postTokenBalances: details.postTokenBalances.map(landedTokenBalanceJson),
    rewards: [],
    // In jsonParsed they stand among the account keys.
    ...(view.encoding === "jsonParsed" ? {} : { loadedAddresses: loadedAddressesJson({ message, keys: landed.keys }) }),
    computeUnitsConsumed: execution.unitsConsumed,
    ...(returnData === undefined ? {} : { returnData: { programId: returnData.programId, data: [Buffer.from(returnData.data).toString("base64"), "base64"] } }),
  };
}

export function tokenBalanceJson({ accountIndex, mint, owner, program, amount, decimals }: TokenBalance): unknown {
  return { accountIndex, mint, uiTokenAmount: tokenAmountJson(amount, decimals), owner, programId: program };
}

/** Validators keep landed transactions in a form that has no 0 for people: it comes out as null there, and only there. */
function landedTokenBalanceJson({ accountIndex, mint, owner, program, amount, decimals }: TokenBalance): unknown {
  const shown = tokenAmountJson(amount, decimals);
  return { accountIndex, mint, uiTokenAmount: amount === 0n ? { ...shown, uiAmount: null } : shown, owner, programId: program };
}

/** The keys that came from lookup tables. @param options.keys static keys, then those */
export function loadedAddressesJson(options: { readonly message: Message; readonly keys: readonly string[] }): unknown {
  const { message, keys } = options;
  const from = message.staticKeys.length;
  const looked = keys.slice(from).map((key, index) => ({ key, writable: isWritable(message, from + index) }));
  return { writable: looked.filter(({ writable }) => writable).map(({ key }) => key), readonly: looked.filter(({ writable }) => !writable).map(({ key }) => key) };
}
