/** Addresses: their bytes, and those that programs derive. */
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519";
import { memoized } from "../../../memo.ts";
import { decodeBase58, encodeBase58 } from "./base58.ts";
import { concatBytes } from "./bytes.ts";
import { programs } from "./program-ids.ts";

/** Base58 of 32 bytes takes 32 to 44 characters. */
const maxAddressLength = 44;

/** Whether a text is base58 of exactly 32 bytes. Takes anything. */
export function isAddress(text: unknown): text is string {
  return typeof text === "string" && decodeBase58(text, maxAddressLength)?.length === 32;
}

/** @throws RangeError where the text is not base58 of 32 bytes */
export function addressBytes(address: string): Uint8Array {
  const bytes = decodeBase58(address, maxAddressLength);
  if (bytes?.length !== 32) throw new RangeError(`not a Solana address: expected base58 of 32 bytes, found ${JSON.stringify(address.slice(0, 100))}`);
  return bytes;
}

/** Whether 32 bytes are a point of Ed25519, as the runtime decides it: points of small order and y above p count. */
export function isOnCurve(bytes: Uint8Array): boolean {
  try {
    // The types of 1.9.1 leave the second parameter out: ZIP-215 decoding, which is curve25519-dalek's.
    (ed25519.ExtendedPoint.fromHex as (bytes: Uint8Array, zip215: boolean) => unknown)(bytes, true);
    return true;
  } catch {
    return false;
  }
}

export interface DerivedAddress {
  readonly address: string;
  readonly bump: number;
}

/**
 * The program derived address with the greatest bump that is off the curve (`find_program_address`).
 *
 * @param options.seeds at most 15, of at most 32 bytes
 * @throws RangeError for seeds the runtime refuses
 */
export function findProgramAddress(options: { readonly program: string; readonly seeds: readonly Uint8Array[] }): DerivedAddress {
  for (let bump = 255; bump >= 0; bump--) {
    const bytes = hashSeeds({ program: options.program, seeds: [...options.seeds, Uint8Array.of(bump)] });
    if (!isOnCurve(bytes)) return { address: encodeBase58(bytes), bump };
  }
  throw new RangeError("no bump takes these seeds off the curve");
}

/**
 * The address of seeds whose last one is the bump (`create_program_address`).
 *
 * @returns undefined where it is on the curve, which no program address may be
 */
export function createProgramAddress(options: { readonly program: string; readonly seeds: readonly Uint8Array[] }): string | undefined {
  const bytes = hashSeeds(options);
  return isOnCurve(bytes) ? undefined : encodeBase58(bytes);
}

function hashSeeds(options: { readonly program: string; readonly seeds: readonly Uint8Array[] }): Uint8Array {
  if (options.seeds.length > 16 || options.seeds.some(({ length }) => length > 32)) throw new RangeError("expected at most 16 seeds of at most 32 bytes, the bump included");
  const hash = createHash("sha256").update(concatBytes(...options.seeds)).update(addressBytes(options.program)).update("ProgramDerivedAddress").digest();
  return new Uint8Array(hash);
}

export interface TokenAccountOf {
  readonly owner: string;
  readonly mint: string;
  /** Default: SPL Token. */
  readonly tokenProgram?: string;
}

/** Owners and mints come again and again, and a derivation takes up to a millisecond. */
const derived = memoized({
  of: ({ owner, mint, tokenProgram = programs.token }: TokenAccountOf): DerivedAddress =>
    findProgramAddress({ program: programs.associatedToken, seeds: [addressBytes(owner), addressBytes(tokenProgram), addressBytes(mint)] }),
  key: ({ owner, mint, tokenProgram = programs.token }) => `${owner} ${mint} ${tokenProgram}`,
  capacity: 10_000,
});

/**
 * The associated token account of an owner, for either token program.
 *
 * @throws RangeError where one of them is no address
 * @example associatedTokenAddress({ owner: payTo, mint: asset, tokenProgram: programs.token2022 })
 */
export function associatedTokenAddress(options: TokenAccountOf): string {
  return derived(options).address;
}
