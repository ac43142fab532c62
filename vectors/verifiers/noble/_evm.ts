import { secp256k1 } from "@noble/curves/secp256k1";
import { keccak_256 } from "@noble/hashes/sha3";

/** ABI words, EIP-712 and ecrecover, written out on a curve and a hash. */

export type Json = Readonly<Record<string, unknown>>;

/** @throws RangeError with the note, which the verifier answers as a refusal */
export function must(holds: boolean, note: string): asserts holds {
  if (!holds) throw new RangeError(note);
}

export const objectOf = (value: unknown, name: string): Json => {
  must(typeof value === "object" && value !== null && !Array.isArray(value), `${name} is no object`);
  return value as Json;
};

export const textOf = (value: unknown, name: string): string => {
  must(typeof value === "string" && value !== "", `${name} is no text`);
  return value;
};

/** Bytes of a hex string with 0x. */
export const bytesOf = (value: unknown, name: string, length?: number): Uint8Array => {
  must(typeof value === "string" && /^0x(?:[0-9a-fA-F]{2})*$/.test(value), `${name} is not bytes in hex`);
  const bytes = Uint8Array.from(value.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  must(length === undefined || bytes.length === length, `${name} has ${bytes.length} bytes`);
  return bytes;
};

/** An address in any letter case. */
export const addressOf = (value: unknown, name: string): Uint8Array => bytesOf(value, name, 20);

/** A uint256 from a decimal string. */
export const uintOf = (value: unknown, name: string): bigint => {
  must(typeof value === "string" && /^[0-9]+$/.test(value), `${name} is not decimal digits`);
  const number = BigInt(value);
  must(number < 1n << 256n, `${name} is no uint256`);
  return number;
};

export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean => left.length === right.length && left.every((byte, index) => byte === right[index]);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

export const hexOf = (bytes: Uint8Array): string => `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** 32 bytes, big-endian; shorter bytes stand at the end. */
export const word = (value: bigint | Uint8Array): Uint8Array => {
  const digits = (typeof value === "bigint" ? value.toString(16) : hexOf(value).slice(2)).padStart(64, "0");
  return bytesOf(`0x${digits}`, "word", 32);
};

export const numberOf = (bytes: Uint8Array): bigint => BigInt(bytes.length === 0 ? "0x0" : hexOf(bytes));

export const keccak = (...parts: readonly Uint8Array[]): Uint8Array => keccak_256(concat(...parts));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** keccak of a text's UTF-8. */
export const hashOf = (text: string): Uint8Array => keccak(utf8(text));

/** EIP-712 hashStruct over members that are encoded already. */
export const structHash = (type: string, ...members: readonly Uint8Array[]): Uint8Array => keccak(hashOf(type), ...members);

/** EIP-712 digest. */
export const digestOf = (domainSeparator: Uint8Array, struct: Uint8Array): Uint8Array => keccak(Uint8Array.of(0x19, 0x01), domainSeparator, struct);

/** The separator of a domain with all members but a salt. */
export const tokenDomain = (options: { name: string; version: string; chainId: bigint; contract: Uint8Array }): Uint8Array =>
  structHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)", hashOf(options.name), hashOf(options.version), word(options.chainId), word(options.contract));

/** Chain id of `eip155:<decimal>`. */
export const chainIdOf = (network: unknown): bigint => {
  must(typeof network === "string" && /^eip155:(?:0|[1-9][0-9]*)$/.test(network), "the network is no EVM chain");
  return uintOf(network.slice("eip155:".length), "chain id");
};

/** Address of a public key: the last 20 bytes of the hash of x and y. */
const addressOfKey = (uncompressed: Uint8Array): Uint8Array => keccak(uncompressed.subarray(1)).subarray(12);

/** Who signed a digest; undefined for nobody. @param parity 0 or 1 */
export const recover = (options: { digest: Uint8Array; r: Uint8Array; s: Uint8Array; parity: number }): Uint8Array | undefined => {
  try {
    const signature = secp256k1.Signature.fromCompact(concat(options.r, options.s)).addRecoveryBit(options.parity);
    return addressOfKey(signature.recoverPublicKey(options.digest).toRawBytes(false));
  } catch {
    return undefined;
  }
};

/** Whether 65 bytes with v of 27 or 28 are an account's signature. */
export const isSignedBy = (digest: Uint8Array, signature: Uint8Array, account: Uint8Array): boolean => {
  const v = signature[64];
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return false;
  const signer = recover({ digest, r: signature.subarray(0, 32), s: signature.subarray(32, 64), parity: v - 27 });
  return signer !== undefined && sameBytes(signer, account);
};
