import type { Verifier } from "../verifier.ts";
import { base58Encode } from "./_base58.ts";
import { channelSeeds, keyOf } from "./_channel-seeds.ts";
import { derivedAddress } from "./_derived-address.ts";
import { must } from "./_evm.ts";
import { judged } from "./_judged.ts";

const ATA = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
const TOKEN_PROGRAMS: readonly unknown[] = ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];

/** Answers `upto.svm.open.accounts`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const { from, feePayer, asset, receiverAuthorizer, tokenProgram } = input;
    must(TOKEN_PROGRAMS.includes(tokenProgram), "no token program");
    const channel = derivedAddress({ program: keyOf(shared, "program"), seeds: channelSeeds(input) })?.address ?? new Uint8Array();
    const token = (owner: Uint8Array): string => base58Encode(derivedAddress({ program: keyOf({ ATA }, "ATA"), seeds: [owner, keyOf(input, "tokenProgram"), keyOf(input, "asset")] })?.address ?? new Uint8Array());
    const places: readonly (readonly [address: unknown, rights: string])[] = [
      [from, "ws"], [feePayer, "ws"], [feePayer, ""], [asset, ""], [receiverAuthorizer, ""], [base58Encode(channel), "w"], [token(keyOf(input, "from")), "w"], [token(channel), "w"],
      [tokenProgram, ""], ["1".repeat(32), ""], ["SysvarRent111111111111111111111111111111111", ""], [ATA, ""], [shared["eventAuthority"], ""], [shared["program"], ""],
    ];
    return { accounts: places.map(([address, rights]) => ({ address, writable: rights.includes("w"), signer: rights.includes("s") })) };
  });
