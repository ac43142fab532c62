import { createHash } from "node:crypto";
import { addEncoderSizePrefix, getAddressEncoder, getBase58Encoder, getI64Encoder, getPublicKeyFromAddress, getU16Encoder, getU64Encoder, getUtf8Encoder, isAddress, verifySignature } from "@solana/kit";
import type { Address, ReadonlyUint8Array, SignatureBytes } from "@solana/kit";

export type Members = Readonly<Record<string, unknown>>;

/** Why a question is answered with invalid. */
export class Unfit extends Error {}

const fit = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Unfit(name);
  return value;
};

const address = (members: Members, name: string): ReadonlyUint8Array => {
  const value = members[name];
  return getAddressEncoder().encode(fit(typeof value === "string" && isAddress(value) ? value : undefined, name));
};

/** A u64 in decimal. */
export const decimal = (members: Members, name: string): bigint => {
  const value = members[name];
  const number = fit(typeof value === "string" && /^(?:0|[1-9]\d*)$/.test(value) ? BigInt(value) : undefined, name);
  return fit(number < 2n ** 64n ? number : undefined, name);
};

/** Unix seconds. */
export const seconds = (members: Members, name: string): number => {
  const value = members[name];
  return fit(typeof value === "number" && Number.isInteger(value) ? value : undefined, name);
};

const prefixed = (members: Members, name: string, most: number): ReadonlyUint8Array => {
  const value = members[name];
  const bytes = addEncoderSizePrefix(getUtf8Encoder(), getU16Encoder()).encode(fit(typeof value === "string" && value !== "" ? value : undefined, name));
  return fit(bytes.length <= most + 2 ? bytes : undefined, name);
};

const amount = (members: Members, name: string): ReadonlyUint8Array => getU64Encoder().encode(decimal(members, name));
const time = (members: Members, name: string): ReadonlyUint8Array => getI64Encoder().encode(seconds(members, name));

/** The bytes that are signed. @throws Unfit where the members are none of the kind */
export const messageOf = (kind: unknown, members: Members): Uint8Array => {
  const text = (value: string): ReadonlyUint8Array => getUtf8Encoder().encode(value);
  const parts = (...list: readonly ReadonlyUint8Array[]): Uint8Array => Uint8Array.from(list.flatMap((part) => [...part]));
  switch (kind) {
    case "voucher":
      return parts(Uint8Array.of(0x56, 0x01), address(members, "channelId"), amount(members, "maxClaimableAmount"), time(members, "expiresAt"));
    case "proof":
      return parts(text("x402-batch-authorization-v2"), address(members, "channelId"), address(members, "payer"), address(members, "operator"), prefixed(members, "requestId", 256), amount(members, "authorizedAmount"), time(members, "expiresAt"));
    default: {
      const hashed = parts(text("x402:batch-settlement:svm:close:v1"), Uint8Array.of(0), prefixed(members, "network", 65_535), address(members, "programId"), address(members, "feePayer"), address(members, "channelId"), amount(members, "maxClaimableAmount"), time(members, "voucherExpiresAt"), time(members, "validBefore"));
      return new Uint8Array(createHash("sha256").update(hashed).digest());
    }
  }
};

/** Whether a key signed a message; the signature is base58 of 64 bytes. */
export const isSigned = async (options: { message: Uint8Array; signature: unknown; signer: unknown }): Promise<boolean> => {
  const { message, signature, signer } = options;
  if (typeof signature !== "string" || typeof signer !== "string" || !isAddress(signer)) return false;
  const bytes = bytesOf(signature);
  if (bytes?.length !== 64) return false;
  return await verifySignature(await getPublicKeyFromAddress(signer as Address), bytes as SignatureBytes, message);
};

const bytesOf = (text: string): ReadonlyUint8Array | undefined => {
  try {
    return getBase58Encoder().encode(text);
  } catch {
    return undefined;
  }
};
