import { getAddressEncoder, getProgramDerivedAddress, getU64Encoder, isAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import { decimal, Unfit } from "./_channel-message.ts";
import type { Members } from "./_channel-message.ts";

/** A member that is an address. @throws Unfit */
export const addressOf = (members: Members, name: string): Address => {
  const value = members[name];
  if (typeof value !== "string" || !isAddress(value)) throw new Unfit(`${name} is no address`);
  return value;
};

/** The channel of a payment of upto. @throws Unfit */
export const channelOf = async (program: Address, members: Members): Promise<Address> => {
  const slot = members["openSlot"];
  if (typeof slot !== "number" || !Number.isSafeInteger(slot) || slot < 0) throw new Unfit("openSlot");
  const keys = ["from", "feePayer", "asset", "receiverAuthorizer"].map((name) => getAddressEncoder().encode(addressOf(members, name)));
  const [address] = await getProgramDerivedAddress({ programAddress: program, seeds: ["channel", ...keys, getU64Encoder().encode(decimal(members, "nonce")), getU64Encoder().encode(slot)] });
  return address;
};
