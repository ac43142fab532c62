import { concatHex, slice } from "viem";
import type { Hex } from "viem";
import type { DraftTest } from "../../generate/define.ts";
import { compact, der, flipped, joined, ORDER, partsOf, upperCase, withHighS, withV } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";

const hexWord = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;

/**
 * Other forms of one right signature of an account without code.
 *
 * @param options.signature 65 bytes that end with 1c
 * @param options.named who should have signed, in words
 * @param options.prefix put before each id
 * @param options.compactOnChain whether the contract that checks the signature takes ERC-2098 and high s by itself
 */
export const signatureForms = (options: { plain: DraftTest; signature: Hex; path: string; named: string; prefix?: string; compactOnChain?: boolean }): readonly DraftTest[] => {
  const { plain, signature, path, named, prefix = "", compactOnChain = false } = options;
  const at = editsAt(plain, path, prefix);
  const { r, s, v } = partsOf(signature);
  const notTheirs = `The signature does not recover to ${named}.`;
  const noForm = "These bytes are no signature of an account without code.";
  const zero = hexWord(0n);
  return [
    ...at.good([["hex-upper-case", "The digits of the hex in upper case", "SignatureForm", upperCase(signature)]]),
    ...at.open([
      ["v-as-parity", "The last byte is 0 or 1 instead of 27 or 28", "RecoveryId", withV(signature, v - 27), "Contracts take 27 and 28 only; a facilitator may translate before it settles."],
      ["high-s", "The other signature of the same key, s in the upper half", "SignatureMalleable", withHighS(signature), compactOnChain ? "The text does not ask for a low s, and Permit2 does not look." : "The text does not ask for a low s. Tokens that do refuse it; a facilitator may translate before it settles."],
      ["erc2098", "64 bytes, the parity in the top bit of s (ERC-2098)", "CompactSignature", compact(signature), compactOnChain ? "Permit2 takes it; the text's examples have 65 bytes." : "The text asks senders for 65 bytes; a facilitator may expand it before it settles."],
      ["without-0x", "No 0x in front of the digits", "SignatureForm", signature.slice(2)],
      ["prefix-upper-case", "0X in front of the digits", "SignatureForm", `0X${signature.slice(2)}`],
    ]),
    ...at.refused([
      ["v-other-parity", "The other one of 27 and 28", "RecoveryId", withV(signature, 55 - v), notTheirs],
      ["v-other-parity-as-0-1", "The other one of 0 and 1", "RecoveryId", withV(signature, 28 - v), notTheirs],
      ["v-29", "29 as last byte", "RecoveryId", withV(signature, 29), "Nothing but 27 and 28, written as 0 and 1 at most, is a recovery byte."],
      ["v-2", "2 as last byte", "RecoveryId", withV(signature, 2), "Recovery ids 2 and 3 stand for an r that no signature of Ethereum has."],
      ["v-255", "255 as last byte", "RecoveryId", withV(signature, 255), "Nothing but 27 and 28, written as 0 and 1 at most, is a recovery byte."],
      ["high-s-same-v", "s in the upper half, v left as it was", "SignatureMalleable", withV(withHighS(signature), v), notTheirs],
      ["erc2098-other-parity", "64 bytes of ERC-2098 with the other parity", "CompactSignature", compact(withV(signature, 55 - v)), notTheirs],
      ["bytes-63", "The last two bytes are missing", "SignatureForm", slice(signature, 0, 63), noForm],
      ["bytes-66-trailing-zero", "A zero byte behind the signature", "SignatureForm", concatHex([signature, "0x00"]), noForm],
      ["bytes-66-leading-zero", "A zero byte in front of the signature", "SignatureForm", concatHex(["0x00", signature]), noForm],
      ["bytes-96-v-as-word", "v padded to 32 bytes", "SignatureForm", concatHex([r, s, hexWord(BigInt(v))]), noForm],
      ["bytes-130-twice", "The signature twice in a row", "SignatureForm", concatHex([signature, signature]), noForm],
      ["bytes-0", "No bytes at all", "SignatureForm", "0x", noForm],
      ["empty-string", "An empty string", "SignatureForm", "", noForm],
      ["missing", "The member is missing", "SignatureForm", undefined, "There is no signature."],
      ["null", "null instead of a signature", "SignatureForm", null, "There is no signature."],
      ["odd-digits", "The last digit is missing", "SignatureForm", signature.slice(0, -1), "Half a byte is no hex."],
      ["not-hex", "A letter that is no hex digit", "SignatureForm", `${signature.slice(0, 20)}g${signature.slice(21)}`, "g is no hex digit."],
      ["base64", "Base64 instead of hex", "SignatureForm", Buffer.from(signature.slice(2), "hex").toString("base64"), "The value is not hex."],
      ["der", "ASN.1 DER", "SignatureForm", der(signature), noForm],
      ["v-first", "v in front of r and s", "SignatureForm", concatHex([slice(signature, 64), r, s]), notTheirs],
      ["r-and-s-swapped", "s in front of r", "SignatureForm", joined({ r: s, s: r, v }), notTheirs],
      ["r-bit", "One bit of r is another", "SignatureNotCompared", flipped(signature, 31), notTheirs],
      ["s-bit", "One bit of s is another", "SignatureNotCompared", flipped(signature, 63), notTheirs],
      ["r-zero", "r is 0", "ZeroAddressRecovered", joined({ r: zero, s, v }), "No signature has an r of 0."],
      ["s-zero", "s is 0", "ZeroAddressRecovered", joined({ r, s: zero, v }), "No signature has an s of 0."],
      ["r-order", "r is the order of the group", "ZeroAddressRecovered", joined({ r: hexWord(ORDER), s, v }), "r is below the order."],
      ["s-order", "s is the order of the group", "ZeroAddressRecovered", joined({ r, s: hexWord(ORDER), v }), "s is below the order."],
      ["all-zero", "65 zero bytes", "ZeroAddressRecovered", `0x${"00".repeat(65)}`, "No signature is all zero."],
      ["all-ff", "65 bytes ff", "ZeroAddressRecovered", `0x${"ff".repeat(65)}`, "No signature is all ff."],
    ]),
  ];
};

