import { type Instruction, keyPairFromPrivateKey, memo, parseBase64Transaction, type WritableTransaction } from "../../../../simulators/chains/svm/wire/index.ts";
import type { SvmEnvelope } from "../../../methods/exact-svm/scenarios.ts";
import { type Edit, editScenario, type Parts } from "./edit.ts";

/** Who signs a payment: scheme_exact_svm.md, step 4 of the flow, and §2.1.4 of the later text. */

/** The fee payer's slot is the first; the payer is the only other signer. */
const PAYER_SLOT = 1;
const WALLETS = { payer: { balance: 1_000_000_000n }, third: { balance: 0n } };

const signed = (signature: (own: Uint8Array, transaction: WritableTransaction) => Uint8Array): Edit["make"] => async (seat, requirements) =>
  await seat.payment({ requirements, wire: (transaction) => inSlot(transaction, PAYER_SLOT, (own) => signature(own, transaction)) });

export function inSlot(transaction: WritableTransaction, slot: number, signature: (own: Uint8Array) => Uint8Array): WritableTransaction {
  return { ...transaction, signatures: transaction.signatures.map((own, index) => (index === slot ? signature(own) : own)) };
}

export const zeroed = signed((own) => own.map(() => 0));
export const flipped = signed((own) => own.map((byte, index) => (index === 10 ? byte ^ 1 : byte)));

/** The order of the group that Ed25519 signs in. */
const ORDER = (1n << 252n) + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** The same signature with its scalar one order higher: lax verifiers take it, the network does not. */
function malleated(own: Uint8Array): Uint8Array {
  const scalar = [...own.subarray(32)].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + ORDER;
  return Uint8Array.from(own, (byte, index) => (index < 32 ? byte : Number((scalar >> BigInt(8 * (index - 32))) & 0xffn)));
}

const signatureOf = ({ paymentPayload }: SvmEnvelope): Uint8Array => {
  const parsed = parseBase64Transaction(paymentPayload.payload.transaction);
  return (parsed.ok ? parsed.transaction.signatures[PAYER_SLOT] : undefined) ?? new Uint8Array(64);
};

const PAYERS: readonly Edit[] = [
  { id: "client-signature/zeroed", title: "nothing in the client's signature slot", classes: ["signature"], make: zeroed },
  { id: "client-signature/flipped", title: "one bit of the client's signature changed", classes: ["signature"], make: flipped },
  { id: "client-signature/foreign", title: "somebody else's signature in the client's slot", classes: ["signature"], make: async (seat, requirements) => await seat.payment({ requirements, signedBy: "stranger" }) },
  {
    id: "client-signature/other-payment",
    title: "the client's signature of another payment",
    classes: ["signature"],
    async make(seat, requirements) {
      const other = signatureOf(await seat.payment({ requirements }));
      return await seat.payment({ requirements, wire: (transaction) => inSlot(transaction, PAYER_SLOT, () => other) });
    },
  },
  { id: "client-signature/other-slot", title: "the client's signature in the fee payer's slot", classes: ["signature"], make: async (seat, requirements) => await seat.payment({ requirements, wire: (transaction) => ({ ...transaction, signatures: transaction.signatures.toReversed() }) }) },
  { id: "client-signature/malleated", title: "the client's signature with its scalar one group order higher", classes: ["signature"], make: signed(malleated) },
  { id: "client-signature/small-order", title: "a signature of a point of small order and a scalar of zero", classes: ["signature"], make: signed((own) => own.map((_, index) => (index === 0 ? 1 : 0))) },
];

const THIRD_SIGNED: readonly Edit[] = [
  {
    id: "signer-set-signed/memo",
    title: "a Memo that a third key has to sign, which it has",
    classes: ["signature"],
    wallets: WALLETS,
    make: async (seat, requirements) => await seat.payment({ requirements, draft: (draft) => ({ ...draft, instructions: signedMemo(draft.parts, seat.wallet("third").address), signers: [...draft.signers, keyPairFromPrivateKey(seat.wallet("third").privateKey)] }) }),
  },
  {
    id: "signer-set-signed/idle",
    title: "a third key that has to sign, has signed, and is in no instruction",
    classes: ["signature"],
    wallets: WALLETS,
    make: async (seat, requirements) =>
      await seat.payment({
        requirements,
        draft: (draft) => ({ ...draft, instructions: [...draft.instructions, memo("", { signers: [seat.wallet("third").address] })], signers: [...draft.signers, keyPairFromPrivateKey(seat.wallet("third").privateKey)] }),
        // It was there to bring the key in.
        message: (message) => ({ ...message, instructions: message.instructions.slice(0, -1) }),
      }),
  },
];

const THIRD: readonly Edit[] = [
  {
    // Only settlement would find out.
    id: "signer-set/unsigned",
    title: "a Memo that a third key has to sign, which it has not",
    classes: ["signature"],
    wallets: WALLETS,
    make: async (seat, requirements) => await seat.payment({ requirements, draft: (draft) => ({ ...draft, instructions: signedMemo(draft.parts, seat.wallet("third").address) }) }),
  },
];

/** The ordinary instructions, with a Memo that somebody else signs too. */
function signedMemo({ limit, price, transfer, memo: said }: Parts, signer: string): readonly Instruction[] {
  return [limit, price, transfer, memo(Buffer.from(said.data), { signers: [signer] })];
}

export const scenarios = [...[...PAYERS, ...THIRD_SIGNED].map((edit) => editScenario({ ...edit, forged: true })), ...THIRD.map(editScenario)];
