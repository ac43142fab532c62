import { nullClientRole, plainFetch } from "../null-client.ts";

/** Sends the same meaningless payment header with every request. */
export const createInprocRole = () =>
  nullClientRole({ name: "always-garbage-header", fetch: (request) => plainFetch({ ...request, headers: [...request.headers, ["PAYMENT-SIGNATURE", "e30="]] }) });
