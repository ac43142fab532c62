/** Scheme `exact` on Solana: its three halves. */
export { createClient } from "./client.ts";
export { createFacilitator } from "./facilitator.ts";
export { createServer } from "./server.ts";

export const scheme = "exact";
/** Devnet. */
export const localNetwork = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
