import { nullClientRole, plainFetch } from "../null-client.ts";

/** Fetches like any HTTP client and hands the 402 to its caller. */
export const createInprocRole = () => nullClientRole({ name: "never-pays", fetch: plainFetch });
