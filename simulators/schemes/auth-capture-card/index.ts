/** Scheme `auth-capture` on cards: its three halves. */
export { createClient } from "./client.ts";
export { createFacilitator } from "./facilitator.ts";
export { createServer } from "./server.ts";

export const scheme = "auth-capture";
/** Serves `card:*`: what a card network differs in is the provider's to know. */
export const localNetwork = "card:visa";
