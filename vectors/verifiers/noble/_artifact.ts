import { bytesToHex, keccak } from "./_keccak.ts";
import { isRecord } from "./_jws.ts";

const ENCODED = {
  offer: "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,string payTo,string amount,uint256 validUntil)",
  receipt: "Receipt(uint256 version,string network,string resourceUrl,string payer,uint256 issuedAt,string transaction)",
} as const;

const word = (value: bigint): Uint8Array => Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * (31 - index))) & 255n));
const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A value as EIP-712 encodes it; undefined where it is not of the type. */
const encoded = (type: string, value: unknown): Uint8Array | undefined => {
  if (type === "string") return typeof value === "string" ? keccak(value) : undefined;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? word(BigInt(value)) : undefined;
};

/** The digest of an offer's or receipt's payload; undefined where it is none of version 1. */
export const artifactDigest = (kind: keyof typeof ENCODED, payload: unknown): Uint8Array | undefined => {
  if (!isRecord(payload) || payload["version"] !== 1) return undefined;
  const type = ENCODED[kind];
  const words: Uint8Array[] = [keccak(type)];
  for (const field of type.slice(type.indexOf("(") + 1, -1).split(",")) {
    const [abi = "", name = ""] = field.split(" ");
    const unused = name === "validUntil" ? 0 : name === "transaction" ? "" : undefined;
    const part = encoded(abi, payload[name] === undefined ? unused : payload[name]);
    if (part === undefined) return undefined;
    words.push(part);
  }
  const domain = keccak(joined([keccak("EIP712Domain(string name,string version,uint256 chainId)"), keccak(`x402 ${kind}`), keccak("1"), word(1n)]));
  return keccak(joined([Uint8Array.of(0x19, 0x01), domain, keccak(joined(words))]));
};

/** A digest in hexadecimal with 0x. */
export const hex = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;
