import { nullHttpRole } from "../null-http.ts";

/** Refuses everybody and tells nobody how to pay. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-402", role: "server", answer: (response) => void response.writeHead(402).end("{}") });
