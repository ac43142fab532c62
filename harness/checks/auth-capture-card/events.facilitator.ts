import { check } from "../check.ts";
import { answered, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { books, heldBy, later, movesBetween, payloadOf, reportsPending } from "./books.ts";

/**
 * Events of the PSP, whose intake scheme_auth_capture_card.md 6.2 leaves to the facilitator: the text says nothing of what
 * is forged, late or sent twice. Judged by what became of the payment, and never by how the event was answered.
 */

const AT = "facilitator/auth-capture-card/events";

interface Forged {
  readonly signature: string;
}

interface Delivered {
  readonly deliveries: readonly { readonly statuses: readonly (number | null)[] }[];
}

export const checks = [
  check({
    id: "card.fac.event-forged",
    requirement: "card.fac.event-forged",
    appliesTo: { scenarios: `${AT}/forged/*` },
    witness: (trace) => {
      const held = heldBy(trace);
      const [call] = answered(trace, "finalize");
      const forged = trace.marks<Forged>("forged");
      const after = books(trace, "after");
      // The hold stands when the settle comes: what refuses it then is the event.
      const standing = held !== undefined && later(trace, held.intent, "held")?.status === "requires_capture";
      return !standing || call === undefined || after === undefined || forged.length === 0 ? undefined : { held, call, forged, after };
    },
    judge: ({ witness: { held, call, after }, trace, pass, fail, notApplicable }) => {
      const { type } = payloadOf(call);
      if (reportsPending(call)) return notApplicable(`it reports the ${String(type)} as pending`);
      const at = [held.call.response, call.request, call.response, after.mark];
      const status = later(trace, held.intent, "after")?.status;
      const done = status === (type === "capture" ? "succeeded" : "canceled");
      return done && reportsSuccess(call) ? pass({ at }) : fail(`A ${String(type)} did not come about after an event that the PSP did not sign`, { expected: "success, as the hold stands", actual: `${outcomeOf(call)}; ${held.intent.id} is ${status ?? "gone"}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.event-unverified"],
    alsoKilledBy: { "facilitator.auth-capture-card.lifecycle-refused": "the settle does not come about then either", "facilitator.auth-capture-card.void-unsubmitted": "the void does not come about then either" },
  }),
  check({
    id: "card.fac.event-order",
    requirement: "card.fac.event-order",
    appliesTo: { scenarios: `${AT}/disordered` },
    witness: (trace) => {
      const held = heldBy(trace);
      const [first] = answered(trace, "first");
      const [again] = answered(trace, "again");
      const [other] = answered(trace, "other");
      const delivered = trace.mark<Delivered>("delivered")?.deliveries ?? [];
      const after = books(trace, "after");
      const captured = held !== undefined && later(trace, held.intent, "first")?.status === "succeeded";
      return !captured || first === undefined || again === undefined || other === undefined || after === undefined || !reportsSuccess(first) || delivered.length === 0 ? undefined : { held, first, other, again, after };
    },
    judge: ({ witness: { held, first, other, again, after }, trace, pass, fail }) => {
      const at = [first.response, again.request, again.response, after.mark];
      const end = later(trace, held.intent, "after");
      if (end?.status !== "succeeded" || end.refunded > 0) return fail("Events that came late and twice changed a payment at the PSP", { actual: `${held.intent.id} is ${end?.status ?? "gone"}`, at });
      const [move] = movesBetween(trace, { after: first.response.seq, before: other.request.seq, intent: held.intent });
      if (move !== undefined) return fail("Events that came late and twice had the PSP asked for something", { actual: move.method, at: [move, ...at] });
      return ["success", "transaction", "amount"].every((member) => first.body[member] === again.body[member]) ? pass({ at }) : fail("Events that came late and twice changed what is said of a payment", { expected: outcomeOf(first), actual: outcomeOf(again), at });
    },
    killedBy: ["facilitator.auth-capture-card.event-state-believed"],
    alsoKilledBy: { "facilitator.auth-capture-card.retry-refused": "the repetition by which it is seen is refused" },
  }),
];
