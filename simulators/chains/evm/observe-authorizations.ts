/** EIP-3009: which authorizations were used or canceled. */
import { encodeFunctionData, hexToBigInt } from "viem";
import type { Address, Hex } from "viem";
import { conformanceTokenAbi } from "./abi.ts";
import { lowercase, multicall } from "./multicall.ts";
import type { RpcClient } from "./rpc.ts";

/** An authorization's identity: EIP-3009 nonces are unique per authorizer. */
export interface AuthorizationId {
  readonly authorizer: Address;
  /** 32 bytes. */
  readonly nonce: Hex;
}

export interface AuthorizationState extends AuthorizationId {
  /** True once it was used or canceled; the token keeps one bit for both. */
  readonly used: boolean;
}

/**
 * `authorizationState` of many authorizations, in their order: one round trip.
 *
 * @param options.asset default: the node's token
 * @param options.blockNumber default: the latest
 */
export async function observeAuthorizations(options: {
  readonly node: { readonly rpc: RpcClient; readonly asset: Address };
  readonly authorizations: readonly AuthorizationId[];
  readonly asset?: Address;
  readonly blockNumber?: bigint;
}): Promise<readonly AuthorizationState[]> {
  const { node, authorizations, blockNumber } = options;
  const answers = await multicall({
    rpc: node.rpc,
    blockNumber,
    calls: authorizations.map(({ authorizer, nonce }) => ({
      to: options.asset ?? node.asset,
      data: encodeFunctionData({
        abi: conformanceTokenAbi,
        functionName: "authorizationState",
        args: [lowercase(authorizer), nonce],
      }),
    })),
  });
  return answers.flatMap((answer, index) => {
    const id = authorizations[index];
    return id === undefined ? [] : [{ ...id, used: hexToBigInt(answer) !== 0n }];
  });
}
