import { nullHttpRole } from "../null-http.ts";

/** Says no to everything. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-invalid", role: "facilitator", answer: (response) => void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ isValid: false, invalidReason: "unexpected_verify_error", success: false, errorReason: "unexpected_settle_error", transaction: "", network: "eip155:84532" })) });
