import type { KeyPair } from "./keys.ts";
import { verifySignature } from "./keys.ts";
import { serializeMessage } from "./serialize-transaction.ts";
import type { WritableMessage } from "./serialize-transaction.ts";
import type { Transaction } from "./transaction.ts";
import { isEmptySignature, signatureBytes, signersOf } from "./transaction.ts";

/**
 * A transaction with a slot per required signature: signed by those given who are asked to, zeros elsewhere.
 *
 * @example signTransaction({ message, signers: [client] }) // the facilitator's slot stays empty
 */
export function signTransaction<Of extends WritableMessage>(options: { readonly message: Of; readonly signers: readonly KeyPair[] }): {
  readonly signatures: readonly Uint8Array[];
  readonly message: Of;
} {
  const { message, signers } = options;
  const bytes = serializeMessage(message);
  const slots = message.staticKeys.slice(0, message.header.requiredSignatures);
  return { signatures: slots.map((key) => signers.find(({ address }) => address === key)?.sign(bytes) ?? new Uint8Array(signatureBytes)), message };
}

/**
 * Puts the signatures of those given into their slots and leaves the other slots.
 *
 * @throws RangeError where one of them is not asked to sign
 */
export function addSignatures(options: { readonly transaction: Transaction; readonly signers: readonly KeyPair[] }): Transaction {
  const { transaction, signers } = options;
  const bytes = serializeMessage(transaction.message);
  const slots = signersOf(transaction.message);
  const signatures = [...transaction.signatures];
  for (const signer of signers) {
    const slot = slots.indexOf(signer.address);
    if (slot < 0) throw new RangeError(`${signer.address} is not among the signers of this transaction`);
    signatures[slot] = signer.sign(bytes);
  }
  return { ...transaction, signatures };
}

/** What each signature slot holds. A signature is looked at against the message's bytes as they came. */
export function signatureStates(options: { readonly transaction: Transaction; readonly messageBytes: Uint8Array }): readonly {
  readonly signer: string;
  readonly state: "valid" | "invalid" | "empty";
}[] {
  const { transaction, messageBytes } = options;
  return signersOf(transaction.message).map((signer, slot) => {
    const signature = transaction.signatures[slot] ?? new Uint8Array(signatureBytes);
    if (isEmptySignature(signature)) return { signer, state: "empty" };
    return { signer, state: verifySignature({ publicKey: signer, message: messageBytes, signature }) ? "valid" : "invalid" };
  });
}
