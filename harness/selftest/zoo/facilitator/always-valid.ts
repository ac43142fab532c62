import { nullHttpRole } from "../null-http.ts";

/** Says yes to everything and settles nothing. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-valid", role: "facilitator", answer: (response) => void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ isValid: true, success: true, transaction: `0x${"ab".repeat(32)}`, network: "eip155:84532", kinds: [], extensions: [], signers: {} })) });
