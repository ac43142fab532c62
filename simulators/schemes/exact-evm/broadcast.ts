import { type Hex, keccak256, type PublicClient, RpcRequestError } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

/** Sends the transactions of one signer, one after another, so that concurrent settlements never race for a nonce. */
export interface Broadcaster {
  readonly address: Hex;
  /**
   * @returns the hash, and `certain: false` when the node broke off and may or may not have taken it
   * @throws viem's error when the node refused the transaction, so that nothing was broadcast
   */
  send(transaction: { to: Hex; data: Hex }): Promise<{ hash: Hex; certain: boolean }>;
}

/** Enough for a token that asks a contract wallet; a bound, so that no wallet can burn our balance. */
const GAS_LIMIT = 500_000n;
const PRIORITY_FEE = 1_000_000_000n;

export function createBroadcaster(options: { client: PublicClient; account: PrivateKeyAccount; chainId: number }): Broadcaster {
  const { client, account, chainId } = options;
  let nextNonce: number | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function sendNow(transaction: { to: Hex; data: Hex; gasPrice: bigint }): Promise<{ hash: Hex; certain: boolean }> {
    const { to, data, gasPrice } = transaction;
    const nonce = nextNonce ?? (await client.getTransactionCount({ address: account.address, blockTag: "pending" }));
    const signed = await account.signTransaction({
      type: "eip1559",
      chainId,
      nonce,
      gas: GAS_LIMIT,
      maxFeePerGas: 2n * gasPrice + PRIORITY_FEE,
      maxPriorityFeePerGas: PRIORITY_FEE,
      to,
      data,
    });
    const hash = keccak256(signed);
    try {
      await client.sendRawTransaction({ serializedTransaction: signed });
      nextNonce = nonce + 1;
      return { hash, certain: true };
    } catch (error) {
      // Ask the chain again next time: whether this nonce was taken is not known here.
      nextNonce = undefined;
      if (refused(error)) throw error;
      return { hash, certain: false };
    }
  }

  return {
    address: account.address,
    async send(transaction) {
      // Asked before the queue, so that those in it wait for one round trip each and no more.
      const gasPrice = await client.getGasPrice();
      // A failed transaction must not stop those behind it.
      const result = last.then(() => sendNow({ ...transaction, gasPrice }));
      last = result.catch(() => undefined);
      return await result;
    },
  };
}

/** An answer of the node that says no, as opposed to no answer. */
function refused(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RpcRequestError) return true;
  }
  return false;
}
