import { nullHttpRole } from "../null-http.ts";

/** Fails on every request. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-500", role: "facilitator", answer: (response) => void response.writeHead(500).end("error") });
