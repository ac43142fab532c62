import type { Check } from "../check.ts";
import { isObject, object, paymentCheck } from "../client-steps.ts";

/** scheme_auth_capture_card.md 4.4, and scheme_auth_capture.md, Lifecycle operations: what a client's payload does not say. */

/** Those of the text. Another word in a member of that name is none. */
const OPERATIONS: readonly unknown[] = ["authorize", "charge", "capture", "void", "refund", "reclaim"];

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "card.client.no-operation",
    scenarios: "client/auth-capture-card/paid",
    deviation({ message, offer }) {
      const { scheme } = offer ?? object(message["accepted"]);
      const { payload } = message;
      if (scheme !== "auth-capture" || !isObject(payload)) return "silent";
      const { type } = payload;
      return OPERATIONS.includes(typeof type === "string" ? type.toLowerCase() : type) ? { message: "the client's payload names an operation", expected: "no operation in the member type", actual: type } : undefined;
    },
    killedBy: ["client.auth-capture-card.operation-named"],
  }),
];
