import { nullClientRole } from "../null-client.ts";

/** Tells its caller that all went well and never sends a request. */
export const createInprocRole = () =>
  nullClientRole({ name: "claims-success", fetch: async () => ({ outcome: "response", status: 200, headers: [], body: "", payment: { success: true, transaction: `0x${"ab".repeat(32)}`, network: "eip155:84532" } }) });
