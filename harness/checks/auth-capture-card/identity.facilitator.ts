import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess, requirementsOf } from "../facilitator-calls.ts";
import { approvedOf, books, type Held, heldBy, later, payloadOf, type SeenBooks } from "./books.ts";

/** scheme_auth_capture_card.md 4.5 and 8.2: one payment, one hold. */

interface Again {
  readonly held: Held;
  readonly again: AnsweredCall;
  readonly after: SeenBooks;
}

/** A settle that came again, of a payment that is held once at least when all is over. */
function again(trace: Trace): Again | undefined {
  const repeated = answered(trace, "hold-again").at(-1);
  const after = books(trace, "after");
  const held = heldBy(trace, "hold", "after") ?? heldBy(trace, "hold-again", "after");
  return repeated === undefined || after === undefined || held === undefined ? undefined : { held, again: repeated, after };
}

const HELD_AGAIN = { "facilitator.auth-capture-card.held-again": "a payload that comes again is held again here as well" };

/** The text is silent on what the repetition is answered: holds are counted, at the provider. */
const onceHeld = (options: { id: string; title: string; scenario: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }) =>
  check({
    id: options.id,
    requirement: "card.fac.dedup",
    title: options.title,
    appliesTo: { scenarios: `facilitator/auth-capture-card/again/${options.scenario}` },
    witness: again,
    judge: ({ witness: { held, again: repeated, after }, pass, fail }) => {
      const holds = approvedOf({ books: after, call: held.call });
      const at = [held.call.response, repeated.response, after.mark];
      return holds.length === 1 ? pass({ at }) : fail("One payment was held more than once", { expected: "one hold", actual: holds.map(({ id, status }) => `${id} ${status}`).join(", "), at });
    },
    killedBy: options.killedBy,
    alsoKilledBy: options.alsoKilledBy ?? HELD_AGAIN,
  });

/** A payment that is held, and a settle of its paymentId with other content. */
function conflict(trace: Trace) {
  const held = heldBy(trace);
  const [call] = answered(trace, "edited");
  const after = books(trace, "after");
  return held === undefined || call === undefined || after === undefined ? undefined : { held, call, after };
}

const rejected = (options: { id: string; title: string; scenario: string; killedBy: readonly string[] }) =>
  check({
    id: options.id,
    requirement: "card.fac.dedup-conflict",
    title: options.title,
    appliesTo: { scenarios: `facilitator/auth-capture-card/again/${options.scenario}` },
    witness: conflict,
    judge: ({ witness: { held, call, after }, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, after.mark];
      const second = after.intents.find(({ id, approved }) => approved && id !== held.intent.id);
      if (second !== undefined) return fail("A paymentId that was held was held again with other content", { expected: "a refusal and no second hold", actual: `${second.id} is ${second.status}`, at });
      return reportsSuccess(call) ? fail("A paymentId that was held was accepted with other content", { expected: "a refusal", actual: outcomeOf(call), at }) : pass({ at });
    },
    killedBy: options.killedBy,
  });

