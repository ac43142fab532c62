import type { PaymentRequirements } from "../../../spec/types.ts";
import {
  associatedTokenAddress,
  createAssociatedTokenIdempotent,
  encodeBase58,
  type Instruction,
  type KeyPair,
  keyPairFromSeed,
  parseBase64Transaction,
  programs,
  readonlySigner,
  serializeMessage,
  transfer,
  transferChecked,
} from "../../chains/svm/wire/index.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { DraftBends, PaymentDraft } from "./payment-draft.ts";

/** The faults of the client half, kept apart so that the half itself reads as the text does. */

export const faults = defineFaults({
  "client.exact-svm.transaction-base58": { role: "client", bug: "BUG: writes the transaction in base58" },
  "client.exact-svm.bare-message": { role: "client", bug: "BUG: sends the message without signatures" },
  "client.exact-svm.legacy-message": { role: "client", bug: "BUG: builds legacy messages" },
  "client.exact-svm.fee-payer-other": { role: "client", bug: "BUG: builds its transactions on a fee payer of its own choice" },
  "client.exact-svm.sponsor-slot-filled": { role: "client", bug: "BUG: puts a made-up signature into the fee payer's slot" },
  "client.exact-svm.signature-missing": { role: "client", bug: "BUG: leaves its own slot empty" },
  "client.exact-svm.signature-other-bytes": { role: "client", bug: "BUG: signs the message without its version byte" },
  "client.exact-svm.third-signer": { role: "client", bug: "BUG: has the Memo signed by a key of nobody's" },
  "client.exact-svm.transfer-unchecked": { role: "client", bug: "BUG: pays by Transfer" },
  "client.exact-svm.paid-twice": { role: "client", bug: "BUG: makes the transfer twice" },
  "client.exact-svm.token-program-fixed": { role: "client", bug: "BUG: pays every mint through SPL Token" },
  "client.exact-svm.overpaid": { role: "client", bug: "BUG: transfers one unit more than the amount" },
  "client.exact-svm.amount-as-double": { role: "client", bug: "BUG: reads the amount as a double, so that values above 2^53 lose their low digits" },
  "client.exact-svm.mint-other": { role: "client", bug: "BUG: names wrapped SOL as the mint of every transfer" },
  "client.exact-svm.destination-owner": { role: "client", bug: "BUG: transfers to payTo itself and not to its token account" },
  "client.exact-svm.destination-other-program": { role: "client", bug: "BUG: derives the destination under the token program that is not the mint's" },
  "client.exact-svm.decimals-wrong": { role: "client", bug: "BUG: states one decimal more than the mint has" },
  "client.exact-svm.memo-missing": { role: "client", bug: "BUG: leaves the Memo out" },
  "client.exact-svm.memo-seller-ignored": { role: "client", bug: "BUG: writes a nonce where the seller named a memo" },
  "client.exact-svm.memo-seller-ascii": { role: "client", bug: "BUG: writes question marks for what of the seller's memo is not ASCII" },
  "client.exact-svm.memo-seller-truncated": { role: "client", bug: "BUG: cuts the seller's memo after 64 bytes" },
  "client.exact-svm.memo-constant": { role: "client", bug: "BUG: writes the same nonce into every Memo" },
  "client.exact-svm.memo-short": { role: "client", bug: "BUG: writes nonces of 8 bytes" },
  "client.exact-svm.price-before-limit": { role: "client", bug: "BUG: sets the price before the limit" },
  "client.exact-svm.account-created": { role: "client", bug: "BUG: creates payTo's token account, in case there is none, behind the transfer" },
  "client.exact-svm.price-high": { role: "client", bug: "BUG: offers 10 lamports per compute unit" },
  "client.exact-svm.fee-payer-signs-memo": { role: "client", bug: "BUG: has the Memo signed by the fee payer" },
  "client.exact-svm.blockhash-hint-ignored": { role: "client", bug: "BUG: asks for a blockhash although the offer has one" },
  "client.exact-svm.blockhash-hint-demanded": { role: "client", bug: "BUG: passes over offers without recentBlockhash" },
  "client.exact-svm.blockhash-constant": { role: "client", bug: "BUG: writes a constant where the offer has no recentBlockhash" },
  "client.exact-svm.blockhash-malformed-refused": { role: "client", bug: "BUG: passes over offers whose recentBlockhash is malformed" },
  "client.exact-svm.blockhash-malformed-used": { role: "client", bug: "BUG: fills a malformed recentBlockhash up to 32 bytes and uses it" },
});

interface Hint {
  readonly hint: unknown;
  /** Base58 of 32 bytes. */
  readonly isValid: boolean;
}

export interface ClientBends extends DraftBends {
  /** Not payable, for a reason that is none. */
  passesOver(hint: Hint): boolean;
  /** What to use in place of a blockhash. */
  blockhash(hint: Hint): string | undefined;
  /** Asked where there is a valid one. */
  ignoresHint(): boolean;
  draft(options: { draft: PaymentDraft; requirements: PaymentRequirements }): PaymentDraft;
}

const WRAPPED_SOL = "So11111111111111111111111111111111111111112";
const CONSTANT = encodeBase58(new Uint8Array(32).fill(1));

