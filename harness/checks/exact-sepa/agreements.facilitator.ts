import { endedCheck } from "../bank-payments/ended.ts";
import { payloadOf, started, taken, tokenOf, viewAtEnd } from "../bank-payments/evidence.ts";
import { notStartedCheck, unauthorizedReasonCheck } from "../bank-payments/refusals.ts";
import { SEPA } from "../bank-payments/rows.ts";
import { check } from "../check.ts";
import { answered, validControl } from "../facilitator-calls.ts";

/** sepa.md, 3.1 and 4.1: what the payer has agreed to. */

const BANK = "facilitator.bank-payments";

export const checks = [
  notStartedCheck({
    id: SEPA.row("consent"),
    requirement: SEPA.row("consent"),
    appliesTo: SEPA.on("consent/*"),
    what: "An instant transfer without the payer's consent to it",
    killedBy: ["facilitator.exact-sepa.consent-unchecked"],
  }),
  unauthorizedReasonCheck({
    id: `${SEPA.row("consent")}.reason`,
    requirement: SEPA.row("consent"),
    title: "The reason is that no consent stands",
    appliesTo: SEPA.on("consent/*"),
    killedBy: [`${BANK}.unauthorized-other-reason`],
  }),
  check({
    id: SEPA.row("consent-once"),
    requirement: SEPA.row("consent-once"),
    appliesTo: SEPA.on("consent-once/*"),
    witness(trace) {
      const [first] = taken(trace);
      const settles = first === undefined ? [] : answered(trace, "settle").filter((call) => tokenOf(call) === first.token);
      const payments = new Set(settles.map((call) => payloadOf(call)["paymentId"]));
      return validControl(trace) === undefined || first === undefined || payments.size < 2 ? undefined : { first, settles };
    },
    judge({ witness: { first, settles }, trace, pass, fail }) {
      const made = started(viewAtEnd(trace), first.token);
      const at = settles.map(({ response }) => response);
      return made.length > 1 ? fail("One consent was used for two payments", { expected: first.payment.id, actual: made.map(({ id }) => id).join(", "), at }) : pass({ at });
    },
    killedBy: ["facilitator.exact-sepa.consent-again"],
    alsoKilledBy: { [`${BANK}.paid-twice`]: "its second order of a payment uses the consent as well" },
  }),
  notStartedCheck({
    id: SEPA.row("mandate"),
    requirement: SEPA.row("mandate"),
    appliesTo: SEPA.on("mandate/*"),
    what: "A collection without a mandate",
    pending: true,
    killedBy: [`${BANK}.mandate-invented`, `${BANK}.mandate-other-merchant`],
    alsoKilledBy: { [`${BANK}.mandate-revived`]: "a mandate for one collection has ended when it was used" },
  }),
  unauthorizedReasonCheck({
    id: `${SEPA.row("mandate")}.reason`,
    requirement: SEPA.row("mandate"),
    title: "The reason is that no mandate stands",
    appliesTo: SEPA.on("mandate/*"),
    killedBy: [`${BANK}.unauthorized-other-reason`],
  }),
  endedCheck({ id: SEPA.row("mandate-revoked"), on: SEPA.on("mandate-revoked/*"), killedBy: [`${BANK}.mandate-revived`] }),
];
