import { maskCardNumbers } from "../../../simulators/rails/card-data.ts";
import { findCardData } from "../card-data.ts";
import { check } from "../check.ts";
import { answered, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { approvedOf, books, heldBy, payloadOf } from "./books.ts";

/** scheme_auth_capture_card.md 8.1: card numbers in payloads. */

export const checks = [
  check({
    id: "card.any.no-card-data.facilitator",
    requirement: "card.any.no-card-data",
    title: "Nothing a facilitator says carries a card number, a security code or track data",
    appliesTo: { scenarios: ["facilitator/auth-capture-card/finalize/capture", "facilitator/auth-capture-card/decline/hard-reasons"] },
    // It has held a payment: there was a card behind what it said.
    witness: (trace) => heldBy(trace),
    judge: ({ witness: { call }, trace, pass, fail }) => {
      const [finding] = findCardData({ trace, by: ["facilitator"] });
      return finding === undefined ? pass({ at: call.response }) : fail(`The facilitator sent a ${finding.what} in ${finding.where}`, { actual: finding.shown, at: finding.event });
    },
    killedBy: ["facilitator.auth-capture-card.card-number-in-reply"],
  }),
  check({
    id: "card.fac.luhn",
    requirement: "card.fac.luhn",
    appliesTo: { scenarios: "facilitator/auth-capture-card/card-number/*" },
    witness: (trace) => {
      const held = heldBy(trace);
      const [call] = answered(trace, "edited");
      const after = books(trace, "after");
      return held === undefined || call === undefined || after === undefined ? undefined : { held, call, after };
    },
    judge: ({ witness: { held, call, after }, trace, pass, fail }) => {
      const at = [held.call.response, call.response, after.mark];
      const [number] = /\b\d{16}\b/.exec(JSON.stringify(payloadOf(call))) ?? [];
      const passedOn = trace.rpc().find(({ seq, method, params }) => seq > call.request.seq && number !== undefined && `${method} ${JSON.stringify(params)}`.includes(number));
      if (passedOn !== undefined) return fail("A card number was passed on to the PSP", { expected: "the payload refused", actual: maskCardNumbers(passedOn.method), at });
      return reportsSuccess(call) || approvedOf({ books: after, call }).length > 0 ? fail("A payload with a card number was accepted", { expected: "the payload refused", actual: maskCardNumbers(outcomeOf(call)), at }) : pass({ at });
    },
    killedBy: ["facilitator.auth-capture-card.card-numbers-passed-on"],
  }),
];
