import { concatHex, keccak256, slice, stringToHex, toHex } from "viem";
import type { Hex } from "viem";
import type { ReasonedRow } from "../../generate/edits.ts";
import { compact, der, flipped, joined, ORDER, partsOf, withHighS, withV } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import type { Payload } from "./_payloads.ts";
import { artifactDigest, domainOf, TYPES } from "./_typed.ts";
import type { Kind } from "./_typed.ts";

/** Signatures under one payload that must be refused, and forms of the right one that are left open. */

type Case = { readonly kind: Kind; readonly payload: Payload; readonly by: Account; readonly stranger: Account };

export const wrongSignatures = ({ kind, payload, by, stranger }: Case): readonly ReasonedRow[] => {
  const digest = artifactDigest(kind, payload);
  const right = by.sign(digest);
  const parts = partsOf(right);
  const domain = domainOf(kind);
  const other: Kind = kind === "offer" ? "receipt" : "offer";
  const type = TYPES[kind];
  const over = (wrong: Parameters<typeof artifactDigest>[2]): Hex => by.sign(artifactDigest(kind, payload, wrong));
  const elsewhere = "It recovers to another address under the text's domain and types.";
  const none = "These bytes are no signature by an address that may sign.";
  return [
    ["by-stranger", "Signed by an address that may not sign", "SignatureNotCompared", stranger.sign(digest), "The signer may not sign for this service."],
    ["zeros", "65 zero bytes", "SignatureNotCompared", `0x${"00".repeat(65)}`, none],
    ["bit-in-r", "A bit of r changed", "SignatureNotCompared", flipped(right, 5), none],
    ["other-v", "The other value of v", "SignatureNotCompared", withV(right, parts.v === 27 ? 28 : 27), none],
    ["r-zero", "r is zero", "SignatureForm", joined({ ...parts, r: toHex(0n, { size: 32 }) }), none],
    ["s-of-order", "s is the order of the group", "SignatureForm", joined({ ...parts, s: toHex(ORDER, { size: 32 }) }), none],
    ["63-bytes", "v and the last byte of s missing", "SignatureForm", slice(right, 0, 63), "The text has 65 bytes."],
    ["66-bytes", "A byte too many", "SignatureForm", concatHex([right, "0x00"]), "The text has 65 bytes."],
    ["empty", "0x and nothing", "SignatureForm", "0x", "There is no signature."],
    ["missing", "No signature", "SignatureForm", undefined, "There is no signature."],
    [`domain-name-${other}`, `The domain name of ${other}s`, "DomainName", over({ domain: { ...domain, name: `x402 ${other}` } }), elsewhere],
    ["domain-name-x402", "The domain name x402", "DomainName", over({ domain: { ...domain, name: "x402" } }), elsewhere],
    ["domain-version-2", "Domain version 2", "DomainName", over({ domain: { ...domain, version: "2" } }), elsewhere],
    ["domain-chain-of-payment", "The payment's chain in the domain", "DomainChain", over({ domain: { ...domain, chainId: 8453n } }), elsewhere],
    ["domain-without-chain", "No chain in the domain", "DomainChain", over({ domain: { name: domain.name ?? "", version: "1" } }), elsewhere],
    ["domain-with-contract", "The token as verifying contract in the domain", "DomainChain", over({ domain: { ...domain, verifyingContract: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913" } }), elsewhere],
    ["domain-with-zero-contract", "The zero address as verifying contract in the domain", "DomainChain", over({ domain: { ...domain, verifyingContract: `0x${"00".repeat(20)}` } }), elsewhere],
    ["types-with-spaces", "A space after each comma of the type", "TypeString", over({ type: type.replaceAll(",", ", ") }), elsewhere],
    ["types-other-order", "The last two members of the type swapped", "TypeString", over({ type: type.replace(/,([^,]+),([^,)]+)\)$/, ",$2,$1)") }), elsewhere],
    ["types-without-last", "The optional member left out of the type", "TypeString", over({ type: type.replace(/,[^,]+\)$/, ")") }), elsewhere],
    ["types-narrow-version", "version as uint8 in the type", "TypeString", over({ type: type.replace("uint256 version", "uint8 version") }), elsewhere],
    ["types-lower-case-name", "The type's name in lower case", "TypeString", over({ type: type.charAt(0).toLowerCase() + type.slice(1) }), elsewhere],
    ["personal-sign", "personal_sign over the digest", "PersonalSign", by.sign(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), digest]))), elsewhere],
    ["personal-sign-json", "personal_sign over the payload's JSON", "PersonalSign", by.sign(keccak256(concatHex([stringToHex(`\u0019Ethereum Signed Message:\n${JSON.stringify(payload).length}`), stringToHex(JSON.stringify(payload))]))), elsewhere],
  ];
};

export const openSignatures = ({ kind, payload, by }: Omit<Case, "stranger">): readonly ReasonedRow[] => {
  const right = by.sign(artifactDigest(kind, payload));
  const why = "It has the right r and s; the text names 65 bytes of hexadecimal with 0x and does not have a verifier refuse others.";
  return [
    ["v-0-or-1", "v is 0 or 1", "RecoveryId", withV(right, partsOf(right).v - 27), "The text does not say how the last byte is written."],
    ["high-s", "s in the upper half", "Malleable", withHighS(right), "It recovers to the signer; the text asks for no low s."],
    ["compact", "The 64 bytes of ERC-2098", "SignatureForm", compact(right), why],
    ["der", "ASN.1 DER", "SignatureForm", der(right), why],
    ["without-0x", "Without 0x", "SignatureForm", right.slice(2), why],
  ];
};
