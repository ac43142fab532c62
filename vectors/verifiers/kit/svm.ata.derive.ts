import { getAddressEncoder, getProgramDerivedAddress, isAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const ATA_PROGRAM = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" as Address;
const TOKEN_PROGRAMS: ReadonlySet<string> = new Set(["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"]);

/** Answers `svm.ata.derive`. */
export const verifier: Verifier = async ({ input }) => {
  const seeds = [input["owner"], input["tokenProgram"], input["mint"]];
  const addresses = seeds.filter((seed) => typeof seed === "string").filter((seed) => isAddress(seed));
  if (addresses.length !== seeds.length) return refused("not three addresses");
  if (!TOKEN_PROGRAMS.has(String(input["tokenProgram"]))) return refused("no token program");
  const encoder = getAddressEncoder();
  const [address, bump] = await getProgramDerivedAddress({ programAddress: ATA_PROGRAM, seeds: addresses.map((seed) => encoder.encode(seed)) });
  return accepted({ address, bump });
};
