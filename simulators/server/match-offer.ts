import type { PaymentPayload, PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { isObject, jsonEqual, jsonIncludes } from "../json.ts";
import type { Offer } from "./offers.ts";

/** Which current offer a payment takes up: x402-specification-v2.md §5.2.2, `accepted`. */

export const faults = defineFaults({
  "server.match.trusts-accepted": { role: "server", bug: "BUG: asks for what the payment's accepted says, whether it was offered or not" },
  "server.match.key-order": { role: "server", bug: "BUG: compares accepted with the offer as text, so that the order of members matters" },
  "server.match.ignores-reserved-extra": { role: "server", bug: "BUG: does not look at paymentFlow and assetTransferMethod in accepted.extra" },
  "server.match.adopts-reserved-extra": { role: "server", bug: "BUG: takes paymentFlow and assetTransferMethod from accepted into the terms it asks for" },
  "server.match.authorization-case": { role: "server", bug: "BUG: compares the authorization's recipient with payTo letter by letter" },
});

/** Keys of `extra` that the protocol gives a meaning; a client cannot add them. Newer text §5.1.2. */
const RESERVED = ["paymentFlow", "assetTransferMethod"];

/**
 * Finds the offer that `accepted` repeats: equal in every member, and `extra` at least what was advertised,
 * so that a scheme may let the client add to it.
 *
 * @returns undefined when it is none of them
 */
export function createMatcher(options: { faults: FaultSet }): (request: { payment: PaymentPayload; offers: readonly Offer[] }) => Offer | undefined {
  const fault = faultPoints({ declared: faults, active: options.faults });

  const matches = (accepted: PaymentRequirements, offered: PaymentRequirements): boolean => {
    const sameText = (): boolean => JSON.stringify(accepted) === JSON.stringify(offered);
    return fault("server.match.key-order", () => sameText() !== repeats(accepted, offered)) ? sameText() : repeats(accepted, offered);
  };
  const repeats = (accepted: PaymentRequirements, offered: PaymentRequirements): boolean => {
    const { extra: acceptedExtra = {}, ...acceptedTerms } = accepted;
    const { extra: offeredExtra = {}, ...offeredTerms } = offered;
    // Unknown members beside the offer's own are tolerated: the text does not close its objects.
    if (!jsonIncludes({ whole: acceptedTerms, part: offeredTerms }) || !jsonIncludes({ whole: acceptedExtra, part: offeredExtra })) return false;
    return RESERVED.every((key) => jsonEqual(acceptedExtra[key], offeredExtra[key])) || fault("server.match.ignores-reserved-extra") || fault("server.match.adopts-reserved-extra");
  };

  return ({ payment, offers }) => {
    const { accepted } = payment;
    const [first] = offers;
    // A payload in the shape of version 1 has no terms to compare; it gets here only by a fault.
    const offer = accepted.amount === undefined ? first : offers.find((candidate) => matches(accepted, candidate.requirements));
    if (offer === undefined) return first !== undefined && fault("server.match.trusts-accepted") ? { ...first, requirements: accepted } : undefined;
    const adopted = { ...offer.requirements.extra, ...reservedOf(accepted) };
    if (!jsonEqual(adopted, offer.requirements.extra ?? {}) && fault("server.match.adopts-reserved-extra")) return { ...offer, requirements: { ...offer.requirements, extra: adopted } };
    if (recipientOf(payment) !== offer.requirements.payTo && fault("server.match.authorization-case")) return undefined;
    return offer;
  };
}

function reservedOf(accepted: PaymentRequirements): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(accepted.extra ?? {}).filter(([key]) => RESERVED.includes(key)));
}

function recipientOf(payment: PaymentPayload): unknown {
  const { authorization } = payment.payload;
  return isObject(authorization) ? authorization["to"] : undefined;
}
