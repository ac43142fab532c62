import { check, type Check, type CheckDefinition } from "../check.ts";
import type { Trace } from "../../trace/trace.ts";
import { answered, outcomeOf, record, reportsSuccess, requirementsOf } from "../facilitator-calls.ts";
import { approvedOf, books, type Held, heldBy, intentsOf, later, movesBetween, payloadOf, reportsPending } from "./books.ts";
import { turnedAway } from "../turned-away.ts";

/** scheme_auth_capture_card.md 4.3, 4.5, 4.7 and 6.2: the settle that places the hold, and what the facilitator says it can do. */

const IN_CURRENCIES = { scenarios: ["facilitator/auth-capture-card/hold/cents", "facilitator/auth-capture-card/hold/no-minor-units", "facilitator/auth-capture-card/hold/three-decimals"] };

/** PSPs that the target itself says it can use for this card network. */
function listedPsps(trace: Trace): readonly unknown[] {
  const [call] = answered(trace, "supported");
  const kinds = call?.body["kinds"];
  const kind = (Array.isArray(kinds) ? kinds.map(record) : []).find(({ scheme, network }) => scheme === "auth-capture" && network === "card:visa");
  const psps = record(kind?.["extra"])["psps"];
  return Array.isArray(psps) ? psps : [];
}

/** A hold, and a settle after it that is to be held elsewhere. */
function elsewhere(trace: Trace) {
  const held = heldBy(trace);
  const [there] = answered(trace, "hold-there");
  const after = books(trace, "after");
  return held === undefined || there === undefined || after === undefined ? undefined : { held, there, after };
}

/** Of two payments the edited one is neither authorized nor reported as held. @param definition.authorized message where it was, `reported` where that was said */
function notHeldCheck(definition: Pick<CheckDefinition<unknown>, "id" | "requirement" | "title" | "appliesTo" | "killedBy"> & { readonly authorized: string; readonly reported: string }): Check {
  const { authorized, reported, ...rest } = definition;
  return check({
    ...rest,
    witness: (trace: Trace) => {
      const held = heldBy(trace);
      const [call] = answered(trace, "edited");
      const after = books(trace, "after");
      return held === undefined || call === undefined || after === undefined ? undefined : { held, call, after };
    },
    judge: ({ witness: { held, call, after }, pass, fail }) => {
      const at = [call.request, call.response, after.mark];
      const [placed] = approvedOf({ books: after, call });
      if (placed !== undefined) return fail(authorized, { expected: "no authorization", actual: `${placed.id} at ${placed.psp} is ${placed.status}`, at });
      return reportsSuccess(call) ? fail(reported, { actual: outcomeOf(call), at }) : pass({ at: [held.call.response, ...at] });
    },
  });
}

