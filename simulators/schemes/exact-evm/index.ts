/** Scheme `exact` on EVM by EIP-3009: its three halves. */
export { createClient } from "./client.ts";
export { createFacilitator } from "./facilitator.ts";
export { createServer } from "./server.ts";

export const scheme = "exact";
/** Base Sepolia. */
export const localNetwork = "eip155:84532";
