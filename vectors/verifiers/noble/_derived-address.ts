import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";

const MARKER = new TextEncoder().encode("ProgramDerivedAddress");

const isOnCurve = (bytes: Uint8Array): boolean => {
  try {
    ed25519.ExtendedPoint.fromHex(bytes);
    return true;
  } catch {
    return false;
  }
};

/** The address a program derives from seeds, with the highest bump that leaves the curve. */
export const derivedAddress = (options: { program: Uint8Array; seeds: readonly Uint8Array[] }): { readonly address: Uint8Array; readonly bump: number } | undefined => {
  for (let bump = 255; bump >= 0; bump -= 1) {
    const hash = sha256.create();
    for (const part of [...options.seeds, Uint8Array.of(bump), options.program, MARKER]) hash.update(part);
    const address = hash.digest();
    if (!isOnCurve(address)) return { address, bump };
  }
  return undefined;
};
