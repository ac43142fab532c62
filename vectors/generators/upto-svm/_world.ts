import type { Seeded } from "../../generate/seeded.ts";
import { bytesOf, derive, keysOf, littleEndian, MINTS, PROGRAMS } from "../svm/_keys.ts";

export const NOW = 1_758_215_000;
export const SOLANA = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

export type Seeds = { readonly from: string; readonly feePayer: string; readonly asset: string; readonly receiverAuthorizer: string; readonly nonce: string; readonly openSlot: number };

/** The channel of a payment. */
export const channelOf = async (seeds: Seeds): Promise<string> => {
  const parties = [seeds.from, seeds.feePayer, seeds.asset, seeds.receiverAuthorizer].map(bytesOf);
  return (await derive({ program: PROGRAMS.channels, seeds: [new TextEncoder().encode("channel"), ...parties, littleEndian(BigInt(seeds.nonce), 8), littleEndian(seeds.openSlot, 8)] })).address;
};

/** An offer of upto on Solana and a payment that fits it. */
export const uptoWorld = async (seeded: Seeded) => {
  const keys = keysOf(seeded, ["payer", "fee payer", "receiver authorizer", "receiver", "stranger"]);
  const requirements = {
    scheme: "upto", network: SOLANA, amount: "10000", asset: MINTS.usdc, payTo: keys.receiver.address, maxTimeoutSeconds: 300,
    extra: { feePayer: keys["fee payer"].address, receiverAuthorizer: keys["receiver authorizer"].address, withdrawDelay: 3600, tokenProgram: PROGRAMS.token },
  };
  const seeds: Seeds = { from: keys.payer.address, feePayer: requirements.extra.feePayer, asset: requirements.asset, receiverAuthorizer: requirements.extra.receiverAuthorizer, nonce: "42", openSlot: 341_000_000 };
  /** A payload; its channel follows from nonce and slot unless given. */
  const payloadOf = async (edit: Readonly<Record<string, unknown>> = {}, of: Partial<Seeds> = {}) => {
    const own = { ...seeds, ...of };
    return { from: own.from, maxAmount: "10000", deposit: "10000", expiresAt: NOW + 300, validAfter: NOW - 60, nonce: own.nonce, openSlot: own.openSlot, channelId: await channelOf(own), authorizedSigner: own.receiverAuthorizer, openTransaction: "AQ==", ...edit };
  };
  return { keys, requirements, seeds, payloadOf };
};
