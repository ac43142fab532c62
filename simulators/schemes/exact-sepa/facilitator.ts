import type { FacilitatorBends } from "../../bank-payments/facilitator-parts.ts";
import { createBankFacilitator } from "../../bank-payments/facilitator.ts";
import type { Sighting } from "../../bank-payments/sighting.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { madeUpIban } from "./made-up-iban.ts";
import { sepaEu } from "./network.ts";

/** Facilitator half of `exact` on `sepa:eu`: experimental/sepa.md. */

export const faults = defineFaults({
  "facilitator.exact-sepa.account-in-reply": { role: "facilitator", bug: "BUG: names the payer by an IBAN" },
  "facilitator.exact-sepa.rails-list": { role: "facilitator", bug: "BUG: lists rails in /supported without the PSPs of each" },
  "facilitator.exact-sepa.rail-defaulted": { role: "facilitator", bug: "BUG: takes instant transfers in the place of a rail it does not know" },
  "facilitator.exact-sepa.instant-accepted": { role: "facilitator", bug: "BUG: takes requirements of instant transfers that deliver on acceptance" },
  "facilitator.exact-sepa.consent-unchecked": { role: "facilitator", bug: "BUG: starts instant transfers that no consent covers" },
  "facilitator.exact-sepa.consent-again": { role: "facilitator", bug: "BUG: takes a consent for a second payment" },
  "facilitator.exact-sepa.answer-not-awaited": { role: "facilitator", bug: "BUG: answers the settle of an instant transfer before the rail has answered" },
  "facilitator.exact-sepa.unanswered-refused": { role: "facilitator", bug: "BUG: tells an instant transfer as refused that was not answered in time" },
  "facilitator.exact-sepa.reject-code-missing": { role: "facilitator", bug: "BUG: does not say why an instant transfer was rejected" },
  "facilitator.exact-sepa.recall-returned": { role: "facilitator", bug: "BUG: tells an instant transfer as returned as soon as it is asked back" },
  "facilitator.exact-sepa.recall-code-asked": { role: "facilitator", bug: "BUG: tells of a recalled transfer why it was asked back and not that it was given back" },
});

export const createFacilitator = createBankFacilitator({ network: sepaEu, bends });

function bends(active: FaultSet): FacilitatorBends {
  const fault = faultPoints({ declared: faults, active });

  const instant = ({ sighting, intent }: { sighting: Sighting; intent: JsonObject }): Sighting => {
    const { state } = sighting;
    const back = isObject(intent["return"]) ? intent["return"] : undefined;
    if (state === "pending" && !sighting.unanswered && fault("facilitator.exact-sepa.unanswered-refused")) return { ...sighting, state: "refused" };
    if (state === "settled" && back !== undefined && fault("facilitator.exact-sepa.recall-returned")) return { ...sighting, state: "returned", reasonCode: String(back["reason_code"]) };
    if (state === "returned" && back !== undefined && fault("facilitator.exact-sepa.recall-code-asked")) return { ...sighting, reasonCode: String(back["reason_code"]) };
    if (state !== "refused" || !fault("facilitator.exact-sepa.reject-code-missing")) return sighting;
    const { reasonCode: _, ...codeless } = sighting;
    return codeless;
  };

  return {
    overlooks: (oddity) => (oddity === "rail" && fault("facilitator.exact-sepa.rail-defaulted")) || (oddity === "rail-deliver-on" && fault("facilitator.exact-sepa.instant-accepted")),
    sighting: ({ sighting, intent, rail }) => (rail === "sct-inst" ? instant({ sighting, intent }) : sighting),
    overlooksConsent: (why) => fault(why === "used" ? "facilitator.exact-sepa.consent-again" : "facilitator.exact-sepa.consent-unchecked"),
    waitsNot: () => fault("facilitator.exact-sepa.answer-not-awaited"),
    payer: (name) => (fault("facilitator.exact-sepa.account-in-reply") ? madeUpIban() : name),
    announce: (extra) => (fault("facilitator.exact-sepa.rails-list") ? { rails: Object.keys(isObject(extra["rails"]) ? extra["rails"] : {}) } : extra),
  };
}
