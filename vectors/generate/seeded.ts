import { createHash, createHmac } from "node:crypto";

/** Named bytes that are the same in every run. */
export type Seeded = {
  /**
   * Bytes that depend on the file and the label alone, so that a vector added later changes no other.
   *
   * @param label what the bytes are for, for example `payer key`
   * @param length in bytes, at most 8160
   */
  readonly bytes: (label: string, length: number) => Uint8Array;
  /** The same as hex with `0x`. */
  readonly hex: (label: string, length: number) => `0x${string}`;
};

/** The seed every committed vector is made from. */
export const SEED = "x402-conformance vectors, 2026";

/** Derives bytes by HMAC-SHA-256 in counter mode. */
export const createSeeded = (options: { file: string; seed?: string }): Seeded => {
  const key = createHash("sha256").update(`${options.seed ?? SEED}\n${options.file}`).digest();
  const bytes: Seeded["bytes"] = (label, length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) => createHmac("sha256", key).update(Uint8Array.of(index)).update(label).digest());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
  return { bytes, hex: (label, length) => `0x${Buffer.from(bytes(label, length)).toString("hex")}` };
};
