import { pointFromScalar, signRecoverable } from "tiny-secp256k1";
import { bytesToHex, concatHex, getAddress, hexToBytes, keccak256, numberToHex, padHex, size, slice } from "viem";
import type { Address, Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";

/** An account held by a key, which is the same in every run. */
export type Account = {
  readonly privateKey: Hex;
  /** EIP-55 checksummed. */
  readonly address: Address;
  /** Signs a digest: 65 bytes r ‖ s ‖ v, deterministic (RFC 6979), low s, v of 27 or 28. */
  readonly sign: (digest: Hex) => Hex;
};

/** The account that a label names; another label, or another file, names another one. */
export const accountOf = (seeded: Seeded, label: string): Account => {
  // 32 seeded bytes are no private key with a chance of 2^-128.
  const privateKey = seeded.hex(`key of ${label}`, 32);
  const point = pointFromScalar(hexToBytes(privateKey), false);
  if (point === null) throw new Error(`no private key for ${label}`);
  const address = getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`);
  const sign = (digest: Hex): Hex => {
    const { signature, recoveryId } = signRecoverable(hexToBytes(digest), hexToBytes(privateKey));
    return `${bytesToHex(signature)}${(27 + recoveryId).toString(16)}`;
  };
  return { privateKey, address, sign };
};

/** The first account of a series whose address fits, for example one with a leading zero byte. */
export const accountWhere = (seeded: Seeded, label: string, fits: (address: Address) => boolean): Account => {
  for (let index = 0; ; index++) {
    const account = accountOf(seeded, `${label} ${index}`);
    if (fits(account.address)) return account;
  }
};

/** Order of secp256k1's group. */
export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const word = (value: bigint): Hex => padHex(numberToHex(value), { size: 32 });

/** r, s and v of a signature of 65 bytes. */
export const partsOf = (signature: Hex): { r: Hex; s: Hex; v: number } => ({ r: slice(signature, 0, 32), s: slice(signature, 32, 64), v: Number(slice(signature, 64)) });

export const joined = ({ r, s, v }: { r: Hex; s: Hex; v: number }): Hex => concatHex([r, s, numberToHex(v, { size: 1 })]);

/** The same signature with another last byte. */
export const withV = (signature: Hex, v: number): Hex => joined({ ...partsOf(signature), v });

/** The other signature that recovers to the same key: s in the upper half of the order. */
export const withHighS = (signature: Hex): Hex => {
  const { r, s, v } = partsOf(signature);
  return joined({ r, s: word(ORDER - BigInt(s)), v: v === 27 ? 28 : 27 });
};

/** The 64 bytes of ERC-2098: the parity stands in the top bit of s. */
export const compact = (signature: Hex): Hex => {
  const { r, s, v } = partsOf(signature);
  return concatHex([r, v === 28 ? word(BigInt(s) | (1n << 255n)) : s]);
};

/** ASN.1 DER, as X.509 and most HSMs write signatures. */
export const der = (signature: Hex): Hex => {
  const { r, s } = partsOf(signature);
  const integer = (value: Hex): Hex => {
    const digits = BigInt(value).toString(16);
    const even: Hex = `0x${digits.length % 2 === 1 ? "0" : ""}${digits}`;
    const signed: Hex = Number.parseInt(even.slice(2, 4), 16) >= 0x80 ? `0x00${even.slice(2)}` : even;
    return concatHex(["0x02", numberToHex(size(signed), { size: 1 }), signed]);
  };
  const body = concatHex([integer(r), integer(s)]);
  return concatHex(["0x30", numberToHex(size(body), { size: 1 }), body]);
};

/** Changes the lowest bit of one byte. */
export const flipped = (hex: Hex, byte: number): Hex => {
  const at = 2 + byte * 2;
  const value = Number.parseInt(hex.slice(at, at + 2), 16) ^ 1;
  return `${hex.slice(0, at)}${value.toString(16).padStart(2, "0")}${hex.slice(at + 2)}` as Hex;
};

/** The digits of a hex string in upper case, `0x` as it is. */
export const upperCase = (hex: string): string => `0x${hex.slice(2).toUpperCase()}`;

/** A checksummed address with the case of one letter changed, so that its EIP-55 checksum is wrong. */
export const wrongChecksum = (address: Address): string => {
  const at = address.slice(2).search(/[a-fA-F]/) + 2;
  const letter = address[at] ?? "";
  return `${address.slice(0, at)}${letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()}${address.slice(at + 1)}`;
};

/** Another address, rightly checksummed, that differs in one bit of one byte. */
export const nearTo = (address: string, byte = 10): Address => getAddress(flipped(address.toLowerCase() as Hex, byte));
