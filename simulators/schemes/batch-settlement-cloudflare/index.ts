/** Scheme `batch-settlement` on `cloudflare:402`: bought on credit, billed later by a merchant of record. */
export { createClient } from "./client.ts";
export { createFacilitator } from "./facilitator.ts";
export { createServer } from "./server.ts";

export const scheme = "batch-settlement";
export const localNetwork = "cloudflare:402";
/** The text knows no facilitator: the resource server verifies, and asks the network. */
export const judgedByServer = true;
