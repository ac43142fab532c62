import type { Hex } from "viem";
import { type ChainRpc, hexResult, RpcAnswerError, quantityResult } from "./chain-rpc.ts";
import type { TransferAuthorization } from "./eip3009.ts";
import { authorizationStateCall, balanceOfCall, isValidSignatureCall, transferCall } from "./token-calls.ts";

/** What the facilitator half reads of its chain. Reads made in one turn travel as one JSON-RPC batch. */

const ERC1271_MAGIC = "0x1626ba7e";

/** One state of the chain as a payment sees it. */
export interface PaymentReading {
  /** Code at the payer's address; `0x` for an account held by a key. */
  readonly code: Hex;
  /** Atomic units. */
  readonly balance: bigint;
  readonly nonceUsed: boolean;
  /** Whether the transfer, sent by our signer, would succeed now. */
  readonly simulates: boolean;
  /** What ERC-1271 says of the signature; `undefined` where `code` is empty. */
  readonly contractAccepts: boolean | undefined;
}

/**
 * Reads all a verification needs: one round trip for a payer with a key, two for a contract.
 *
 * @throws Error when the node does not answer or answers nonsense
 */
export async function readPayment(options: {
  chain: ChainRpc;
  asset: Hex;
  authorization: TransferAuthorization;
  signature: Hex;
  digest: Hex;
  sender: Hex;
}): Promise<PaymentReading> {
  const { chain, asset, authorization, signature, digest } = options;
  const { from, nonce } = authorization;
  const read = async (to: Hex, data: Hex): Promise<Hex> => hexResult(await chain.call("eth_call", { to, data }, "latest"));
  const [code, balance, nonceUsed, simulated] = await Promise.all([
    chain.call("eth_getCode", from, "latest").then(hexResult),
    read(asset, balanceOfCall(from)).then(wordResult),
    read(asset, authorizationStateCall({ authorizer: from, nonce })).then((result) => wordResult(result) !== 0n),
    simulate({ ...options, form: "vrs" }),
  ]);
  if (code === "0x") return { code, balance, nonceUsed, simulates: simulated, contractAccepts: undefined };
  const [simulates, contractAccepts] = await Promise.all([
    // A contract's signature has no v, r and s.
    simulate({ ...options, form: "bytes" }),
    unlessReverted(read(from, isValidSignatureCall({ digest, signature }))).then((answer) => answer !== undefined && answer.length >= 66 && answer.startsWith(ERC1271_MAGIC)),
  ]);
  return { code, balance, nonceUsed, simulates, contractAccepts };
}

async function simulate(options: { chain: ChainRpc; asset: Hex; authorization: TransferAuthorization; signature: Hex; sender: Hex; form: "vrs" | "bytes" }): Promise<boolean> {
  const data = transferCall(options);
  if (data === undefined) return false;
  return (await unlessReverted(options.chain.call("eth_call", { from: options.sender, to: options.asset, data }, "latest").then(hexResult))) !== undefined;
}

/** A revert is an answer; a node that cannot be asked is not, and throws. */
async function unlessReverted<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RpcAnswerError && error.isRevert) return undefined;
    throw error;
  }
}

/** The first word of what a contract returned. @throws TypeError when there is none, as where no contract is */
function wordResult(result: Hex): bigint {
  if (result.length < 66) throw new TypeError(`expected a word from the token, found ${result}`);
  return quantityResult(result.slice(0, 66));
}
