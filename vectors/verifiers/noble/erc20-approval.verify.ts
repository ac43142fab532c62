import type { Verifier } from "../verifier.ts";
import { addressOf, bytesOf, chainIdOf, concat, hashOf, must, objectOf, sameBytes, uintOf, word } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { decodeTransaction } from "./_eip1559.ts";

const PERMIT2 = addressOf("0x000000000022D473030F116dDEE9F6B43aC78BA3", "Permit2");
const APPROVE = hashOf("approve(address,uint256)").subarray(0, 4);

/** Answers `erc20-approval.verify` for transactions of EIP-1559 alone, with the call byte for byte. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const [requirements, authorization, info, state] = [objectOf(input["requirements"], "requirements"), objectOf(input["permit2Authorization"], "permit2Authorization"), objectOf(input["info"], "info"), objectOf(input["state"], "state")];
    const [from, asset, spender, amount] = [addressOf(info["from"], "from"), addressOf(info["asset"], "asset"), addressOf(info["spender"], "spender"), uintOf(info["amount"], "amount")];
    must(sameBytes(from, addressOf(authorization["from"], "payer")), "the approval is another owner's");
    must(sameBytes(asset, addressOf(requirements["asset"], "asset")), "the approval is for another token");
    must(sameBytes(spender, PERMIT2), "the spender is not Permit2");
    must(amount >= uintOf(objectOf(authorization["permitted"], "permitted")["amount"], "permitted amount"), "the allowance does not cover the payment");
    const transaction = decodeTransaction(bytesOf(info["signedTransaction"], "signedTransaction"));
    must(sameBytes(transaction.signer, from), "somebody else signed");
    must(transaction.chainId === chainIdOf(requirements["network"]), "it is for another chain");
    must(sameBytes(transaction.to, asset), "it does not call the token");
    must(sameBytes(transaction.data, concat(APPROVE, word(PERMIT2), word(amount))), "it does not call approve(Permit2, amount)");
    must(transaction.nonce === BigInt(state["nonce"] as number), "the nonce is not the current one");
    must(transaction.maxFeePerGas >= uintOf(state["baseFeePerGas"], "base fee"), "the fee is below the base fee");
    return undefined;
  });
