import { compileMessage, type Instruction, type KeyPair, memo, serializeBase64Transaction, setComputeUnitLimit, setComputeUnitPrice, signTransaction, type TransferOptions, transferChecked, type WritableTransaction } from "../../chains/svm/wire/index.ts";

/** What a client puts into its transaction. */
export interface PaymentDraft {
  readonly version: "legacy" | 0;
  readonly feePayer: string;
  readonly blockhash: string;
  readonly units: number;
  readonly microLamportsPerUnit: bigint;
  readonly transfer: TransferOptions & { readonly mint: string; readonly decimals: number; readonly tokenProgram: string };
  readonly memo: Uint8Array;
  /** Owner of the transfer's destination. */
  readonly recipient: string;
}

/** Where the faults of the client half take hold. Without faults every method returns what it was given. */
export interface DraftBends {
  instructions(options: { instructions: readonly Instruction[]; draft: PaymentDraft }): readonly Instruction[];
  /** Keys that sign beside the payer's. */
  coSigners(): readonly KeyPair[];
  signed(options: { transaction: WritableTransaction; payer: KeyPair }): WritableTransaction;
  text(transaction: string): string;
}

/** The transaction in base64: the layout of the scheme's rule 1, signed by the payer, the fee payer's slot left empty. */
export function buildPayment(options: { draft: PaymentDraft; payer: KeyPair; bends: DraftBends }): string {
  const { draft, payer, bends } = options;
  const plain = [setComputeUnitLimit(draft.units), setComputeUnitPrice(draft.microLamportsPerUnit), transferChecked(draft.transfer), memo(draft.memo)];
  const instructions = bends.instructions({ instructions: plain, draft });
  const message = compileMessage({ feePayer: draft.feePayer, blockhash: draft.blockhash, instructions, version: draft.version });
  const transaction = signTransaction({ message, signers: [payer, ...bends.coSigners()] });
  return bends.text(serializeBase64Transaction(bends.signed({ transaction, payer })));
}
