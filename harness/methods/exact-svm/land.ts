import type { SvmChain } from "../../../simulators/chains/svm/index.ts";
import { compileMessage, type Instruction, keyPairFromPrivateKey, serializeBase64Transaction, signTransaction } from "../../../simulators/chains/svm/wire/index.ts";
import type { ChainWallet } from "../../../simulators/chains/chain.ts";

/**
 * Puts instructions on the chain, past the target.
 *
 * @param options.signers the first pays the fee
 * @returns the transaction's signature
 * @throws SvmNodeError where it fails
 */
export async function land(options: { node: SvmChain; signers: readonly ChainWallet[]; instructions: readonly Instruction[] }): Promise<string> {
  const { node, instructions } = options;
  const signers = options.signers.map(({ privateKey }) => keyPairFromPrivateKey(privateKey));
  const { blockhash } = await node.latestBlockhash();
  const message = compileMessage({ feePayer: signers[0]?.address ?? "", blockhash, instructions });
  return await node.send({ transaction: serializeBase64Transaction(signTransaction({ message, signers })) });
}
