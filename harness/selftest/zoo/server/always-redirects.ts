import { nullHttpRole } from "../null-http.ts";

/** Sends everybody to a paywall page. */
export const createInprocRole = () =>
  nullHttpRole({ name: "always-redirects", role: "server", answer: (response) => void response.writeHead(302, { Location: "/paywall" }).end() });
