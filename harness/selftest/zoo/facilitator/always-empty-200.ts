import { nullHttpRole } from "../null-http.ts";

/** Answers every request with nothing. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-empty-200", role: "facilitator", answer: (response) => void response.writeHead(200).end() });
