import { DAY } from "../clock.ts";
import type { CardNetwork } from "./types.ts";

/** Rules of the card networks, as payment service providers publish them. */
export const NETWORK_RULES: Readonly<
  Record<
    CardNetwork,
    {
      /** How long an issuer keeps an unused hold of a payment on the web. */
      readonly holdFor: number;
      /** Attempts at one payment within 30 days, the first one not counted. */
      readonly retries: number;
    }
  >
> = {
  visa: { holdFor: 7 * DAY, retries: 15 },
  mastercard: { holdFor: 7 * DAY, retries: 35 },
  amex: { holdFor: 7 * DAY, retries: 15 },
};

export const RETRY_WINDOW = 30 * DAY;
/** From the capture, for all networks and reasons: the usual limit, of which some reasons are exempt. */
export const DISPUTE_WINDOW = 120 * DAY;
/** An open dispute that nobody decides is lost for the merchant. */
export const DISPUTE_DECISION = 60 * DAY;
/** How long a cardholder may take for a challenge. */
export const CHALLENGE_WINDOW = DAY / 24;
/** From a capture to the money's arrival. */
export const CLEARING = 2 * DAY;
/** After which a network confirms what it has only acknowledged. */
export const CONFIRMATION = DAY / 24 / 6;
