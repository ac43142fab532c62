import { AccountRole, getAddressEncoder, getProgramDerivedAddress, isSignerRole, isWritableRole } from "@solana/kit";
import type { Address } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { addressOf, channelOf } from "./_channel.ts";
import { Unfit } from "./_channel-message.ts";

const ATA = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" as Address;
const { WRITABLE_SIGNER, WRITABLE, READONLY } = AccountRole;

/** Answers `upto.svm.open.accounts`. */
export const verifier: Verifier = async ({ shared, input }) => {
  try {
    const [from, feePayer, asset, authorizer, tokenProgram, program] = [addressOf(input, "from"), addressOf(input, "feePayer"), addressOf(input, "asset"), addressOf(input, "receiverAuthorizer"), addressOf(input, "tokenProgram"), addressOf(shared, "program")];
    if (!tokenProgram.startsWith("Token")) return refused("no token program");
    const channel = await channelOf(program, input);
    const token = async (owner: Address): Promise<Address> => (await getProgramDerivedAddress({ programAddress: ATA, seeds: [owner, tokenProgram, asset].map((key) => getAddressEncoder().encode(key)) }))[0];
    const writable = [channel, await token(from), await token(channel)];
    const rest = [tokenProgram, "11111111111111111111111111111111", "SysvarRent111111111111111111111111111111111", ATA, addressOf(shared, "eventAuthority"), program];
    const metas: readonly (readonly [string, AccountRole])[] = [
      ...[from, feePayer].map((key) => [key, WRITABLE_SIGNER] as const),
      ...[feePayer, asset, authorizer].map((key) => [key, READONLY] as const),
      ...writable.map((key) => [key, WRITABLE] as const),
      ...rest.map((key) => [key, READONLY] as const),
    ];
    return accepted({ accounts: metas.map(([address, role]) => ({ address, writable: isWritableRole(role), signer: isSignerRole(role) })) });
  } catch (error) {
    if (error instanceof Unfit) return refused(error.message);
    throw error;
  }
};
