import { domainSeparator, hashTypedData } from "viem";
import type { Address, Hex } from "viem";
import { address, chainId, check, hex, members, uint } from "./_read.ts";
import type { Members } from "./_read.ts";

const types = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

export type Message = { readonly from: Address; readonly to: Address; readonly value: bigint; readonly validAfter: bigint; readonly validBefore: bigint; readonly nonce: Hex };

export const messageOf = (value: unknown): Message => {
  const { from, to, value: amount, validAfter, validBefore, nonce } = members(value);
  return { from: address(from), to: address(to), value: uint(amount), validAfter: uint(validAfter), validBefore: uint(validBefore), nonce: hex(nonce, 64) };
};

/** viem's digest and domain separator of an authorization. */
export const hashesOf = (options: { requirements: Members; message: Message; name: unknown; version: unknown }): { domainSeparator: Hex; digest: Hex } => {
  const { requirements, message, name, version } = options;
  check(typeof name === "string" && typeof version === "string" && name !== "" && version !== "", "the domain has no name or version");
  const domain = { name, version, chainId: chainId(requirements["network"]), verifyingContract: address(requirements["asset"]) };
  return { domainSeparator: domainSeparator({ domain }), digest: hashTypedData({ domain, types, primaryType: "TransferWithAuthorization", message }) };
};
