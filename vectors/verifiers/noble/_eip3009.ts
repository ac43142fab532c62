import { addressOf, bytesOf, chainIdOf, digestOf, objectOf, structHash, textOf, tokenDomain, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";

/** An EIP-3009 authorization, read. */
export type Authorization = { readonly from: Uint8Array; readonly to: Uint8Array; readonly value: bigint; readonly validAfter: bigint; readonly validBefore: bigint; readonly nonce: Uint8Array };

/** @throws RangeError naming the member that has not the right form */
export const readAuthorization = (value: unknown): Authorization => {
  const authorization = objectOf(value, "authorization");
  return {
    from: addressOf(authorization["from"], "from"),
    to: addressOf(authorization["to"], "to"),
    value: uintOf(authorization["value"], "value"),
    validAfter: uintOf(authorization["validAfter"], "validAfter"),
    validBefore: uintOf(authorization["validBefore"], "validBefore"),
    nonce: bytesOf(authorization["nonce"], "nonce", 32),
  };
};

/** Domain separator and digest under a name and version that are given. */
export const eip3009Digest = (options: { requirements: Json; authorization: Authorization; name: unknown; version: unknown }): { domainSeparator: Uint8Array; digest: Uint8Array } => {
  const { requirements, authorization } = options;
  const domainSeparator = tokenDomain({ name: textOf(options.name, "name"), version: textOf(options.version, "version"), chainId: chainIdOf(requirements["network"]), contract: addressOf(requirements["asset"], "asset") });
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  const struct = structHash(
    "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)",
    word(from),
    word(to),
    word(value),
    word(validAfter),
    word(validBefore),
    nonce,
  );
  return { domainSeparator, digest: digestOf(domainSeparator, struct) };
};
