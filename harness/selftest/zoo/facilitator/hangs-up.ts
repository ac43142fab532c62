import { nullHttpRole } from "../null-http.ts";

/** Closes every connection without an answer. */
export const createInprocRole = () =>
  nullHttpRole({ name: "hangs-up", role: "facilitator", answer: (response) => void response.socket?.destroy() });
