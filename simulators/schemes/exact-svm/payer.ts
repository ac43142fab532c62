import { associatedTokenAddress, compileMessage, type KeyPair, setComputeUnitLimit, setComputeUnitPrice, signTransaction, transferChecked, type Transaction } from "../../chains/svm/wire/index.ts";
import { inspect } from "./inspect.ts";
import type { ParsedPayment } from "./parse-payment.ts";

/**
 * Whose tokens are paid: the authority of the transfer. The scheme's text says the fee payer, core §5.3.2 the
 * payer's wallet; implementations send the wallet, which is what a server can use.
 */
export function payerOf({ transaction }: ParsedPayment): { payer?: string } {
  // An authority signs, and a signer stands in no lookup table.
  const { transfer } = inspect({ transaction });
  return transfer === undefined ? {} : { payer: transfer.authority };
}

/** For a fault: the same payment out of the fee payer's own token account. */
export function ownPayment(options: { payment: ParsedPayment; signer: KeyPair }): Transaction {
  const { payment, signer } = options;
  const { payTo, asset: mint, amount } = payment.required;
  const { message } = payment.transaction;
  const paid = inspect({ transaction: payment.transaction }).transfer;
  if (paid === undefined) throw new Error("a verified payment has a transfer");
  const { tokenProgram, decimals = 0 } = paid;
  const [source, destination] = [signer.address, payTo].map((owner) => associatedTokenAddress({ owner, mint, tokenProgram }));
  if (source === undefined || destination === undefined) throw new Error("two owners have two accounts");
  const instructions = [setComputeUnitLimit(100_000), setComputeUnitPrice(1n), transferChecked({ source, mint, destination, authority: signer.address, amount, decimals, tokenProgram })];
  return signTransaction({ message: compileMessage({ feePayer: signer.address, blockhash: message.blockhash, instructions }), signers: [signer] });
}
