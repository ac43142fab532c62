/** For tests: signs the token's EIP-712 messages and builds the calls that carry them. */
import { encodeFunctionData, parseSignature, zeroAddress } from "viem";
import type { Address, Hex, TypedDataDomain } from "viem";
import { conformanceTokenAbi } from "../abi.ts";
import { EvmNodeError } from "../errors.ts";
import type { EvmNode } from "../node.ts";
import type { Wallet } from "../wallets.ts";

export interface Authorization {
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: Hex;
}

const authorizationFields = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
] as const;

export const tokenTypes = {
  TransferWithAuthorization: authorizationFields,
  ReceiveWithAuthorization: authorizationFields,
  CancelAuthorization: [
    { name: "authorizer", type: "address" },
    { name: "nonce", type: "bytes32" },
  ],
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export function tokenDomain(node: EvmNode): TypedDataDomain {
  return { name: node.token.name, version: node.token.version, chainId: node.chainId, verifyingContract: node.asset };
}

export function signAuthorization(options: {
  readonly node: EvmNode;
  readonly signer: Wallet;
  readonly authorization: Authorization;
  readonly primaryType?: "TransferWithAuthorization" | "ReceiveWithAuthorization";
  readonly domain?: TypedDataDomain;
}): Promise<Hex> {
  return options.signer.account.signTypedData({
    domain: { ...tokenDomain(options.node), ...options.domain },
    types: tokenTypes,
    primaryType: options.primaryType ?? "TransferWithAuthorization",
    message: options.authorization,
  });
}

/** The call data of an authorized transfer; `form` chooses between the two overloads. */
export function authorizationCall(options: {
  readonly authorization: Authorization;
  readonly signature: Hex;
  readonly form?: "bytes" | "vrs";
  readonly functionName?: "transferWithAuthorization" | "receiveWithAuthorization";
}): Hex {
  const { authorization, signature, form = "bytes" } = options;
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  const functionName = options.functionName ?? "transferWithAuthorization";
  const fields = [from, to, value, validAfter, validBefore, nonce] as const;
  if (form === "bytes") {
    return encodeFunctionData({ abi: conformanceTokenAbi, functionName, args: [...fields, signature] });
  }
  const { r, s, yParity } = parseSignature(signature);
  return encodeFunctionData({ abi: conformanceTokenAbi, functionName, args: [...fields, yParity + 27, r, s] });
}

/**
 * Tries a call of the token without changing anything, and answers why it reverts, or "ok".
 *
 * @param options.time the block's time to try it at, in seconds; default: the latest block's
 */
export async function tryCall(options: {
  readonly node: EvmNode;
  readonly data: Hex;
  readonly from?: Address;
  readonly time?: bigint;
}): Promise<string> {
  const { node, data, from = zeroAddress, time } = options;
  const overrides = time === undefined ? [] : [{}, { time: `0x${time.toString(16)}` }];
  try {
    await node.rpc.request({ method: "eth_call", params: [{ from, to: node.asset, data }, "latest", ...overrides] });
    return "ok";
  } catch (error) {
    if (!(error instanceof EvmNodeError) || error.code !== "evm.rpc-error") throw error;
    return /execution reverted: (.*?)(, data.*)?$/m.exec(error.message)?.[1] ?? error.message;
  }
}
