/** Scheme `exact` on SEPA, by our own experimental text: its three halves. */
export { createClient } from "./client.ts";
export { createFacilitator } from "./facilitator.ts";
export { createServer } from "./server.ts";

export const scheme = "exact";
export const localNetwork = "sepa:eu";
