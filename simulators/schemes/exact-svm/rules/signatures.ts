import { verifySignature } from "../../../chains/svm/wire/index.ts";
import type { Rule } from "./rule.ts";

/**
 * The newer text's §2.1.4, and step 4 of the flow: nobody but the payer and the fee payer signs, and the payer
 * has signed this very message. The fee payer's slot is ours to fill, whatever stands in it.
 */
export const signatures: Rule = ({ payment, inspection }) => {
  const { transfer, feePayer, signers } = inspection;
  if (transfer === undefined) return [];
  const { authority } = transfer;
  const others = signers.some((signer) => signer !== feePayer && signer !== authority);
  return [...(others ? (["third-signer"] as const) : []), ...(authority === feePayer || hasSigned(authority) ? [] : (["signature"] as const))];

  function hasSigned(signer: string): boolean {
    const signature = payment.transaction.signatures[signers.indexOf(signer)];
    return signature !== undefined && verifySignature({ publicKey: signer, message: payment.messageBytes, signature });
  }
};
