export { createClient } from "./client.ts";
export { createServer } from "./server.ts";
