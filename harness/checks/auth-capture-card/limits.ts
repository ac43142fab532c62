import { NETWORK_RULES } from "../../../simulators/rails/card/network-rules.ts";

/** What the provider tells of at GET /v1/account: authorizations of one intent. */
const ATTEMPTS_PER_INTENT = 5;

/**
 * Authorizations of one payment on card:visa: the lower of what provider and card network allow. The text counts retries, as
 * the network does, and the provider attempts: who takes the provider's figure for one of retries as well is let pass.
 */
export const CARD_LIMITS = { attempts: Math.min(ATTEMPTS_PER_INTENT, NETWORK_RULES.visa.retries) + 1 };
