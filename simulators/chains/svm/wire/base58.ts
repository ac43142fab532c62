/** Base58 with Bitcoin's alphabet, as Solana writes addresses, hashes, signatures and secret keys. */
import { memoized } from "../../../memo.ts";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 58; digit++) digitOf[alphabet.charCodeAt(digit)] = digit;

/** Five digits at a time: 58^5 is below 2^30, so that limb arithmetic stays exact in doubles. */
const group = 58 ** 5;

/** @example encodeBase58(new Uint8Array(32)) // "11111111111111111111111111111111" */
export function encodeBase58(bytes: Uint8Array): string {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  const limbs: number[] = [];
  const odd = (bytes.length - zeros) % 2;
  for (let at = zeros - odd; at < bytes.length; at += 2) {
    let carry = (at < zeros ? 0 : (bytes[at] ?? 0) * 256) + (bytes[at + 1] ?? 0);
    for (let index = 0; index < limbs.length; index++) {
      carry += (limbs[index] ?? 0) * 65_536;
      limbs[index] = carry % group;
      carry = Math.floor(carry / group);
    }
    if (carry > 0) limbs.push(carry);
  }
  let digits = "";
  for (let index = limbs.length - 1; index >= 0; index--) {
    let rest = limbs[index] ?? 0;
    let five = "";
    for (let digit = 0; digit < 5; digit++) {
      five = alphabet.charAt(rest % 58) + five;
      rest = Math.floor(rest / 58);
    }
    digits += five;
  }
  let lead = 0;
  while (lead < digits.length && digits[lead] === "1") lead++;
  return "1".repeat(zeros) + digits.slice(lead);
}

/** {@link encodeBase58} for 32 bytes: addresses come again and again, programs with every transaction. */
export const encodeAddress: (bytes: Uint8Array) => string = memoized({
  of: encodeBase58,
  key: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1"),
  capacity: 10_000,
});

/**
 * The bytes of a base58 text.
 *
 * @param maxLength characters read at most, for the work grows with their square; default 2048
 * @returns undefined where the text is too long or has a character outside the alphabet
 */
export function decodeBase58(text: string, maxLength = 2_048): Uint8Array | undefined {
  if (text.length > maxLength) return undefined;
  let ones = 0;
  while (ones < text.length && text[ones] === "1") ones++;
  const limbs: number[] = [];
  for (let at = ones; at < text.length; ) {
    let value = 0;
    let factor = 1;
    for (const end = Math.min(at + 5, text.length); at < end; at++) {
      const digit = digitOf[text.charCodeAt(at)] ?? -1;
      if (digit < 0) return undefined;
      value = value * 58 + digit;
      factor *= 58;
    }
    let carry = value;
    for (let index = 0; index < limbs.length; index++) {
      carry += (limbs[index] ?? 0) * factor;
      limbs[index] = carry % 65_536;
      carry = Math.floor(carry / 65_536);
    }
    for (; carry > 0; carry = Math.floor(carry / 65_536)) limbs.push(carry % 65_536);
  }
  const top = limbs.at(-1);
  const length = top === undefined ? 0 : limbs.length * 2 - (top < 256 ? 1 : 0);
  const bytes = new Uint8Array(ones + length);
  for (let index = 0; index < length; index++) {
    bytes[bytes.length - 1 - index] = ((limbs[index >> 1] ?? 0) >> (index % 2 === 0 ? 0 : 8)) & 255;
  }
  return bytes;
}
