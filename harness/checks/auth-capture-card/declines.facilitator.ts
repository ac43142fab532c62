import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { approvedOf, books, heldBy, intentsOf } from "./books.ts";
import { difference } from "./told-apart.ts";

/** scheme_auth_capture_card.md 6.3, 7.2, 7.3 and 8.2: issuers that do not approve. */

const AT = "facilitator/auth-capture-card/decline";

const UNREASONED = { "facilitator.reply.failure-without-reason": "no reason is not the one", "facilitator.reply.failure-as-text": "what is no JSON gives no reason" };


/** Settles whose card the issuer was asked for, and did not approve, where another payment of the case was held. */
function declined(trace: Trace): readonly AnsweredCall[] | undefined {
  const after = books(trace, "after");
  if (heldBy(trace) === undefined || after === undefined) return undefined;
  const found = answered(trace, (as) => as.startsWith("declined")).filter((call) => intentsOf({ books: after, call }).some(({ attempts, approved }) => attempts > 0 && !approved));
  return found.length === 0 ? undefined : found;
}

/**
 * Authorizations of one payment on card:visa: the lower of what provider and card network allow. The text counts retries, as
 * the network does, and the provider attempts: who takes the provider's figure for one of retries as well is let pass.
 */
function attemptLimit(trace: Trace): number | undefined {
  const limits = trace.mark<{ readonly attempts_per_intent: number; readonly card_networks: Readonly<Record<string, { readonly retries: number }>> }>("limits");
  const network = limits?.card_networks["visa"];
  return limits === undefined || network === undefined ? undefined : Math.min(limits.attempts_per_intent, network.retries) + 1;
}

export const checks = [
  check({
    id: "card.fac.declined-code",
    requirement: "card.fac.declined-code",
    title: "Hard declines are all reported as card_declined",
    appliesTo: { scenarios: `${AT}/hard-reasons` },
    witness: declined,
    judge: ({ witness, pass, fail }) => {
      const other = witness.find((call) => reportsSuccess(call) || call.body["errorReason"] !== "card_declined");
      return other === undefined ? pass({ at: witness.map(({ response }) => response) }) : fail("A hard decline was reported as something else than card_declined", { expected: "card_declined", actual: outcomeOf(other), at: [other.request, other.response] });
    },
    killedBy: ["facilitator.auth-capture-card.hard-detail-told"],
    alsoKilledBy: UNREASONED,
  }),
  check({
    id: "card.fac.declined-code.alike",
    requirement: "card.fac.declined-code",
    title: "Replies to hard declines do not tell the reasons apart",
    appliesTo: { scenarios: `${AT}/hard-reasons` },
    witness: (trace) => {
      const found = declined(trace);
      return found !== undefined && found.filter(({ as }) => as !== "declined-twin").length > 1 ? found : undefined;
    },
    judge: ({ witness, pass, fail }) => {
      const twin = witness.find(({ as }) => as === "declined-twin");
      const [first, ...others] = witness.filter((call) => call !== twin);
      if (first === undefined) return pass({ at: witness.map(({ response }) => response) });
      const [found] = others.flatMap((other) => {
        const told = difference({ one: first, other, twin });
        return told === undefined ? [] : [{ ...told, other }];
      });
      return found === undefined
        ? pass({ at: witness.map(({ response }) => response) })
        : fail(`Replies to hard declines tell their reasons apart by ${found.where}`, { expected: `${found.one}, as to another reason`, actual: found.different, at: [first.response, found.other.response] });
    },
    killedBy: ["facilitator.auth-capture-card.hard-detail-beside"],
    alsoKilledBy: { "facilitator.auth-capture-card.hard-detail-told": "its codes differ by reason" },
  }),
  check({
    id: "card.fac.auth-required-code",
    requirement: "card.fac.auth-required-code",
    appliesTo: { scenarios: `${AT}/authentication` },
    witness: (trace) => {
      const held = heldBy(trace);
      const [call] = answered(trace, "declined");
      const after = books(trace, "after");
      // The issuer was asked, and had the cardholder authenticated or not at all.
      return held === undefined || call === undefined || after === undefined || intentsOf({ books: after, call }).length === 0 ? undefined : { held, call, after };
    },
    judge: ({ witness: { call, after }, pass, fail }) => {
      const at = [call.request, call.response, after.mark];
      const [hold] = approvedOf({ books: after, call });
      if (hold !== undefined) return fail("A hold was placed although the issuer wanted the cardholder authenticated", { actual: `${hold.id} is ${hold.status}`, at });
      return !reportsSuccess(call) && call.body["errorReason"] === "card_authentication_required" ? pass({ at }) : fail("That the issuer wants the cardholder authenticated was not reported as such", { expected: "card_authentication_required", actual: outcomeOf(call), at });
    },
    killedBy: ["facilitator.auth-capture-card.authentication-as-declined"],
    alsoKilledBy: UNREASONED,
  }),
  check({
    id: "card.fac.no-hard-retry",
    requirement: "card.fac.no-hard-retry",
    appliesTo: { scenarios: `${AT}/hard-again` },
    witness: (trace) => {
      const [first] = answered(trace, "declined");
      const again = answered(trace, "again");
      const after = books(trace, "after");
      const asked = books(trace, "declined");
      // That the issuer was asked, and declined, no stub brings about.
      const submitted = first !== undefined && asked !== undefined && intentsOf({ books: asked, call: first }).some(({ attempts }) => attempts > 0);
      return !submitted || after === undefined || again.length === 0 ? undefined : { first, again, after };
    },
    judge: ({ witness: { first, again, after }, pass, fail }) => {
      const attempts = intentsOf({ books: after, call: first }).reduce((sum, intent) => sum + intent.attempts, 0);
      const at = [first.response, ...again.map(({ response }) => response), after.mark];
      return attempts === 1 ? pass({ at }) : fail("A payment that was declined for good was submitted again", { expected: "one authorization", actual: String(attempts), at });
    },
    killedBy: ["facilitator.auth-capture-card.hard-resubmitted"],
  }),
  check({
    id: "card.fac.soft-cap",
    requirement: "card.fac.soft-cap",
    appliesTo: { scenarios: `${AT}/soft-again` },
    witness: (trace) => {
      const settles = answered(trace, "declined");
      const after = books(trace, "after");
      const [first] = settles;
      const asked = first === undefined || after === undefined ? [] : intentsOf({ books: after, call: first });
      const limit = attemptLimit(trace);
      return after === undefined || asked.length === 0 || limit === undefined || settles.length <= limit ? undefined : { settles, after, asked, limit };
    },
    judge: ({ witness: { settles, after, asked, limit }, pass, fail }) => {
      const attempts = asked.reduce((sum, intent) => sum + intent.attempts, 0);
      const at = [settles.at(-1)?.response, after.mark].filter((event) => event !== undefined);
      return attempts <= limit ? pass({ at }) : fail("A payment was submitted more often than provider and card network allow", { expected: `at most ${limit} authorizations`, actual: String(attempts), at });
    },
    killedBy: ["facilitator.auth-capture-card.soft-uncapped"],
  }),
];
