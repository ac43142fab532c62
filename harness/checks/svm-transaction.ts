import { memoized } from "../../simulators/memo.ts";
import {
  associatedTokenAddress,
  decodeBase58,
  decodeTransfer,
  decompileInstructions,
  feePayerOf,
  type Instruction,
  isAddress,
  type ParsedTransaction,
  parseBase64Transaction,
  parseTransaction,
  programs,
  type TokenTransfer,
  type TransactionParseResult,
} from "../../simulators/chains/svm/wire/index.ts";
import { type JsonObject, object, type Paid } from "./client-steps.ts";

/** The transaction of a payment on Solana, read leniently: each deviation is judged by its own check, and spares the rest. */
export interface SvmPayment {
  readonly transaction: ParsedTransaction;
  readonly feePayer: string;
  /** In order. Accounts that a lookup table holds have the address {@link UNSEEN}: no table is at hand where traces are judged. */
  readonly instructions: readonly Instruction[];
  readonly transfers: readonly PlacedTransfer[];
}

export interface PlacedTransfer {
  /** Position among the instructions. */
  readonly index: number;
  readonly transfer: TokenTransfer;
}

/** Stands for an account that only a lookup table could tell. No address is empty. */
export const UNSEEN = "";

/** Characters that are looked at: more than any transaction has in base58 or base64. */
const MAX_TEXT = 4_096;

/** `payload.transaction` by the letter of the text: standard base64 of one transaction, and nothing behind it. */
export function parseSvmPayload(message: JsonObject): TransactionParseResult | undefined {
  const { transaction } = object(message["payload"]);
  return typeof transaction === "string" ? parseBase64Transaction(transaction) : undefined;
}

/** The same in whatever encoding, `undefined` where there is no transaction to be found. */
export function readSvmPayment(message: JsonObject): SvmPayment | undefined {
  const { transaction } = object(message["payload"]);
  return typeof transaction === "string" && transaction.length <= MAX_TEXT ? remembered(transaction) : undefined;
}

const remembered = memoized({ of: readAnew, key: (text) => text, capacity: 2_000 });

function readAnew(text: string): SvmPayment | undefined {
  const strict = parseBase64Transaction(text);
  const lenient = strict.ok ? strict : parseTransaction(Buffer.from(text, "base64"));
  const transaction = lenient.ok ? lenient : parseTransaction(decodeBase58(text, MAX_TEXT) ?? new Uint8Array());
  if (!transaction.ok) return undefined;
  const { message } = transaction.transaction;
  const looked = message.lookups.reduce((sum, { writableIndexes, readonlyIndexes }) => sum + writableIndexes.length + readonlyIndexes.length, 0);
  const instructions = decompileInstructions({ message, keys: [...message.staticKeys, ...Array.from({ length: looked }, () => UNSEEN)] });
  const transfers = instructions.flatMap((instruction, index) => {
    const transfer = decodeTransfer(instruction);
    return transfer === undefined ? [] : [{ index, transfer }];
  });
  return { transaction, feePayer: feePayerOf(message), instructions, transfers };
}

/** Cases in which offers of exact on Solana are paid. */
export const SVM_PAID = ["client/exact-svm/paid", "client/exact-svm/fee-payers", "client/exact-svm/memos"];

/** A payment for an offer of exact on Solana, read; `undefined` where it is none. */
export function svmPaymentOf({ message, offer }: Paid): SvmPayment | undefined {
  return isSvmExact(offer ?? object(message["accepted"])) ? readSvmPayment(message) : undefined;
}

/** What of a transaction pays an offer. */
export interface PaidTransfers {
  /** Those that move the offer's asset to where payTo is paid. */
  readonly matching: readonly PlacedTransfer[];
  /** The one to be judged: a matching one, or what stands in its place. */
  readonly judged: PlacedTransfer | undefined;
}

export function transfersFor(options: { payment: SvmPayment; offer: JsonObject }): PaidTransfers {
  const { payment, offer } = options;
  const matching = payment.transfers.filter(({ transfer }) => (transfer.mint === undefined || transfer.mint === offer["asset"]) && transfer.destination === paidAccount({ offer, tokenProgram: transfer.tokenProgram }));
  return { matching, judged: matching[0] ?? payment.transfers.find(({ transfer }) => transfer.kind !== "transfer") ?? payment.transfers[0] };
}

/** Where an offer is paid: the associated token account of payTo and asset; `undefined` where one of them is no address. */
export function paidAccount(options: { offer: JsonObject; tokenProgram: string }): string | undefined {
  const { asset, payTo } = options.offer;
  return isAddress(asset) && isAddress(payTo) ? associatedTokenAddress({ owner: payTo, mint: asset, tokenProgram: options.tokenProgram }) : undefined;
}

/** Whether an offer or a payment's accepted is of exact on Solana. */
export function isSvmExact({ scheme, network }: JsonObject): boolean {
  return scheme === "exact" && typeof network === "string" && network.startsWith("solana:");
}

/** Programs whose instructions move no token by themselves. Whatever else is called may, as a smart wallet does. */
const AUXILIARY: ReadonlySet<string> = new Set([programs.computeBudget, programs.memo, programs.memoV1, programs.lighthouse, programs.associatedToken, programs.system, programs.token, programs.token2022]);

/** Whether a transaction, which does not pay by an instruction of its own, calls a program that may do so by an inner call. */
export function mayPayInside(options: { payment: SvmPayment; offer: JsonObject }): boolean {
  return transfersFor(options).matching.length === 0 && options.payment.instructions.some(({ program }) => !AUXILIARY.has(program));
}
