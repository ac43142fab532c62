import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";

export { bytesToHex, hexToBytes, utf8ToBytes };

/** Keccak-256 of bytes, or of a text's UTF-8 bytes. */
export const keccak = (data: Uint8Array | string): Uint8Array => keccak_256(typeof data === "string" ? utf8ToBytes(data) : data);

/** An address with the checksum of EIP-55; undefined for anything that is not 0x and 40 digits. */
export const checksummed = (address: unknown): string | undefined => {
  if (typeof address !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(address)) return undefined;
  const digits = address.slice(2).toLowerCase();
  const hash = bytesToHex(keccak(digits));
  return `0x${Array.from(digits, (digit, at) => (Number.parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit)).join("")}`;
};
