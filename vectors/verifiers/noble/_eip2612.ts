import { addressOf, chainIdOf, digestOf, objectOf, structHash, textOf, tokenDomain, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";

/** An EIP-2612 permit, read. */
export type Permit = { readonly owner: Uint8Array; readonly spender: Uint8Array; readonly value: bigint; readonly nonce: bigint; readonly deadline: bigint };

export const readPermit = (value: unknown): Permit => {
  const permit = objectOf(value, "permit");
  return {
    owner: addressOf(permit["owner"], "owner"),
    spender: addressOf(permit["spender"], "spender"),
    value: uintOf(permit["value"], "value"),
    nonce: uintOf(permit["nonce"], "nonce"),
    deadline: uintOf(permit["deadline"], "deadline"),
  };
};

/** Domain separator and digest under a name and version that are given. */
export const eip2612Hashes = (options: { requirements: Json; permit: Permit; name: unknown; version: unknown }): { domainSeparator: Uint8Array; digest: Uint8Array } => {
  const { requirements, permit } = options;
  const domainSeparator = tokenDomain({ name: textOf(options.name, "name"), version: textOf(options.version, "version"), chainId: chainIdOf(requirements["network"]), contract: addressOf(requirements["asset"], "asset") });
  const struct = structHash("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)", word(permit.owner), word(permit.spender), word(permit.value), word(permit.nonce), word(permit.deadline));
  return { domainSeparator, digest: digestOf(domainSeparator, struct) };
};
