import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Encode, publicKey } from "./_base58.ts";
import { derivedAddress } from "./_derived-address.ts";

const TOKEN_PROGRAMS = ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];

/** Answers `svm.ata.derive`. */
export const verifier: Verifier = ({ input }) => {
  const owner = publicKey(input["owner"]);
  const mint = publicKey(input["mint"]);
  const tokenProgram = publicKey(input["tokenProgram"]);
  const program = publicKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
  if (owner === undefined || mint === undefined || tokenProgram === undefined || program === undefined) return refused("not three addresses");
  if (!TOKEN_PROGRAMS.includes(base58Encode(tokenProgram))) return refused("no token program");
  const derived = derivedAddress({ program, seeds: [owner, tokenProgram, mint] });
  return derived === undefined ? refused("no bump") : accepted({ address: base58Encode(derived.address), bump: derived.bump });
};
