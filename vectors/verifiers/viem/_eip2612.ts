import { domainSeparator, hashTypedData } from "viem";
import type { Address, Hex } from "viem";
import { address, chainId, check, uint } from "./_read.ts";
import type { Members } from "./_read.ts";

const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type Message = { readonly owner: Address; readonly spender: Address; readonly value: bigint; readonly nonce: bigint; readonly deadline: bigint };

export const messageOf = ({ owner, spender, value, nonce, deadline }: Members): Message => ({ owner: address(owner), spender: address(spender), value: uint(value), nonce: uint(nonce), deadline: uint(deadline) });

/** viem's digest and domain separator of a permit in the domain that the offer states. */
export const hashesOf = (requirements: Members, extra: Members, message: Message): { domainSeparator: Hex; digest: Hex } => {
  const { name, version } = extra;
  check(typeof name === "string" && typeof version === "string", "the domain has no name or version");
  const domain = { name, version, chainId: chainId(requirements["network"]), verifyingContract: address(requirements["asset"]) };
  return { domainSeparator: domainSeparator({ domain }), digest: hashTypedData({ domain, types, primaryType: "Permit", message }) };
};
