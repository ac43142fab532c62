import { secp256k1 } from "@noble/curves/secp256k1";
import { bytesToHex, checksummed, hexToBytes, keccak } from "./_keccak.ts";

/** The bytes of a hexadecimal text with 0x; undefined for anything else. */
export const fromHex = (text: unknown): Uint8Array | undefined => (typeof text === "string" && /^0x(?:[0-9a-fA-F]{2})*$/.test(text) ? hexToBytes(text.slice(2)) : undefined);

/** The address that made a signature of 65 bytes over a digest; undefined where there is none. */
export const recovered = (digest: Uint8Array, signature: Uint8Array | undefined): string | undefined => {
  const last = signature?.[64];
  if (signature?.length !== 65 || last === undefined) return undefined;
  const bit = last >= 27 ? last - 27 : last;
  if (bit !== 0 && bit !== 1) return undefined;
  try {
    const point = secp256k1.Signature.fromCompact(signature.subarray(0, 64)).addRecoveryBit(bit).recoverPublicKey(digest);
    return checksummed(`0x${bytesToHex(keccak(point.toRawBytes(false).subarray(1)).subarray(12))}`);
  } catch {
    return undefined;
  }
};
