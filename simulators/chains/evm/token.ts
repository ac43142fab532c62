/** Puts a ConformanceToken on the chain: at any address, under any EIP-712 name and version. */
import { encodeFunctionData } from "viem";
import type { Address } from "viem";
import { conformanceTokenAbi } from "./abi.ts";
import { conformanceTokenCode } from "./artifacts.ts";
import type { Operator } from "./operator.ts";
import type { RpcClient, RpcRequest } from "./rpc.ts";

/** Where USDC is on Base Sepolia, which is where SDKs look for it on chain 84532. */
export const defaultTokenAddress: Address = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";

/** A token as it stands on the chain. `name` and `version` are those of its EIP-712 domain. */
export interface Token {
  readonly address: Address;
  readonly name: string;
  readonly version: string;
  readonly symbol: string;
  readonly decimals: number;
}

export type TokenOptions = Partial<Token>;

export function withTokenDefaults(options: TokenOptions = {}): Token {
  return {
    address: options.address ?? defaultTokenAddress,
    name: options.name ?? "USDC",
    version: options.version ?? "2",
    symbol: options.symbol ?? "USDC",
    decimals: options.decimals ?? 6,
  };
}

/**
 * Installs one more token, for cases that need a second asset or another EIP-712 domain.
 *
 * @throws EvmNodeError `evm.transaction-reverted` when there is an initialized token at the address
 */
export async function installToken(options: {
  readonly node: { readonly rpc: RpcClient; readonly operator: Operator };
  readonly token: TokenOptions & { readonly address: Address };
}): Promise<Token> {
  const { rpc, operator } = options.node;
  const token = withTokenDefaults(options.token);
  await rpc.request(placeToken({ token }));
  await initializeToken({ operator, token });
  return token;
}

/** The call that puts the token's code in place. */
export function placeToken(options: { readonly token: Token }): RpcRequest {
  return { method: "anvil_setCode", params: [options.token.address, conformanceTokenCode.deployedBytecode] };
}

/** The transaction that stands in for the token's constructor. */
export async function initializeToken(options: { readonly operator: Operator; readonly token: Token }): Promise<void> {
  const { address, name, version, symbol, decimals } = options.token;
  const data = encodeFunctionData({
    abi: conformanceTokenAbi,
    functionName: "initialize",
    args: [name, version, symbol, decimals],
  });
  await options.operator.send({ to: address, data });
}
