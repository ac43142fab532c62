import { nullClientRole } from "../null-client.ts";

/** Throws before it asks anybody. */
export const createInprocRole = () => nullClientRole({ name: "always-throws", fetch: async () => ({ outcome: "error", message: "no" }) });
