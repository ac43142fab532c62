import { ed25519 } from "@noble/curves/ed25519";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Encode, publicKey } from "./_base58.ts";
import { derivedAddress } from "./_derived-address.ts";
import { execute } from "./_svm-ledger.ts";
import type { Ledger, Move } from "./_svm-ledger.ts";
import { accountList, isWritable, parseTransaction } from "./_svm-transaction.ts";
import type { Parsed } from "./_svm-transaction.ts";

type Question = {
  readonly transaction: unknown;
  readonly requirements: { readonly scheme?: unknown; readonly network?: unknown; readonly amount?: unknown; readonly asset?: unknown; readonly payTo?: unknown; readonly extra?: { readonly feePayer?: unknown; readonly memo?: unknown } };
  readonly facilitator: { readonly feePayers: readonly string[]; readonly maxComputeUnitPrice: string };
  readonly chain: Ledger;
};

const [BUDGET, TOKEN, TOKEN_2022, ATA, MEMO, LIGHTHOUSE] = [
  "ComputeBudget111111111111111111111111111111",
  "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
  "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
  "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
  "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
  "L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95",
];

const same = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean => left !== undefined && right !== undefined && left.length === right.length && left.every((byte, index) => byte === right[index]);
const integer = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);

/** Answers `svm.exact.verify`. */
export const verifier: Verifier = ({ shared, input }) => {
  const question = { ...shared, ...input } as Question;
  let parsed: Parsed;
  try {
    parsed = parseTransaction(question.transaction);
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not parsed");
  }
  const { failure, payer } = judge(question, parsed);
  return failure === undefined ? accepted({ payer }) : refused(failure);
};

const judge = (question: Question, parsed: Parsed): { readonly failure?: string; readonly payer?: string } => {
  const { requirements, facilitator, chain } = question;
  const no = (failure: string): { readonly failure: string } => ({ failure });
  if (requirements.scheme !== "exact" || requirements.network !== chain.network) return no("not for this network");
  const sponsor = publicKey(requirements.extra?.feePayer);
  if (sponsor === undefined || !facilitator.feePayers.includes(base58Encode(sponsor))) return no("not our fee payer");
  const missing = new Uint8Array(0);
  const keys = accountList(parsed, (key) => key, (table, index) => publicKey(chain.lookupTables[base58Encode(table)]?.[index]) ?? missing);
  if (keys.includes(missing)) return no("a lookup that cannot be resolved");
  const texts = keys.map(base58Encode);
  if (texts.some((text, index) => texts.indexOf(text) !== index)) return no("a key twice");
  if (!same(keys[0], sponsor)) return no("another fee payer");
  const feePayer = base58Encode(sponsor);
  for (const { program, accounts } of parsed.instructions) if (texts[program] === feePayer || accounts.some((index) => texts[index] === feePayer)) return no("the fee payer in an instruction");

  const [limit, price, transfer, ...suffix] = parsed.instructions;
  if (limit === undefined || price === undefined || transfer === undefined || suffix.length > 3) return no(`${parsed.instructions.length} instructions`);
  if (texts[limit.program] !== BUDGET || limit.data[0] !== 2 || limit.data.length !== 5) return no("no compute limit first");
  if (texts[price.program] !== BUDGET || price.data[0] !== 3 || price.data.length !== 9) return no("no compute price second");
  if (integer(price.data.subarray(1)) > BigInt(facilitator.maxComputeUnitPrice)) return no("compute price too high");
  const misplaced = suffix.findIndex(({ program }, index) => texts[program] !== MEMO && (texts[program] !== LIGHTHOUSE || index === 2));
  if (misplaced !== -1) return no(`instruction ${misplaced + 4} is out of place`);

  const memos = suffix.filter(({ program }) => texts[program] === MEMO);
  for (const { data, accounts } of memos) {
    if (!isUtf8(data)) return no("a memo that is no text");
    if (accounts.some((index) => index >= parsed.required)) return no("a memo account that does not sign");
  }
  const wanted = requirements.extra?.memo;
  if (wanted !== undefined && (memos.length !== 1 || !same(memos[0]?.data, new TextEncoder().encode(String(wanted))))) return no("not the seller's memo");

  const move = moveOf(transfer, keys);
  if (move === undefined || (base58Encode(move.program) !== TOKEN && base58Encode(move.program) !== TOKEN_2022)) return no("no TransferChecked third");
  const [mint, owner] = [publicKey(requirements.asset), publicKey(requirements.payTo)];
  if (mint === undefined || owner === undefined || !same(move.mint, mint)) return no("another mint");
  if (typeof requirements.amount !== "string" || String(move.amount) !== requirements.amount) return no("another amount");
  if (!same(derivedAddress({ program: publicKey(ATA) ?? missing, seeds: [owner, move.program, mint] })?.address, move.destination)) return no("another destination");

  const executed = execute(chain, move);
  if ("failure" in executed) return executed;
  if (executed.owner === feePayer) return no("the sponsor's tokens");
  const loadedWritable = parsed.lookups.reduce((sum, { writable }) => sum + writable.length, parsed.keys.length);
  for (const index of [transfer.accounts[0] ?? 0, transfer.accounts[2] ?? 0]) if (index >= parsed.keys.length ? index >= loadedWritable : !isWritable(parsed, index)) return no("a token account is read-only");
  if (!chain.blockhashes.includes(base58Encode(parsed.blockhash))) return no("an expired blockhash");

  if (parsed.required !== 2 || !same(keys[1], move.authority)) return no("signers other than sponsor and payer");
  if (!isSigned(parsed.signatures[1] ?? missing, parsed.message, move.authority)) return no("the payer's signature is not valid");
  return { payer: base58Encode(move.authority) };
};

const moveOf = ({ program, accounts, data }: Parsed["instructions"][number], keys: readonly Uint8Array[]): Move | undefined => {
  const [source, mint, destination, authority] = accounts.map((index) => keys[index]);
  const token = keys[program];
  if (accounts.length !== 4 || data.length !== 10 || data[0] !== 12 || token === undefined) return undefined;
  if (source === undefined || mint === undefined || destination === undefined || authority === undefined) return undefined;
  return { program: token, source, mint, destination, authority, amount: integer(data.subarray(1, 9)), decimals: data[9] ?? -1 };
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** RFC 8032 without the leniency of ZIP 215; validators also refuse an R of small order. */
const isSigned = (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
  try {
    return !ed25519.ExtendedPoint.fromHex(signature.subarray(0, 32)).isSmallOrder() && ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
};
