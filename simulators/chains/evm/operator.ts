/** The harness's own account on the chain: sends its set-up transactions, one after another. */
import type { Address, Hash, Hex } from "viem";
import { EvmNodeError } from "./errors.ts";
import type { RpcClient, RpcRequest } from "./rpc.ts";

export interface OperatorTransaction {
  readonly to: Address;
  readonly data: Hex;
  /** The limit, in gas. Default 10 million: giving one saves the node an estimate, and blocks hold 30 million. */
  readonly gas?: bigint;
}

/** A mined transaction of the operator. */
export interface OperatorReceipt {
  readonly hash: Hash;
  readonly blockNumber: bigint;
}

export interface Operator {
  readonly address: Address;
  /**
   * Sends one transaction and waits until it is mined: one round trip. Calls made at the same time
   * are queued, so that the account's nonces never race.
   *
   * @throws EvmNodeError `evm.transaction-reverted`, `evm.rpc-error` or `evm.rpc-unreachable`
   */
  send(transaction: OperatorTransaction): Promise<OperatorReceipt>;
}

const defaultGas = 10_000_000n;
/** 2^100 wei, enough for any number of runs. */
const operatorBalance: Hex = "0x10000000000000000000000000";

/** What the node must be told before the operator can send: no private key is involved. */
export function operatorSetup(options: { readonly address: Address }): readonly RpcRequest[] {
  return [
    { method: "anvil_impersonateAccount", params: [options.address] },
    { method: "anvil_setBalance", params: [options.address, operatorBalance] },
  ];
}

export function createOperator(options: { readonly rpc: RpcClient; readonly address: Address }): Operator {
  const { rpc, address } = options;
  let last: Promise<unknown> = Promise.resolve();

  async function sendNow(transaction: OperatorTransaction): Promise<OperatorReceipt> {
    const { to, data, gas = defaultGas } = transaction;
    const receipt = await rpc.request<{ transactionHash: Hash; blockNumber: Hex; status: Hex }>({
      method: "eth_sendTransactionSync",
      params: [{ from: address, to, data, gas: `0x${gas.toString(16)}` }],
    });
    if (receipt.status !== "0x1") {
      throw new EvmNodeError({
        code: "evm.transaction-reverted",
        message: `A set-up transaction to ${to} reverted.`,
        found: `transaction ${receipt.transactionHash}, call data beginning ${data.slice(0, 10)}`,
        next: "make the same call with eth_call to see the reason",
      });
    }
    return { hash: receipt.transactionHash, blockNumber: BigInt(receipt.blockNumber) };
  }

  return {
    address,
    send(transaction) {
      // A failed transaction must not stop those behind it.
      const result = last.then(() => sendNow(transaction));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