export const checks = [
  onceHeld({ id: "card.fac.dedup.sequential", title: "A payment that is settled twice is held once", scenario: "sequential", killedBy: ["facilitator.auth-capture-card.held-again"], alsoKilledBy: {} }),
  onceHeld({ id: "card.fac.dedup.concurrent", title: "A payment that is settled twice at the same time is held once", scenario: "concurrent", killedBy: ["facilitator.auth-capture-card.concurrent-held-twice"] }),
  onceHeld({ id: "card.fac.dedup.lost", title: "A payment that is settled again because the PSP's answer was lost is held once", scenario: "lost", killedBy: ["facilitator.auth-capture-card.lost-hold-placed-again"] }),
  onceHeld({ id: "card.fac.dedup.unheard", title: "A payment that is settled again because the PSP could not be reached is held once", scenario: "unheard", killedBy: ["facilitator.auth-capture-card.held-again"], alsoKilledBy: {} }),
  onceHeld({ id: "card.fac.dedup.restarted", title: "A payment that is settled again after a restart of the facilitator is held once", scenario: "restarted", killedBy: ["facilitator.auth-capture-card.forgets-on-restart"] }),
  rejected({ id: "card.fac.dedup-conflict.token", title: "A paymentId that was held is refused with another token", scenario: "other-token", killedBy: ["facilitator.auth-capture-card.token-conflict-ignored"] }),
  rejected({ id: "card.fac.dedup-conflict.amount", title: "A paymentId that was held is refused for another amount", scenario: "amount-*", killedBy: ["facilitator.auth-capture-card.amount-conflict-ignored"] }),
  check({
    id: "card.fac.dedup-conflict.first-stands",
    requirement: "card.fac.dedup-conflict",
    title: "What is refused as a conflict leaves the first payment as it is",
    appliesTo: { scenarios: ["facilitator/auth-capture-card/again/other-token", "facilitator/auth-capture-card/again/amount-*"] },
    witness: (trace) => {
      const found = conflict(trace);
      return found === undefined || reportsSuccess(found.call) ? undefined : found;
    },
    judge: ({ witness: { held, call, after }, trace, pass, fail }) => {
      const first = later(trace, held.intent, "after");
      const at = [held.call.response, call.response, after.mark];
      return first?.status === "requires_capture" && first.capturable === held.intent.capturable ? pass({ at }) : fail("A settle that was refused changed the payment it was in conflict with", { expected: `${held.intent.capturable} held`, actual: `${first?.status ?? "gone"}, ${first?.capturable ?? 0} held`, at });
    },
    killedBy: ["facilitator.auth-capture-card.conflict-voids"],
  }),
  check({
    id: "card.fac.dedup-scope",
    requirement: "card.fac.dedup-scope",
    appliesTo: { scenarios: "facilitator/auth-capture-card/again/other-account" },
    witness: (trace) => {
      const held = heldBy(trace);
      const there = answered(trace, "hold-there").at(-1);
      const after = books(trace, "after");
      return held === undefined || there === undefined || after === undefined ? undefined : { held, there, after };
    },
    judge: ({ witness: { held, there, after }, pass, fail, notApplicable }) => {
      const at = [held.call.response, there.request, there.response, after.mark];
      const second = approvedOf({ books: after, call: there }).find(({ id }) => id !== held.intent.id);
      if (second !== undefined && there.body["transaction"] !== held.call.body["transaction"]) return pass({ at });
      if (reportsSuccess(there)) return fail("A payment to another account was answered with the outcome of the first", { expected: `a hold for ${String(requirementsOf(there.sent)["payTo"])}`, actual: outcomeOf(there), at });
      // 4.5 has payments told apart by payTo and paymentId, and 4.4 has clients make one paymentId for one payment: who takes none twice answers nobody wrongly.
      return notApplicable("it refuses a paymentId that it knows from another account");
    },
    killedBy: ["facilitator.auth-capture-card.payto-not-in-identity"],
  }),
  check({
    id: "card.fac.single-use-token",
    requirement: "card.fac.single-use-token",
    appliesTo: { scenarios: "facilitator/auth-capture-card/again/single-use" },
    witness: conflict,
    judge: ({ witness: { held, call, after }, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, after.mark];
      // Attempts at the issuer, whatever came of them. The provider says that it does not enforce this.
      const authorized = after.intents.filter(({ token, attempts }) => token === payloadOf(call)["token"] && attempts > 0);
      return authorized.length <= 1 ? pass({ at }) : fail("A single-use token was authorized more than once, at a provider that says it leaves that to facilitators", { expected: "one authorization", actual: authorized.map(({ id, status }) => `${id} ${status}`).join(", "), at });
    },
    killedBy: ["facilitator.auth-capture-card.single-use-again"],
  }),
];
