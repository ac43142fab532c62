import { getBase58Decoder } from "@solana/kit";
import { bytesOf } from "./_keys.ts";

/** Base58 of any number of bytes. */
export const base58 = (bytes: Uint8Array): string => getBase58Decoder().decode(bytes);

/** A text that is no address, the flag of the error that lets it pass, and why it has to be refused. */
export type Malformed = readonly [id: string, comment: string, flag: "Base58Alphabet" | "KeyLength" | "ForeignAddress", to: unknown, reason: string];

/** Ways to write an address that are none, each made from the right one. */
export const malformed = (address: string): readonly Malformed[] => {
  const bytes = bytesOf(address);
  const alphabet = "The text has a character outside the base58 alphabet.";
  const middle = Math.floor(address.length / 2);
  const withSign = (sign: string): string => `${address.slice(0, middle)}${sign}${address.slice(middle + 1)}`;
  return [
    ["zero-sign", "One character is the digit 0", "Base58Alphabet", withSign("0"), alphabet],
    ["capital-o", "One character is a capital O", "Base58Alphabet", withSign("O"), alphabet],
    ["capital-i", "One character is a capital I", "Base58Alphabet", withSign("I"), alphabet],
    ["small-l", "One character is a small l", "Base58Alphabet", withSign("l"), alphabet],
    ["trailing-space", "A space after it", "Base58Alphabet", `${address} `, alphabet],
    ["leading-space", "A space before it", "Base58Alphabet", ` ${address}`, alphabet],
    ["trailing-line-feed", "A line feed after it", "Base58Alphabet", `${address}\n`, alphabet],
    ["31-bytes", "The last of its bytes is missing", "KeyLength", base58(bytes.subarray(0, 31)), "It decodes to 31 bytes."],
    ["33-bytes", "One byte more", "KeyLength", base58(Uint8Array.of(...bytes, 1)), "It decodes to 33 bytes."],
    ["zero-byte-before", "A zero byte more before it, one character 1 in base58", "KeyLength", `1${address}`, "It decodes to 33 bytes."],
    ["44-characters-33-bytes", "As long as an address, but above 2^256", "KeyLength", "z".repeat(44), "It decodes to 33 bytes."],
    ["64-bytes", "A signature, or a key pair, in place of a public key", "KeyLength", base58(Uint8Array.of(...bytes, ...bytes)), "It decodes to 64 bytes."],
    ["empty", "An empty text", "KeyLength", "", "It decodes to no bytes."],
    ["hex", "The same bytes as hex", "ForeignAddress", Buffer.from(bytes).toString("hex"), "Hex is not base58 of 32 bytes."],
    ["hex-prefixed", "The same bytes as hex with 0x", "ForeignAddress", `0x${Buffer.from(bytes).toString("hex")}`, "Hex is not base58 of 32 bytes."],
    ["base64", "The same bytes as base64", "ForeignAddress", Buffer.from(bytes).toString("base64"), "Base64 is not base58 of 32 bytes."],
    ["evm", "An EVM address", "ForeignAddress", "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "An EVM address is no Solana one."],
    ["caip-10", "The address with its network before it", "ForeignAddress", `solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:${address}`, "A CAIP-10 account is not the address itself."],
    ["lower-case", "All letters in lower case", "ForeignAddress", address.toLowerCase(), "Base58 is case-sensitive; in lower case it is no base58 of 32 bytes."],
    ["missing", "Not there", "ForeignAddress", undefined, "There is nothing to derive from."],
    ["null", "null", "ForeignAddress", null, "The address is a string."],
    ["bytes", "The bytes as a list of numbers", "ForeignAddress", [...bytes], "The address is a string."],
  ];
};
