import { nullHttpRole } from "../null-http.ts";

/** Calls every request malformed. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-400", role: "server", answer: (response) => void response.writeHead(400).end("{}") });
