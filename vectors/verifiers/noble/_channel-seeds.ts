import { publicKey } from "./_base58.ts";
import { u64Of } from "./_channel-message.ts";
import { must } from "./_evm.ts";
import type { Json } from "./_evm.ts";

const little = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};

/** The 32 bytes of a member. @throws RangeError */
export const keyOf = (members: Json, name: string): Uint8Array => {
  const bytes = publicKey(members[name]);
  must(bytes !== undefined, `${name} is no address`);
  return bytes;
};

/** Seeds of a channel of upto. */
export const channelSeeds = (members: Json): readonly Uint8Array[] => {
  const slot = members["openSlot"];
  must(typeof slot === "number" && Number.isSafeInteger(slot) && slot >= 0, "openSlot is no slot");
  return [new TextEncoder().encode("channel"), ...["from", "feePayer", "asset", "receiverAuthorizer"].map((name) => keyOf(members, name)), little(u64Of(members["nonce"], "nonce")), little(BigInt(slot))];
};