export function createClientBends(options: { faults: FaultSet; randomBytes: (length: number) => Uint8Array }): ClientBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  let stranger: KeyPair | undefined;
  const somebody = (): KeyPair => (stranger ??= keyPairFromSeed(options.randomBytes(32)));

  const bentTransfer = ({ draft, requirements }: { draft: PaymentDraft; requirements: PaymentRequirements }): Partial<PaymentDraft["transfer"]> => {
    const { transfer: plain } = draft;
    const { source, mint, amount, decimals, tokenProgram, authority } = plain;
    const isToken2022 = tokenProgram === programs.token2022;
    const otherProgram = isToken2022 ? programs.token : programs.token2022;
    const accounts = (program: string) => ({ tokenProgram: program, source: associatedTokenAddress({ owner: authority, mint, tokenProgram: program }), destination: associatedTokenAddress({ owner: requirements.payTo, mint, tokenProgram: program }) });
    const rounded = BigInt(Number(amount));
    return {
      source,
      ...(isToken2022 && fault("client.exact-svm.token-program-fixed") ? accounts(programs.token) : {}),
      ...(fault("client.exact-svm.overpaid") ? { amount: amount + 1n } : {}),
      ...(rounded !== amount && fault("client.exact-svm.amount-as-double") ? { amount: rounded } : {}),
      ...(fault("client.exact-svm.mint-other") ? { mint: WRAPPED_SOL } : {}),
      ...(fault("client.exact-svm.destination-owner") ? { destination: requirements.payTo } : {}),
      ...(fault("client.exact-svm.destination-other-program") ? { destination: accounts(otherProgram).destination } : {}),
      ...(fault("client.exact-svm.decimals-wrong") ? { decimals: decimals + 1 } : {}),
    };
  };

  const bentMemo = ({ draft, requirements }: { draft: PaymentDraft; requirements: PaymentRequirements }): Uint8Array => {
    const { memo: plain } = draft;
    const text = Buffer.from(plain).toString("utf8");
    const ascii = Buffer.from(text.replaceAll(/[^\0-\x7f]/gu, "?"));
    if (requirements.extra?.["memo"] !== undefined) {
      if (fault("client.exact-svm.memo-seller-ignored")) return Buffer.from(Buffer.from(options.randomBytes(16)).toString("hex"));
      if (!ascii.equals(plain) && fault("client.exact-svm.memo-seller-ascii")) return ascii;
      return plain.length > 64 && fault("client.exact-svm.memo-seller-truncated") ? plain.subarray(0, 64) : plain;
    }
    if (fault("client.exact-svm.memo-constant")) return Buffer.from("00112233445566778899aabbccddeeff");
    return fault("client.exact-svm.memo-short") ? plain.subarray(0, 16) : plain;
  };

  return {
    passesOver: ({ hint, isValid }) => (hint === undefined ? fault("client.exact-svm.blockhash-hint-demanded") : !isValid && fault("client.exact-svm.blockhash-malformed-refused")),
    blockhash({ hint, isValid }) {
      if (hint === undefined) return fault("client.exact-svm.blockhash-constant") ? CONSTANT : undefined;
      return !isValid && fault("client.exact-svm.blockhash-malformed-used") ? encodeBase58(filledUp(String(hint))) : undefined;
    },
    ignoresHint: () => fault("client.exact-svm.blockhash-hint-ignored"),
    draft: ({ draft, requirements }) => ({
      ...draft,
      ...(fault("client.exact-svm.legacy-message") ? { version: "legacy" } : {}),
      ...(fault("client.exact-svm.fee-payer-other") ? { feePayer: somebody().address } : {}),
      ...(fault("client.exact-svm.price-high") ? { microLamportsPerUnit: 10_000_000n } : {}),
      transfer: { ...draft.transfer, ...bentTransfer({ draft, requirements }) },
      memo: bentMemo({ draft, requirements }),
    }),
    instructions({ instructions, draft }) {
      const [limit, price, payment, note] = instructions as readonly [Instruction, Instruction, Instruction, Instruction];
      const signedBy = (address: string): Instruction => ({ ...note, accounts: [readonlySigner(address)] });
      const { authority, mint, tokenProgram } = draft.transfer;
      if (fault("client.exact-svm.transfer-unchecked")) return [limit, price, transfer(draft.transfer), note];
      if (fault("client.exact-svm.paid-twice")) return [limit, price, payment, note, transferChecked(draft.transfer)];
      if (fault("client.exact-svm.memo-missing")) return [limit, price, payment];
      if (fault("client.exact-svm.price-before-limit")) return [price, limit, payment, note];
      if (fault("client.exact-svm.account-created")) return [limit, price, payment, createAssociatedTokenIdempotent({ payer: authority, owner: draft.recipient, mint, tokenProgram }), note];
      if (fault("client.exact-svm.third-signer")) return [limit, price, payment, signedBy(somebody().address)];
      return fault("client.exact-svm.fee-payer-signs-memo") ? [limit, price, payment, signedBy(draft.feePayer)] : instructions;
    },
    coSigners: () => (fault("client.exact-svm.third-signer") ? [somebody()] : []),
    signed({ transaction, payer }) {
      const [sponsor = EMPTY, ...rest] = transaction.signatures;
      if (fault("client.exact-svm.sponsor-slot-filled")) return { ...transaction, signatures: [new Uint8Array(64).fill(1), ...rest] };
      if (fault("client.exact-svm.signature-missing")) return { ...transaction, signatures: [sponsor, EMPTY] };
      if (fault("client.exact-svm.signature-other-bytes")) return { ...transaction, signatures: [sponsor, payer.sign(serializeMessage(transaction.message).subarray(1))] };
      return transaction;
    },
    text(transaction) {
      if (fault("client.exact-svm.transaction-base58")) return encodeBase58(Buffer.from(transaction, "base64"));
      if (!fault("client.exact-svm.bare-message")) return transaction;
      const parsed = parseBase64Transaction(transaction);
      return parsed.ok ? Buffer.from(parsed.messageBytes).toString("base64") : transaction;
    },
  };
}

const EMPTY = new Uint8Array(64);

function filledUp(text: string): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes.set(Buffer.from(text, "utf8").subarray(0, 32));
  return bytes;
}
