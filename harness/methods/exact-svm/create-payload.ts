import { keyPairFromPrivateKey } from "../../../simulators/chains/svm/wire/index.ts";
import {
  associatedTokenAddress,
  compileMessage,
  encodeBase58,
  isAddress,
  type Instruction,
  type KeyPair,
  type LookupTable,
  memo,
  type Message,
  programs,
  serializeBase64Transaction,
  serializeMessage,
  setComputeUnitLimit,
  setComputeUnitPrice,
  signTransaction,
  transferChecked,
  type WritableMessage,
  type WritableTransaction,
} from "../../../simulators/chains/svm/wire/index.ts";
import { mintOf, type SvmChain } from "../../../simulators/chains/svm/index.ts";
import type { PaymentBend, PaymentMethod } from "../method.ts";

/** A payment before it is bytes, to be taken apart by scenarios. */
export interface SvmDraft {
  readonly version: "legacy" | 0;
  readonly feePayer: string;
  readonly blockhash: string;
  /** What an honest payment is made of. */
  readonly parts: { readonly limit: Instruction; readonly price: Instruction; readonly transfer: Instruction; readonly memo: Instruction };
  /** What is put into the transaction: the parts, in the order of the text. */
  readonly instructions: readonly Instruction[];
  readonly tables: readonly LookupTable[];
  /** The payer alone: the sponsor's slot stays empty. */
  readonly signers: readonly KeyPair[];
}

/** Each step of the way from terms to bytes can be bent. */
export interface SvmBend extends PaymentBend {
  readonly draft?: (draft: SvmDraft) => SvmDraft | Promise<SvmDraft>;
  /** After it is compiled and before it is signed: indexes, header, keys. */
  readonly message?: (message: Message) => WritableMessage;
  /** After it is signed: signatures, lengths, what trails. */
  readonly wire?: (transaction: WritableTransaction) => WritableTransaction;
  readonly text?: (base64: string) => string;
}

type CreatePayload = PaymentMethod<SvmChain, SvmBend>["createPayload"];

/** Enough for a transfer of either token program and the longest memo. */
const COMPUTE_UNITS = 100_000;
const MEMO_BYTES = 16;

/** Builds and signs a payment as an honest client does, bent where that is asked for. */
export const createPayload: CreatePayload = async ({ chain, requirements, wallet, effects, bend = {} }) => {
  const payer = keyPairFromPrivateKey(wallet.privateKey);
  const { asset, extra = {} } = requirements;
  const { tokenProgram, decimals } = mintOf(asset) ?? { tokenProgram: programs.token, decimals: 6 };
  const account = (owner: string): string => associatedTokenAddress({ owner, mint: asset, tokenProgram });
  const hinted = extra["recentBlockhash"];
  const parts = {
    limit: setComputeUnitLimit(COMPUTE_UNITS),
    price: setComputeUnitPrice(1n),
    transfer: transferChecked({
      tokenProgram,
      mint: asset,
      decimals,
      source: account(payer.address),
      destination: account(bend.recipient ?? requirements.payTo),
      authority: payer.address,
      amount: bend.amount ?? BigInt(requirements.amount),
    }),
    memo: memo(typeof extra["memo"] === "string" ? extra["memo"] : Buffer.from(effects.randomBytes(MEMO_BYTES)).toString("hex")),
  };
  const honest: SvmDraft = {
    version: 0,
    feePayer: String(extra["feePayer"]),
    // A blockhash that never was is as good as one that is over.
    blockhash: bend.expired === true ? encodeBase58(effects.randomBytes(32)) : isAddress(hinted) ? hinted : (await chain.latestBlockhash()).blockhash,
    parts,
    instructions: [parts.limit, parts.price, parts.transfer, parts.memo],
    tables: [],
    signers: [payer],
  };
  const draft = bend.draft === undefined ? honest : await bend.draft(honest);
  const { feePayer, blockhash, instructions, tables, version } = draft;
  const compiled = compileMessage({ feePayer, blockhash, instructions, tables, version });
  const message = bend.message === undefined ? compiled : bend.message(compiled);
  const signed = signTransaction({ message, signers: draft.signers });
  const forged = bend.signer === undefined ? signed : withSignatureOf({ transaction: signed, signer: keyPairFromPrivateKey(bend.signer.privateKey), inPlaceOf: payer.address });
  const transaction = serializeBase64Transaction(bend.wire === undefined ? forged : bend.wire(forged));
  return { transaction: bend.text === undefined ? transaction : bend.text(transaction) };
};

/** Somebody else's signature over the same message, in the payer's slot. */
function withSignatureOf(options: { transaction: WritableTransaction; signer: KeyPair; inPlaceOf: string }): WritableTransaction {
  const { transaction, signer, inPlaceOf } = options;
  const slot = transaction.message.staticKeys.indexOf(inPlaceOf);
  return { ...transaction, signatures: transaction.signatures.map((signature, index) => (index === slot ? signer.sign(serializeMessage(transaction.message)) : signature)) };
}
