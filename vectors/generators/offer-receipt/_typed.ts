import { encodeAbiParameters, keccak256 } from "viem";
import type { Hex } from "viem";
import { domainSeparator, hashText, typedDigest } from "../evm/_typed-data.ts";
import type { Domain } from "../evm/_typed-data.ts";
import type { Payload } from "./_payloads.ts";

/** Offers and receipts as typed data, with every part open to a mistake. */

export type Kind = "offer" | "receipt";

/** The text's types, as encodeType writes them. */
export const TYPES: Readonly<Record<Kind, string>> = {
  offer: "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,string payTo,string amount,uint256 validUntil)",
  receipt: "Receipt(uint256 version,string network,string resourceUrl,string payer,uint256 issuedAt,string transaction)",
};

export const domainOf = (kind: Kind): Domain => ({ name: `x402 ${kind}`, version: "1", chainId: 1n });

/** hashStruct of a payload under a type string; members that are missing count as 0 or "". */
export const structHash = (type: string, payload: Payload): Hex => {
  const members = type.slice(type.indexOf("(") + 1, -1).split(",").map((member) => member.trim().split(" ") as [type: string, name: string]);
  const words = members.map(([abi, name]): [{ type: string }, unknown] => {
    const value = payload[name];
    if (abi === "string") return [{ type: "bytes32" }, hashText(String(value ?? ""))];
    return [{ type: abi }, abi.startsWith("uint") ? BigInt(String(value ?? 0)) : String(value)];
  });
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, ...words.map(([abi]) => abi)], [hashText(type), ...words.map(([, value]) => value)]));
};

/** What is signed for a payload. */
export const artifactDigest = (kind: Kind, payload: Payload, wrong: { domain?: Domain; type?: string } = {}): Hex => typedDigest(domainSeparator(wrong.domain ?? domainOf(kind)), structHash(wrong.type ?? TYPES[kind], payload));
