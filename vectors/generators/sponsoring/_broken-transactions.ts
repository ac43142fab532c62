import { concatHex, keccak256, numberToHex, size, slice, stringToHex, toRlp } from "viem";
import type { Hex } from "viem";
import type { DraftTest } from "../../generate/define.ts";
import { partsOf } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { editsAt } from "../evm/_edits.ts";
import { assemble, highS, integer, itemsOf, signed1559, signItems } from "./_transactions.ts";
import type { Fields, Item } from "./_transactions.ts";

/** A typed transaction from members that are encoded already, so that they, or the list's head, can be encoded wrongly. */
const fromEncoded = (encoded: readonly Hex[], head: (length: number) => Hex = (length) => concatHex(["0xf8", numberToHex(length, { size: 1 })])): Hex => {
  const body = concatHex(encoded);
  return concatHex(["0x02", head(size(body)), body]);
};

/** Transactions that are right in every value and that no node takes for how they are written or signed. */
export const brokenEncodings = (options: { plain: DraftTest; path: string; payer: Account; fields: Fields }): readonly DraftTest[] => {
  const { plain, path, payer, fields } = options;
  const at = editsAt(plain, path, "form.");
  const raw = signed1559(payer, fields);
  const items = itemsOf(fields);
  const parts = signItems(payer, "0x02", items);
  const signature: readonly Item[] = [integer(parts.parity), integer(parts.r), integer(parts.s)];
  const unsigned = assemble("0x02", items);
  const undecodable = "It does not decode as a signed transaction.";
  const canonical = "An integer in RLP has no leading zero bytes.";
  const signer = "The signature does not recover to from.";
  const resigned = (digest: Hex): Hex => {
    const { r, s, v } = partsOf(payer.sign(digest));
    return assemble("0x02", [...items, integer(BigInt(v - 27)), integer(BigInt(r)), integer(BigInt(s))]);
  };
  const encoded = [...items, ...signature].map((item) => toRlp(item as Parameters<typeof toRlp>[0]));
  if (fromEncoded(encoded) !== raw) throw new Error("expected a list whose head has one byte of length");
  const written = (index: number, other: Hex): Hex => fromEncoded(encoded.map((item, position) => (position === index ? other : item)));
  const form = "RLP has one form for each value: no node takes another.";
  const padded = (index: number): readonly Item[] => items.map((item, position) => (position === index ? (`0x00${String(item).slice(2)}` as Hex) : item));
  return [
    ...at.open([["without-0x", "No 0x in front of the digits", "TransactionForm", raw.slice(2)]]),
    ...at.refused([
      ["unsigned", "The transaction is not signed", "FailsOpen", unsigned, "There is no signature."],
      ["unsigned-with-zeros", "Zeros stand for the signature", "FailsOpen", assemble("0x02", [...items, "0x", "0x", "0x"]), "No signature is all zero."],
      ["hash", "The transaction's hash instead of the transaction", "FailsOpen", keccak256(raw), undecodable],
      ["random", "Random bytes of the same length", "FailsOpen", concatHex([keccak256("0x01"), keccak256("0x02"), keccak256("0x03"), keccak256("0x04"), keccak256("0x05"), keccak256("0x06")]), undecodable],
      ["call-data", "The call's data instead of a transaction", "FailsOpen", fields.data, undecodable],
      ["json", "The transaction as JSON in hex", "FailsOpen", stringToHex(JSON.stringify({ type: "0x2", to: fields.to, data: fields.data })), undecodable],
      ["empty", "No bytes", "FailsOpen", "0x", undecodable],
      ["missing", "The member is missing", "MissingMember", undefined, "There is no transaction."],
      ["null", "null instead of a transaction", "MissingMember", null, "There is no transaction."],
      ["base64", "Base64 instead of hex", "TransactionForm", Buffer.from(raw.slice(2), "hex").toString("base64"), "The value is not hex."],
      ["hex-of-hex", "The hex written as hex once more", "TransactionForm", stringToHex(raw), undecodable],
      ["last-byte-missing", "The last byte is missing", "TransactionForm", slice(raw, 0, -1), undecodable],
      ["trailing-byte", "A byte behind the transaction", "TransactionForm", concatHex([raw, "0x00"]), undecodable],
      ["twice", "The transaction twice in a row", "TransactionForm", concatHex([raw, raw]), undecodable],
      ["type-missing", "The type's byte is missing", "TransactionForm", slice(raw, 1), undecodable],
      ["type-1", "The type of EIP-2930 in front of the members of EIP-1559", "TransactionForm", concatHex(["0x01", slice(raw, 1)]), undecodable],
      ["type-unknown", "A type that does not exist", "TransactionForm", concatHex(["0x7e", slice(raw, 1)]), undecodable],
      ["wrapped-as-string", "The transaction as an RLP string, as it stands in a block", "TransactionForm", toRlp(raw), undecodable],
      ["member-missing", "The access list is missing", "TransactionForm", signed1559(payer, fields, { items: items.slice(0, 8) }), undecodable],
      ["member-more", "A member too many behind the signature", "TransactionForm", assemble("0x02", [...items, ...signature, "0x01"]), undecodable],
      ["nonce-padded", "The nonce with a leading zero byte, signed so", "TransactionForm", signed1559(payer, fields, { items: padded(1) }), canonical],
      ["gas-padded", "The gas with a leading zero byte, signed so", "TransactionForm", signed1559(payer, fields, { items: padded(4) }), canonical],
      ["value-zero-byte", "A value of 0 as a zero byte, signed so", "TransactionForm", signed1559(payer, fields, { items: items.map((item, index) => (index === 6 ? "0x00" : item)) }), canonical],
      ["to-21-bytes", "A recipient of 21 bytes, signed so", "TransactionForm", signed1559(payer, fields, { items: padded(5) }), "A recipient is 20 bytes."],
      ["nonce-padded-after-signing", "The nonce with a leading zero byte, signed without", "TransactionForm", assemble("0x02", [...padded(1), ...signature]), canonical],
      ["byte-with-length", "A single byte with a length in front, signed without", "TransactionForm", written(1, concatHex(["0x81", integer(fields.nonce)])), form],
      ["long-length-of-address", "The recipient's length in its long form", "TransactionForm", written(5, concatHex(["0xb814", fields.to])), form],
      ["length-padded", "The length of the data with a leading zero byte", "TransactionForm", written(7, concatHex(["0xb9", numberToHex(size(fields.data), { size: 2 }), fields.data])), form],
      ["list-length-padded", "The length of the whole list with a leading zero byte", "TransactionForm", fromEncoded(encoded, (length) => concatHex(["0xf9", numberToHex(length, { size: 2 })])), form],
      ["list-length-one-more", "The list's length is one byte more than there is", "TransactionForm", fromEncoded(encoded, (length) => concatHex(["0xf8", numberToHex(length + 1, { size: 1 })])), undecodable],
      ["list-as-string", "A string's head in front of the members", "TransactionForm", fromEncoded(encoded, (length) => concatHex(["0xb8", numberToHex(length, { size: 1 })])), undecodable],
      ["access-list-as-string", "No bytes where the access list stands, signed so", "TransactionForm", signed1559(payer, fields, { items: [...items.slice(0, 8), "0x"] }), undecodable],
      ["data-as-list", "A list where the data stand, signed so", "TransactionForm", signed1559(payer, fields, { items: [...items.slice(0, 7), [fields.data], []] }), undecodable],
      ["r-padded", "r with a leading zero byte", "TransactionForm", assemble("0x02", [...items, integer(parts.parity), `0x00${integer(parts.r).slice(2)}`, integer(parts.s)]), canonical],
      ["parity-27", "27 or 28 as parity, as in a signature of a message", "TransactionForm", signed1559(payer, fields, { parts: (made) => ({ ...made, parity: made.parity + 27n }) }), "The parity of a typed transaction is 0 or 1."],
      ["parity-eip155", "A parity with the chain id in it, as in EIP-155", "TransactionForm", signed1559(payer, fields, { parts: (made) => ({ ...made, parity: made.parity + 35n + fields.chainId * 2n }) }), "The parity of a typed transaction is 0 or 1."],
      ["parity-other", "The other parity", "SignatureNotCompared", signed1559(payer, fields, { parts: (made) => ({ ...made, parity: 1n - made.parity }) }), signer],
      ["high-s", "s in the upper half", "SignatureMalleable", signed1559(payer, fields, { parts: highS }), "EIP-2 forbids it: no node takes the transaction."],
      ["s-zero", "s is 0", "SignatureNotCompared", signed1559(payer, fields, { parts: (made) => ({ ...made, s: 0n }) }), "No signature has an s of 0."],
      ["digest-personal-sign", "The digest's bytes signed by personal_sign", "PersonalSign", resigned(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), keccak256(unsigned)]))), signer],
      ["fee-raised-after-signing", "The priority fee was raised after signing", "SignatureNotCompared", assemble("0x02", [...items.slice(0, 2), integer(fields.maxPriorityFeePerGas + 1n), ...items.slice(3), ...signature]), signer],
    ]),
  ];
};
