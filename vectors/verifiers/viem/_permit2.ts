import { domainSeparator, hashTypedData } from "viem";
import type { Address, Hex } from "viem";
import { address, chainId, members, uint } from "./_read.ts";

export type Scheme = "exact" | "upto";

const permit = [
  { name: "permitted", type: "TokenPermissions" },
  { name: "spender", type: "address" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
  { name: "witness", type: "Witness" },
] as const;
const TokenPermissions = [
  { name: "token", type: "address" },
  { name: "amount", type: "uint256" },
] as const;
const to = { name: "to", type: "address" } as const;
const facilitator = { name: "facilitator", type: "address" } as const;
const validAfter = { name: "validAfter", type: "uint256" } as const;

/** EIP-712 types of each scheme. */
const types = {
  exact: { PermitWitnessTransferFrom: permit, TokenPermissions, Witness: [to, validAfter] },
  upto: { PermitWitnessTransferFrom: permit, TokenPermissions, Witness: [to, facilitator, validAfter] },
} as const;

type Message<Witness> = { readonly permitted: { readonly token: Address; readonly amount: bigint }; readonly spender: Address; readonly nonce: bigint; readonly deadline: bigint; readonly witness: Witness };

/** A permit read for its scheme. */
export type Permit =
  | { readonly scheme: "exact"; readonly from: Address; readonly message: Message<{ readonly to: Address; readonly validAfter: bigint }> }
  | { readonly scheme: "upto"; readonly from: Address; readonly message: Message<{ readonly to: Address; readonly facilitator: Address; readonly validAfter: bigint }> };

const nonceOf = (value: unknown): bigint => (typeof value === "string" && /^0x[\da-f]{64}$/i.test(value) ? BigInt(value) : uint(value));

export const permitOf = (scheme: Scheme, value: unknown): Permit => {
  const authorization = members(value);
  const [permitted, witness] = [members(authorization["permitted"]), members(authorization["witness"])];
  const from = address(authorization["from"]);
  const rest = { permitted: { token: address(permitted["token"]), amount: uint(permitted["amount"]) }, spender: address(authorization["spender"]), nonce: nonceOf(authorization["nonce"]), deadline: uint(authorization["deadline"]) };
  const bound = { to: address(witness["to"]), validAfter: uint(witness["validAfter"]) };
  return scheme === "exact" ? { scheme, from, message: { ...rest, witness: bound } } : { scheme, from, message: { ...rest, witness: { ...bound, facilitator: address(witness["facilitator"]) } } };
};

/** viem's digest and domain separator of a permit. */
export const hashesOf = (read: Permit, network: unknown): { domainSeparator: Hex; digest: Hex } => {
  const domain = { name: "Permit2", chainId: chainId(network), verifyingContract: "0x000000000022d473030f116ddee9f6b43ac78ba3" } as const;
  const primaryType = "PermitWitnessTransferFrom";
  const digest = read.scheme === "exact" ? hashTypedData({ domain, primaryType, types: types.exact, message: read.message }) : hashTypedData({ domain, primaryType, types: types.upto, message: read.message });
  return { domainSeparator: domainSeparator({ domain }), digest };
};
