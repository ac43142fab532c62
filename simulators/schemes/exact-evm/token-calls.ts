import { type Hex, toFunctionSelector } from "viem";
import { type TransferAuthorization, word } from "./eip3009.ts";

/**
 * Call data of the token and of ERC-1271 wallets. Written out like the digest, and for the same reason:
 * selectors are worked out once, and the arguments are words.
 */

const BALANCE_OF = toFunctionSelector("function balanceOf(address)");
const AUTHORIZATION_STATE = toFunctionSelector("function authorizationState(address,bytes32)");
const IS_VALID_SIGNATURE = toFunctionSelector("function isValidSignature(bytes32,bytes)");
const TRANSFER_VRS = toFunctionSelector("function transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)");
const TRANSFER_BYTES = toFunctionSelector("function transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)");

export function balanceOfCall(account: Hex): Hex {
  return `${BALANCE_OF}${argument(account)}`;
}

export function authorizationStateCall(options: { authorizer: Hex; nonce: Hex }): Hex {
  return `${AUTHORIZATION_STATE}${argument(options.authorizer)}${argument(options.nonce)}`;
}

export function isValidSignatureCall(options: { digest: Hex; signature: Hex }): Hex {
  return `${IS_VALID_SIGNATURE}${argument(options.digest)}${argument(64n)}${bytes(options.signature)}`;
}

/** The transfer, by the overload for keys (`vrs`) or for contracts (`bytes`). `undefined` when v, r and s cannot be told. */
export function transferCall(options: { authorization: TransferAuthorization; signature: Hex; form: "vrs" | "bytes" }): Hex | undefined {
  const { from, to, value, validAfter, validBefore, nonce } = options.authorization;
  const common = [from, to, value, validAfter, validBefore, nonce].map(argument).join("");
  // The offset of the bytes: behind seven words.
  if (options.form === "bytes") return `${TRANSFER_BYTES}${common}${argument(224n)}${bytes(options.signature)}`;
  const { signature } = options;
  const v = V[signature.slice(130).toLowerCase()];
  if (signature.length !== 132 || v === undefined) return undefined;
  return `${TRANSFER_VRS}${common}${argument(v)}${signature.slice(2, 130)}`;
}

const V: Readonly<Record<string, bigint>> = { "00": 27n, "01": 28n, "1b": 27n, "1c": 28n };

function argument(value: Hex | bigint): string {
  return word(BigInt(value)).slice(2);
}

/** Length, then the bytes filled up to whole words. */
function bytes(value: Hex): string {
  const hex = value.slice(2);
  return `${argument(BigInt(hex.length / 2))}${hex.padEnd(Math.ceil(hex.length / 64) * 64, "0")}`;
}