export const checks = [
  check({
    id: "card.fac.hold-amount",
    requirement: "card.fac.hold-amount",
    appliesTo: IN_CURRENCIES,
    // Nobody has to take every currency.
    reach: "some",
    witness: (trace) => heldBy(trace),
    judge: ({ witness: { call, intent }, trace, pass, fail }) => {
      const { amount, asset } = requirementsOf(call.sent);
      const at = [call.request, call.response, books(trace, "held")?.mark].filter((event) => event !== undefined);
      return String(intent.capturable) === amount && intent.currency.toUpperCase() === asset
        ? pass({ at })
        : fail("The hold is not for the amount of the offer", { expected: `${String(amount)} minor units of ${String(asset)}`, actual: `${intent.capturable} of ${intent.currency}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.hold-above-offer"],
  }),
  check({
    id: "card.fac.verify-read-only",
    requirement: "card.fac.verify-read-only",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/verified" },
    witness: (trace) => {
      const [verify] = answered(trace, "verify");
      const verified = books(trace, "verified");
      const held = heldBy(trace);
      return verify === undefined || verified === undefined || held === undefined ? undefined : { verify, verified, held };
    },
    judge: ({ witness: { verify, verified, held }, trace, pass, fail }) => {
      const [asked] = movesBetween(trace, { after: verify.request.seq, before: held.call.request.seq, token: payloadOf(verify)["token"] });
      const placed = intentsOf({ books: verified, call: verify }).find(({ attempts }) => attempts > 0);
      return placed === undefined ? pass({ at: [verify.response, verified.mark, held.call.response] }) : fail("/verify had the card authorized", { expected: "no authorization before the settle", actual: `${placed.id} is ${placed.status}`, at: [verify.request, asked, verified.mark].filter((event) => event !== undefined) });
    },
    killedBy: ["facilitator.auth-capture-card.verify-holds"],
  }),
  notHeldCheck({
    id: "card.fac.flow-only-escrow",
    requirement: "card.fac.flow-only-escrow",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/authorization-flow" },
    authorized: "A card payment under the authorization flow was carried out",
    reported: "A card payment under the authorization flow was reported as a success",
    killedBy: ["facilitator.auth-capture-card.flow-authorization-charged"],
  }),
  check({
    id: "card.fac.psp-used",
    requirement: "card.fac.psp-used",
    title: "The authorization is made at the PSP that the offer names",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/second-psp" },
    witness: elsewhere,
    judge: ({ witness: { there, after }, pass, fail, notApplicable }) => {
      const placed = approvedOf({ books: after, call: there });
      // Both know the token: whoever authorizes it, authorizes it somewhere.
      if (placed.length === 0) return notApplicable("it does not authorize at the second PSP");
      const wrong = placed.find(({ psp }) => psp !== "otherpay");
      return wrong === undefined ? pass({ at: [there.response, after.mark] }) : fail("The card was authorized at another PSP than the offer names", { expected: "otherpay", actual: wrong.psp, at: [there.request, there.response, after.mark] });
    },
    killedBy: ["facilitator.auth-capture-card.psp-first-always"],
  }),
  check({
    id: "card.fac.psp-used.account",
    requirement: "card.fac.psp-used",
    title: "The authorization is made on the account in payTo",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/second-account" },
    witness: elsewhere,
    judge: ({ witness: { held, there, after }, pass, fail, notApplicable }) => {
      const { payTo } = requirementsOf(there.sent);
      const placed = approvedOf({ books: after, call: there }).filter(({ id }) => id !== held.intent.id);
      if (placed.length === 0) return notApplicable("it does not authorize for the second account");
      const wrong = placed.find(({ merchant }) => merchant !== payTo);
      return wrong === undefined ? pass({ at: [there.response, after.mark] }) : fail("The card was authorized for another account than payTo", { expected: String(payTo), actual: wrong.merchant, at: [there.request, there.response, after.mark] });
    },
    killedBy: ["facilitator.auth-capture-card.account-remembered"],
  }),
  notHeldCheck({
    id: "card.fac.psp-used.foreign-token",
    requirement: "card.fac.psp-used",
    title: "A token that another PSP has minted is authorized nowhere",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/foreign-token" },
    authorized: "The card was authorized at another PSP than the offer names",
    reported: "A payment was reported as held whose token the PSP does not have",
    killedBy: ["facilitator.auth-capture-card.psp-of-token"],
  }),
  check({
    id: "card.fac.identify",
    requirement: "card.fac.identify",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/cents" },
    witness: (trace) => heldBy(trace),
    judge: ({ witness: { call, intent }, trace, pass, fail }) => {
      const at = [call.response, books(trace, "held")?.mark].filter((event) => event !== undefined);
      // The text names no value; the provider's documentation has x402 as the example.
      return /x402/i.test(intent.indicator ?? "") ? pass({ at }) : fail("The authorization is not marked as one of x402", { expected: "a transaction_indicator that says x402", actual: intent.indicator ?? "none", at });
    },
    killedBy: ["facilitator.auth-capture-card.unmarked"],
  }),
  check({
    id: "card.fac.supported",
    requirement: "card.fac.supported",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/cents" },
    // A document proves nothing by itself: the PSP is one that the target has just used.
    witness: (trace) => {
      const held = heldBy(trace);
      const [call] = answered(trace, "supported");
      return held === undefined || call === undefined ? undefined : { held, call };
    },
    judge: ({ witness: { held, call }, trace, pass, fail }) => {
      const psps = listedPsps(trace);
      if (psps.length === 0) return fail("/supported has no kind auth-capture on card:visa that lists PSPs", { expected: "extra.psps with the PSPs it can use", actual: outcomeOf(call), at: call.response });
      return psps.includes(held.intent.psp) ? pass({ at: [call.response, held.call.response] }) : fail("/supported leaves a PSP out that is used", { expected: held.intent.psp, actual: psps, at: call.response });
    },
    killedBy: ["facilitator.auth-capture-card.psps-missing"],
  }),
  check({
    id: "card.fac.hold-consent",
    requirement: "card.fac.hold-consent",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/without-credential" },
    witness: (trace) => {
      const held = heldBy(trace);
      const unnamed = answered(trace, "hold-unnamed").at(-1);
      return held === undefined || unnamed === undefined ? undefined : { held, unnamed };
    },
    judge({ witness: { held, unnamed }, pass, fail, notApplicable }) {
      if (reportsSuccess(unnamed)) return pass({ at: [held.call.response, unnamed.response] });
      // Access control of its own interface is the facilitator's to choose, and not meant.
      if (turnedAway(unnamed)) return notApplicable("it lets nobody settle without a credential");
      return fail("A hold was refused that only lacked the server's credential", { expected: "success, as with the credential", actual: outcomeOf(unnamed), at: [unnamed.request, unnamed.response] });
    },
    killedBy: ["facilitator.auth-capture-card.hold-needs-server"],
  }),
  check({
    id: "card.any.no-extension-needed.facilitator",
    requirement: "card.any.no-extension-needed",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/extensions" },
    witness: (trace) => {
      const plain = answered(trace, "hold-plain").at(-1);
      const held: Held | undefined = heldBy(trace, "hold-plain") ?? heldBy(trace, "hold-extended");
      return plain === undefined || held === undefined ? undefined : { plain, held };
    },
    judge({ witness: { plain, held }, pass, fail, notApplicable }) {
      if (reportsSuccess(plain)) return pass({ at: [plain.response] });
      if (turnedAway(plain)) return notApplicable("it let no more payments in at that moment");
      return fail("A payment was refused that only lacked the extension payment-identifier", { expected: "success, as with the extension", actual: outcomeOf(plain), at: [held.call.response, plain.request, plain.response] });
    },
    killedBy: ["facilitator.auth-capture-card.extension-demanded"],
  }),
  check({
    id: "card.fac.deadline-default",
    requirement: "card.fac.deadline-default",
    appliesTo: { scenarios: "facilitator/auth-capture-card/hold/own-period" },
    witness: (trace) => {
      const bound = heldBy(trace, "hold-bound");
      const own = answered(trace, "hold").at(-1);
      return bound?.intent.status !== "succeeded" || own === undefined ? undefined : { bound, own };
    },
    judge: ({ witness: { bound, own }, trace, pass, fail, notApplicable }) => {
      const held = heldBy(trace);
      if (held === undefined && turnedAway(own)) return notApplicable("it let no more payments in at that moment");
      if (held === undefined) return fail("A payment was refused whose offer has no captureDeadline", { expected: "success, as with the deadline", actual: outcomeOf(own), at: [bound.call.response, own.request, own.response] });
      const [capture] = answered(trace, "capture");
      if (capture !== undefined && reportsPending(capture)) return notApplicable("it reports the capture as pending");
      const after = later(trace, held.intent, "after");
      const at = [held.call.response, capture?.response, books(trace, "after")?.mark].filter((event) => event !== undefined);
      return after?.status === "succeeded" ? pass({ at }) : fail("A hold without captureDeadline was not captured within the issuer's own period", { expected: "the capture carried out", actual: capture === undefined ? "no answer" : `${outcomeOf(capture)}; ${held.intent.id} is ${after?.status ?? "gone"}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.deadline-demanded"],
  }),
];
