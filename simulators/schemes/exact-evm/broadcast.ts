import { type Hex, keccak256, parseSignature, serializeTransaction } from "viem";
import { privateKeyAddress, signDigest } from "../../crypto/secp256k1.ts";
import { type ChainRpc, quantityResult, RpcAnswerError } from "./chain-rpc.ts";

/** Sends the transactions of one signer, one after another, so that concurrent settlements never race for a nonce. */
export interface Broadcaster {
  readonly address: Hex;
  /**
   * @returns the hash, and `certain: false` when the node broke off and may or may not have taken it
   * @throws RpcAnswerError when the node refused the transaction, so that nothing was broadcast
   */
  send(transaction: { to: Hex; data: Hex }): Promise<{ hash: Hex; certain: boolean }>;
}

/** Enough for a token that asks a contract wallet; a bound, so that no wallet can burn our balance. */
const GAS_LIMIT = 500_000n;
const PRIORITY_FEE = 1_000_000_000n;

/** @param options.privateKey 32 bytes */
export function createBroadcaster(options: { chain: ChainRpc; privateKey: Hex; chainId: number }): Broadcaster {
  const { chain, privateKey, chainId } = options;
  const address = privateKeyAddress(privateKey);
  let nextNonce: number | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function sendNow(transaction: { to: Hex; data: Hex; gasPrice: bigint }): Promise<{ hash: Hex; certain: boolean }> {
    const { to, data, gasPrice } = transaction;
    const nonce = nextNonce ?? Number(quantityResult(await chain.call("eth_getTransactionCount", address, "pending")));
    const unsigned = { type: "eip1559", chainId, nonce, gas: GAS_LIMIT, maxFeePerGas: 2n * gasPrice + PRIORITY_FEE, maxPriorityFeePerGas: PRIORITY_FEE, to, data } as const;
    const signed = serializeTransaction(unsigned, parseSignature(signDigest({ digest: keccak256(serializeTransaction(unsigned)), privateKey })));
    const hash = keccak256(signed);
    try {
      await chain.call("eth_sendRawTransaction", signed);
      nextNonce = nonce + 1;
      return { hash, certain: true };
    } catch (error) {
      // Ask the chain again next time: whether this nonce was taken is not known here.
      nextNonce = undefined;
      if (error instanceof RpcAnswerError) throw error;
      return { hash, certain: false };
    }
  }

  return {
    address,
    async send(transaction) {
      // Asked before the queue, so that those in it wait for one round trip each and no more.
      const gasPrice = quantityResult(await chain.call("eth_gasPrice"));
      // A failed transaction must not stop those behind it.
      const result = last.then(() => sendNow({ ...transaction, gasPrice }));
      last = result.catch(() => undefined);
      return await result;
    },
  };
}
