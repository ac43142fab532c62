/** Levers on the token: what an issuer can do to its holders, for cases that need it. */
import { encodeFunctionData } from "viem";
import type { Address, Hash } from "viem";
import { conformanceTokenAbi } from "./abi.ts";
import type { Operator } from "./operator.ts";

interface ControlledNode {
  readonly operator: Operator;
  readonly asset: Address;
}

/**
 * Blocks an account, as an issuer's blocklist does: neither end of a transfer, an approval or a permit
 * may be a blocked account. Each case owns its wallets, so this stays within the case.
 *
 * @param options.blocked default true; false takes it back
 * @param options.asset default: the node's token
 */
export async function blockAddress(options: {
  readonly node: ControlledNode;
  readonly address: Address;
  readonly blocked?: boolean;
  readonly asset?: Address;
}): Promise<Hash> {
  const data = encodeFunctionData({
    abi: conformanceTokenAbi,
    functionName: "setBlocked",
    args: [options.address, options.blocked ?? true],
  });
  return (await options.node.operator.send({ to: options.asset ?? options.node.asset, data })).hash;
}

/**
 * Pauses a token: nothing moves until it is taken back. This is felt by every case that uses the token
 * at the time, so a case that needs it installs a token of its own (`installToken`).
 *
 * @param options.paused default true; false takes it back
 * @param options.asset default: the node's token
 */
export async function pauseToken(options: {
  readonly node: ControlledNode;
  readonly paused?: boolean;
  readonly asset?: Address;
}): Promise<Hash> {
  const data = encodeFunctionData({
    abi: conformanceTokenAbi,
    functionName: "setPaused",
    args: [options.paused ?? true],
  });
  return (await options.node.operator.send({ to: options.asset ?? options.node.asset, data })).hash;
}
