import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Encode, publicKey } from "./_base58.ts";
import { derivedAddress } from "./_derived-address.ts";

const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};

/** Answers `svm.channel.derive`. */
export const verifier: Verifier = ({ shared, input }) => {
  const { salt, openSlot } = input;
  const program = publicKey(shared["program"]);
  const keys = ["payer", "feePayer", "token", "authorizedSigner"].map((member) => publicKey(input[member]));
  const parties = keys.filter((key) => key !== undefined);
  if (program === undefined || parties.length !== keys.length) return refused("not four addresses");
  if (typeof salt !== "string" || !/^[0-9]{1,20}$/.test(salt) || BigInt(salt) >= 2n ** 64n) return refused("salt is no u64");
  if (typeof openSlot !== "number" || !Number.isSafeInteger(openSlot) || openSlot < 0) return refused("openSlot is no slot");
  const seeds = [new TextEncoder().encode("channel"), ...parties, u64(BigInt(salt)), u64(BigInt(openSlot))];
  const derived = derivedAddress({ program, seeds });
  return derived === undefined ? refused("no bump") : accepted({ channelId: base58Encode(derived.address), bump: derived.bump });
};
