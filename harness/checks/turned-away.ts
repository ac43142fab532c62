import type { AnsweredCall } from "./facilitator-calls.ts";

/** Words for who may ask, and how often. */
const OF_ACCESS = /(?<!card_)auth|credential|forbidden|api.?key|rate.?limit|too.?many|throttl/i;

/**
 * Whether a facilitator kept a request out by rules of its own about who asks and how often, not because of the payment in it:
 * scheme_auth_capture_card.md 8.2 has authorizations limited in rate without a figure, and access to the interface is its own affair.
 */
export function turnedAway({ response, body }: AnsweredCall): boolean {
  const { status } = response;
  return status === 401 || status === 403 || status === 407 || status === 429 || OF_ACCESS.test(String(body["errorReason"] ?? ""));
}
