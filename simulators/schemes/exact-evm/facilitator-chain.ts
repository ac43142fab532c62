import { createPublicClient, encodeFunctionData, erc20Abi, type Hex, http, parseAbi, type PublicClient, parseSignature, RpcRequestError } from "viem";
import type { TransferAuthorization } from "./eip3009.ts";

/** What the facilitator half reads of its chain. Reads made in one turn travel as one JSON-RPC batch. */

export const TOKEN_ABI = parseAbi([
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);

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

/** JSON-RPC over HTTP: no retries, so that a broken node is told at once and tests need no patience. */
export function createChainClient(options: { rpcUrl: string }): PublicClient {
  return createPublicClient({ transport: http(options.rpcUrl, { batch: { wait: 0 }, retryCount: 0, timeout: 10_000 }) });
}

/**
 * Reads all a verification needs: one round trip for a payer with a key, two for a contract.
 *
 * @throws viem's errors when the node does not answer or answers nonsense
 */
export async function readPayment(options: {
  client: PublicClient;
  asset: Hex;
  authorization: TransferAuthorization;
  signature: Hex;
  digest: Hex;
  sender: Hex;
}): Promise<PaymentReading> {
  const { client, asset, authorization, signature, digest } = options;
  const { from, nonce } = authorization;
  const [code, balance, nonceUsed, simulated] = await Promise.all([
    client.getCode({ address: from }),
    client.readContract({ address: asset, abi: erc20Abi, functionName: "balanceOf", args: [from] }),
    client.readContract({ address: asset, abi: TOKEN_ABI, functionName: "authorizationState", args: [from, nonce] }),
    simulate({ ...options, form: "vrs" }),
  ]);
  if (code === undefined || code === "0x") return { code: "0x", balance, nonceUsed, simulates: simulated, contractAccepts: undefined };
  const [simulates, contractAccepts] = await Promise.all([
    // A contract's signature has no v, r and s.
    simulate({ ...options, form: "bytes" }),
    succeeds(client.readContract({ address: from, abi: TOKEN_ABI, functionName: "isValidSignature", args: [digest, signature] })).then((answer) => answer === ERC1271_MAGIC),
  ]);
  return { code, balance, nonceUsed, simulates, contractAccepts };
}

/** Call data of the transfer, by the overload for keys (`vrs`) or for contracts (`bytes`). `undefined` when v, r and s cannot be told. */
export function transferCall(options: { authorization: TransferAuthorization; signature: Hex; form: "vrs" | "bytes" }): Hex | undefined {
  const { from, to, value, validAfter, validBefore, nonce } = options.authorization;
  if (options.form === "bytes") {
    return encodeFunctionData({ abi: TOKEN_ABI, functionName: "transferWithAuthorization", args: [from, to, value, validAfter, validBefore, nonce, options.signature] });
  }
  if (options.signature.length !== 132) return undefined;
  try {
    const { r, s, yParity } = parseSignature(options.signature);
    return encodeFunctionData({ abi: TOKEN_ABI, functionName: "transferWithAuthorization", args: [from, to, value, validAfter, validBefore, nonce, 27 + yParity, r, s] });
  } catch {
    return undefined;
  }
}

async function simulate(options: { client: PublicClient; asset: Hex; authorization: TransferAuthorization; signature: Hex; sender: Hex; form: "vrs" | "bytes" }): Promise<boolean> {
  const data = transferCall(options);
  if (data === undefined) return false;
  return (await succeeds(options.client.call({ account: options.sender, to: options.asset, data }).then(() => true))) === true;
}

/** A revert is an answer; a node that cannot be asked is not, and throws. */
async function succeeds<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isRevert(error)) return undefined;
    throw error;
  }
}

/** Whether an error, anywhere in its causes, is the node's report of a revert (EIP-1474 code 3, or -32000 with the word). */
function isRevert(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RpcRequestError) return cause.code === 3 || /revert/i.test(cause.details);
    if (cause.name === "ContractFunctionZeroDataError" || cause.name === "AbiDecodingDataSizeTooSmallError") return true;
  }
  return false;
}
