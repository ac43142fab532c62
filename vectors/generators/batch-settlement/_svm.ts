import { createHash } from "node:crypto";
import type { Seeded } from "../../generate/seeded.ts";
import { base58 } from "../svm/_addresses.ts";
import { bytesOf, derive, keysOf, littleEndian, MINTS, PROGRAMS } from "../svm/_keys.ts";

export const SOLANA = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const u64 = (value: bigint | number | string): Uint8Array => littleEndian(BigInt(value), 8);
const u16 = (value: number): Uint8Array => littleEndian(value, 2);

export type Voucher = { readonly channelId: string; readonly maxClaimableAmount: string; readonly expiresAt: number };
export type Proof = { readonly channelId: string; readonly payer: string; readonly operator: string; readonly requestId: string; readonly authorizedAmount: string; readonly expiresAt: number };
export type Close = { readonly network: string; readonly programId: string; readonly feePayer: string; readonly channelId: string; readonly maxClaimableAmount: string; readonly voucherExpiresAt: number; readonly validBefore: number };

/** The 50 bytes of a voucher. */
export const voucherMessage = (voucher: Voucher): Uint8Array => joined(Uint8Array.of(0x56, 0x01), bytesOf(voucher.channelId), u64(voucher.maxClaimableAmount), u64(voucher.expiresAt));

/** What a payer signs for one request in server mode. */
export const proofMessage = (proof: Proof): Uint8Array => {
  const id = utf8(proof.requestId);
  return joined(utf8("x402-batch-authorization-v2"), bytesOf(proof.channelId), bytesOf(proof.payer), bytesOf(proof.operator), u16(id.length), id, u64(proof.authorizedAmount), u64(proof.expiresAt));
};

/** The bytes whose SHA-256 a receiver authorizer signs to close a channel. */
export const closePreimage = (close: Close): Uint8Array =>
  joined(utf8("x402:batch-settlement:svm:close:v1"), Uint8Array.of(0), u16(utf8(close.network).length), utf8(close.network), bytesOf(close.programId), bytesOf(close.feePayer), bytesOf(close.channelId), u64(close.maxClaimableAmount), u64(close.voucherExpiresAt), u64(close.validBefore));

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());

export const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`;

export { base58 };

/** Keys and a channel on Solana. */
export const solanaWorld = async (seeded: Seeded) => {
  const keys = keysOf(seeded, ["payer", "payer authorizer", "fee payer", "receiver authorizer", "operator", "stranger"]);
  const channel = async (salt: string) => {
    const seeds = [utf8("channel"), bytesOf(keys.payer.address), bytesOf(keys["fee payer"].address), bytesOf(MINTS.usdc), bytesOf(keys["payer authorizer"].address), u64(salt), u64(341_000_000)];
    return (await derive({ program: PROGRAMS.channels, seeds })).address;
  };
  return { keys, channelId: await channel("42"), otherChannel: await channel("43"), programId: PROGRAMS.channels };
};

/** The other signature of Ed25519 that lax verifiers take: s with the group's order added. */
export const withUnreducedS = (signature: Uint8Array): Uint8Array => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = signature.subarray(32).toReversed().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) + order;
  return joined(signature.subarray(0, 32), littleEndian(s, 32));
};
