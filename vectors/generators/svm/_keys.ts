import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { getAddressDecoder, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import type { Seeded } from "../../generate/seeded.ts";

/** An Ed25519 key and its address in base58. */
export type Key = { readonly address: string; readonly bytes: Uint8Array; readonly sign: (message: Uint8Array) => Uint8Array };

/** Programs and sysvars, by the names the vectors use for them. */
export const PROGRAMS = {
  system: "11111111111111111111111111111111",
  token: "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
  token2022: "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
  ata: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
  computeBudget: "ComputeBudget111111111111111111111111111111",
  memo: "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
  memoV1: "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
  lighthouse: "L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95",
  channels: "CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX",
} as const;

/** Mints that exist, for questions that need no chain. */
export const MINTS = {
  usdc: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
  usdcDevnet: "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU",
  wrappedSol: "So11111111111111111111111111111111111111112",
  pyusd: "2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo",
} as const;

/** The 32 bytes of an address. */
export const bytesOf = (address: string): Uint8Array => Uint8Array.from(getAddressEncoder().encode(address as Address));

/** The address of 32 bytes. */
export const addressOf = (bytes: Uint8Array): string => getAddressDecoder().decode(bytes);

/** What PKCS #8 puts before the 32 bytes of an Ed25519 private key (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key whose private half is `seed`, 32 bytes. */
export const keyOf = (seed: Uint8Array): Key => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const bytes = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32));
  return { address: addressOf(bytes), bytes, sign: (message) => new Uint8Array(sign(null, message, key)) };
};

/** Keys by their label. */
export const keysOf = <Label extends string>(seeded: Seeded, labels: readonly Label[]): Readonly<Record<Label, Key>> =>
  Object.fromEntries(labels.map((label) => [label, keyOf(seeded.bytes(`key ${label}`, 32))])) as Record<Label, Key>;

/** A program derived address and its bump. */
export const derive = async (options: { program: string; seeds: readonly Uint8Array[] }): Promise<{ readonly address: string; readonly bump: number }> => {
  const [address, bump] = await getProgramDerivedAddress({ programAddress: options.program as Address, seeds: [...options.seeds] });
  return { address, bump };
};

/** The associated token account of an owner. */
export const ataOf = async (options: { owner: string; mint: string; tokenProgram?: string }): Promise<{ readonly address: string; readonly bump: number }> =>
  await derive({ program: PROGRAMS.ata, seeds: [options.owner, options.tokenProgram ?? PROGRAMS.token, options.mint].map(bytesOf) });

/** An unsigned integer, little-endian. */
export const littleEndian = (value: bigint | number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 255n));
