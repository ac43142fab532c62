import type { Check } from "../check.ts";
import { isObject, object, paymentCheck } from "../client-steps.ts";

/** scheme_auth_capture.md, Lifecycle operations: what a client's payload does not say. */

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "acg.client.no-operation",
    scenarios: "client/auth-capture-card/paid",
    deviation({ message, offer }) {
      const { scheme } = offer ?? object(message["accepted"]);
      const { payload } = message;
      if (scheme !== "auth-capture" || !isObject(payload)) return "silent";
      return "type" in payload ? { message: "the client's payload names an operation", expected: "no member type", actual: payload["type"] } : undefined;
    },
    killedBy: ["client.auth-capture-card.operation-named"],
  }),
];
