import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { books, type Held, heldBy, later, payloadOf, type SeenBooks } from "./books.ts";

/** scheme_auth_capture_card.md 4.6 and 6.2: a payment is ended by its own server, and by nobody else. */

interface Asked {
  readonly held: Held;
  readonly call: AnsweredCall;
  readonly asked: SeenBooks;
}

/** Somebody else's settle of a hold that the target lets its own server capture: then, or in the end. */
function askedByOthers(trace: Trace): Asked | undefined {
  const held = heldBy(trace);
  const [call] = answered(trace, "edited");
  const asked = books(trace, "asked");
  if (held === undefined || call === undefined || asked === undefined) return undefined;
  const ownCaptured = later(trace, held.intent, "asked")?.status === "requires_capture" && later(trace, held.intent, "after")?.status === "succeeded";
  return ownCaptured || reportsSuccess(call) || later(trace, held.intent, "asked")?.status !== "requires_capture" ? { held, call, asked } : undefined;
}

const refused = (options: { id: string; requirement: string; title: string; who: string; killedBy: readonly string[] }) =>
  check({
    id: options.id,
    requirement: options.requirement,
    title: options.title,
    appliesTo: { scenarios: `facilitator/auth-capture-card/consent/${options.who}/*` },
    witness: askedByOthers,
    judge: ({ witness: { held, call, asked }, trace, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, asked.mark];
      const what = `A ${String(payloadOf(call)["type"])}`;
      const status = later(trace, held.intent, "asked")?.status;
      if (status !== "requires_capture") return fail(`${what} was carried out that the payment's server did not ask for`, { expected: "the hold as it was", actual: `${held.intent.id} is ${status ?? "gone"}`, at });
      return reportsSuccess(call) ? fail(`${what} was reported as a success that the payment's server did not ask for`, { actual: outcomeOf(call), at }) : pass({ at });
    },
    killedBy: options.killedBy,
  });

export const checks = [
  refused({ id: "card.fac.consent.nobody", requirement: "card.fac.consent", title: "A capture or void without a credential is refused", who: "nobody", killedBy: ["facilitator.auth-capture-card.consent-unasked"] }),
  refused({ id: "card.fac.consent.unknown", requirement: "card.fac.consent", title: "A capture or void with a credential that was never given out is refused", who: "unknown", killedBy: ["facilitator.auth-capture-card.consent-unasked"] }),
  refused({ id: "card.fac.consent.another-server", requirement: "card.fac.consent", title: "A capture or void with another server's credential is refused", who: "another-server", killedBy: ["facilitator.auth-capture-card.consent-anybodys"] }),
  refused({
    id: "card.fac.payto-bind",
    requirement: "card.fac.payto-bind",
    title: "A capture or void of a payment that was held under another payTo is refused",
    who: "another-account",
    killedBy: ["facilitator.auth-capture-card.payto-unbound"],
  }),
];
