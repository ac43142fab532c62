/** Reads an EIP-3009 transfer out of a transaction's call data. */
import { concat, decodeFunctionData, numberToHex } from "viem";
import type { Address, Hex } from "viem";
import { conformanceTokenAbi } from "./abi.ts";

/** The call of `transferWithAuthorization` or `receiveWithAuthorization`, in either signature form. */
export interface AuthorizationCall {
  readonly functionName: "transferWithAuthorization" | "receiveWithAuthorization";
  /** "bytes" for the overload with one `bytes signature`, "vrs" for the one with v, r and s. */
  readonly signatureForm: "bytes" | "vrs";
  readonly from: Address;
  readonly to: Address;
  /** Atomic units. */
  readonly value: bigint;
  /** Seconds since 1970; both ends of the window are exclusive. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: Hex;
  /** As sent; v, r and s come joined as r ‖ s ‖ v. */
  readonly signature: Hex;
}

/**
 * The authorization in this call data, or undefined when it is another call, or is cut short.
 *
 * @example decodeAuthorizationCall({ input: transaction.input })?.nonce
 */
export function decodeAuthorizationCall(options: { readonly input: Hex }): AuthorizationCall | undefined {
  let call;
  try {
    call = decodeFunctionData({ abi: conformanceTokenAbi, data: options.input });
  } catch {
    return undefined;
  }
  const { functionName, args } = call;
  if (functionName !== "transferWithAuthorization" && functionName !== "receiveWithAuthorization") return undefined;
  const [from, to, value, validAfter, validBefore, nonce] = args;
  const common = { functionName, from, to, value, validAfter, validBefore, nonce };
  if (args.length === 7) return { ...common, signatureForm: "bytes", signature: args[6] };
  const [, , , , , , v, r, s] = args;
  return { ...common, signatureForm: "vrs", signature: concat([r, s, numberToHex(v, { size: 1 })]) };
}
