import { nullHttpRole } from "../null-http.ts";

/** Serves everybody, paid or not. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-200", role: "server", answer: (response) => void response.writeHead(200, { "Content-Type": "application/json" }).end("{\"ok\":true}") });
