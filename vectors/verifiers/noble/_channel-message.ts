import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";
import { base58Decode, publicKey } from "./_base58.ts";
import { concat, must, textOf } from "./_evm.ts";
import type { Json } from "./_evm.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const key = (members: Json, name: string): Uint8Array => {
  const bytes = publicKey(members[name]);
  must(bytes !== undefined, `${name} is no address`);
  return bytes;
};

/** An amount of at most 64 bits. */
export const u64Of = (value: unknown, name: string): bigint => {
  must(typeof value === "string" && /^[0-9]{1,20}$/.test(value), `${name} is no number`);
  const amount = BigInt(value);
  must(amount >> 64n === 0n, `${name} is no u64`);
  return amount;
};

/** A time in seconds. */
export const timeOf = (value: unknown, name: string): number => {
  must(typeof value === "number" && Number.isSafeInteger(value), `${name} is no time`);
  return value;
};

const eight = (value: bigint): Uint8Array => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt.asIntN(64, value), true);
  return new Uint8Array(view.buffer);
};
const counted = (bytes: Uint8Array): Uint8Array => concat(Uint8Array.of(bytes.length & 255, bytes.length >> 8), bytes);
const amount = (members: Json, name: string): Uint8Array => eight(u64Of(members[name], name));
const time = (members: Json, name: string): Uint8Array => eight(BigInt(timeOf(members[name], name)));

/** The bytes that are signed. @throws RangeError where the members are none of the kind */
export const channelMessage = (kind: string, members: Json): Uint8Array => {
  if (kind === "voucher") return concat(Uint8Array.of(0x56, 1), key(members, "channelId"), amount(members, "maxClaimableAmount"), time(members, "expiresAt"));
  if (kind === "proof") {
    const id = utf8(textOf(members["requestId"], "requestId"));
    must(id.length <= 256, "requestId is too long");
    return concat(utf8("x402-batch-authorization-v2"), key(members, "channelId"), key(members, "payer"), key(members, "operator"), counted(id), amount(members, "authorizedAmount"), time(members, "expiresAt"));
  }
  const domain = utf8("x402:batch-settlement:svm:close:v1\0");
  return sha256(concat(domain, counted(utf8(textOf(members["network"], "network"))), key(members, "programId"), key(members, "feePayer"), key(members, "channelId"), amount(members, "maxClaimableAmount"), time(members, "voucherExpiresAt"), time(members, "validBefore")));
};

/** @throws RangeError unless the key signed the message; s is below the group's order */
export const mustSign = (options: { message: Uint8Array; signature: unknown; signer: unknown }): void => {
  const bytes = typeof options.signature === "string" ? base58Decode(options.signature) : undefined;
  must(bytes?.length === 64, "no signature of 64 bytes");
  const signer = publicKey(options.signer);
  must(signer !== undefined && ed25519.verify(bytes, options.message, signer, { zip215: false }), "the signature does not verify");
};
