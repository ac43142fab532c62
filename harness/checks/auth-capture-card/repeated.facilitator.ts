import type { RpcEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { books, capturedControl, type Held, heldBy, later, movesBetween, payloadOf, reportsPending, type SeenBooks } from "./books.ts";

/** scheme_auth_capture_card.md 4.6: a payment takes one capture or one void, and who repeats it is told its outcome. */

const AT = "facilitator/auth-capture-card/finalize";

interface Ended {
  readonly held: Held;
  readonly first: AnsweredCall;
  readonly second: AnsweredCall;
  readonly after: SeenBooks;
}

/** A payment that was ended, as the books have it, and a settle of it after that. */
function ended(trace: Trace, as: string): Ended | undefined {
  const held = heldBy(trace);
  const [first] = answered(trace, "first");
  const [second] = answered(trace, as);
  const after = books(trace, "after");
  if (held === undefined || first === undefined || second === undefined || after === undefined) return undefined;
  const status = later(trace, held.intent, "first")?.status;
  return status === "succeeded" || status === "canceled" ? { held, first, second, after } : undefined;
}

function toldOnce(trace: Trace): Ended | undefined {
  const found = ended(trace, "again");
  return found !== undefined && reportsSuccess(found.first) ? found : undefined;
}

/** What became of the case's money at a moment. */
function told(trace: Trace, when: string): string {
  return (books(trace, when)?.intents ?? []).flatMap(({ id, status, received, refunded, approved }) => (approved ? [`${id} ${status}, ${received} captured, ${refunded} refunded`] : [])).join("; ");
}

function idempotencyKeyOf({ params }: RpcEvent): unknown {
  return (params as { readonly idempotencyKey?: unknown }).idempotencyKey;
}

const sameOutcome = (one: AnsweredCall, other: AnsweredCall): boolean => ["success", "transaction", "amount"].every((member) => one.body[member] === other.body[member]);

export const checks = [
  check({
    id: "card.fac.one-finalize",
    requirement: "card.fac.one-finalize",
    appliesTo: { scenarios: `${AT}/twice/*` },
    witness: (trace) => ended(trace, "second"),
    judge: ({ witness: { held, second, after }, trace, pass, fail }) => {
      // Who leaves it to the PSP to refuse has it refused: only what came of it counts.
      const was = told(trace, "first");
      const is = told(trace, "after");
      const [move] = movesBetween(trace, { after: second.request.seq, intent: held.intent });
      const at = [second.request, move, second.response, after.mark].filter((event) => event !== undefined);
      return is === was ? pass({ at }) : fail(`A ${String(payloadOf(second)["type"])} of a payment that was over was carried out`, { expected: was, actual: is, at });
    },
    killedBy: ["facilitator.auth-capture-card.finalized-again"],
  }),
  check({
    id: "card.fac.retry-conflict",
    requirement: "card.fac.retry-conflict",
    appliesTo: { scenarios: `${AT}/twice/*` },
    witness: (trace) => ended(trace, "second"),
    judge: ({ witness: { first, second }, pass, fail }) => {
      const at = [first.response, second.request, second.response];
      return reportsSuccess(second) ? fail(`A ${String(payloadOf(second)["type"])} of a payment that was over was reported as a success`, { expected: "a refusal", actual: outcomeOf(second), at }) : pass({ at });
    },
    killedBy: ["facilitator.auth-capture-card.conflict-succeeds"],
  }),
  check({
    id: "card.fac.retry-stored",
    requirement: "card.fac.retry-stored",
    title: "A capture or void that is repeated is answered with its outcome",
    appliesTo: { scenarios: `${AT}/repeated/*` },
    witness: toldOnce,
    judge: ({ witness: { first, second }, pass, fail }) => {
      const at = [first.response, second.request, second.response];
      return sameOutcome(first, second) ? pass({ at }) : fail(`A ${String(payloadOf(second)["type"])} that was repeated was not answered with its outcome`, { expected: outcomeOf(first), actual: outcomeOf(second), at });
    },
    killedBy: ["facilitator.auth-capture-card.retry-refused"],
  }),
  check({
    id: "card.fac.retry-stored.not-submitted",
    requirement: "card.fac.retry-stored",
    title: "A capture or void that is repeated is not submitted once more",
    appliesTo: { scenarios: `${AT}/repeated/*` },
    witness: toldOnce,
    judge: ({ witness: { held, first, second, after }, trace, pass, fail }) => {
      const before = movesBetween(trace, { after: first.request.seq, before: second.request.seq, intent: held.intent });
      // With the key of the first one the provider answers from what it has stored: that submits nothing.
      const anew = movesBetween(trace, { after: second.request.seq, intent: held.intent }).find((move) => idempotencyKeyOf(move) === undefined || !before.some((earlier) => earlier.method === move.method && idempotencyKeyOf(earlier) === idempotencyKeyOf(move)));
      return anew === undefined ? pass({ at: [first.response, second.response, after.mark] }) : fail("A capture or void that was repeated was submitted to the PSP again", { expected: "the stored outcome", actual: `${anew.method} with another Idempotency-Key`, at: [second.request, anew, second.response] });
    },
    killedBy: ["facilitator.auth-capture-card.retry-resubmitted"],
  }),
  check({
    id: "card.fac.retry-stored.lost",
    requirement: "card.fac.retry-stored",
    title: "A capture that is repeated because the PSP's answer was lost is not refused",
    appliesTo: { scenarios: `${AT}/repeated-lost` },
    witness: (trace) => ended(trace, "again"),
    judge: ({ witness: { first, second, after }, pass, fail }) => {
      const at = [first.response, second.request, second.response, after.mark];
      // Who waits for the PSP's word on it has not refused it.
      return reportsSuccess(second) || reportsPending(second) ? pass({ at }) : fail("A capture that was carried out is reported as none", { expected: "success, or settlement_pending", actual: outcomeOf(second), at });
    },
    killedBy: ["facilitator.auth-capture-card.lost-capture-refused"],
    alsoKilledBy: { "facilitator.auth-capture-card.retry-refused": "a repetition is refused whatever became of the first" },
  }),
  check({
    id: "card.fac.restart.captured",
    requirement: "card.fac.restart",
    title: "A hold that was placed before a restart of the facilitator is captured after it",
    appliesTo: { scenarios: `${AT}/restarted` },
    witness: (trace) => {
      const held = heldBy(trace);
      const [first] = answered(trace, "first");
      const seen = books(trace, "first");
      return capturedControl(trace) === undefined || held === undefined || first === undefined || seen === undefined || trace.mark("restarted") === undefined ? undefined : { held, first, seen };
    },
    judge: ({ witness: { held, first, seen }, trace, pass, fail, notApplicable }) => {
      if (reportsPending(first)) return notApplicable("it reports the capture as pending");
      const at = [held.call.response, first.request, first.response, seen.mark];
      return reportsSuccess(first) && later(trace, held.intent, "first")?.status === "succeeded" ? pass({ at }) : fail("A hold from before a restart could not be captured after it", { expected: "success", actual: outcomeOf(first), at });
    },
    killedBy: ["facilitator.auth-capture-card.forgets-on-restart"],
  }),
  check({
    id: "card.fac.restart.once",
    requirement: "card.fac.restart",
    title: "A capture that is repeated after a restart of the facilitator is answered with its outcome",
    appliesTo: { scenarios: `${AT}/restarted` },
    witness: toldOnce,
    judge: ({ witness: { held, first, second }, trace, pass, fail }) => {
      const at = [first.response, second.request, second.response];
      const captured = later(trace, held.intent, "first")?.received;
      if (later(trace, held.intent, "after")?.received !== captured) return fail("A capture was carried out twice", { at });
      return sameOutcome(first, second) ? pass({ at }) : fail("A capture from before a restart was not answered with its outcome", { expected: outcomeOf(first), actual: outcomeOf(second), at });
    },
    killedBy: ["facilitator.auth-capture-card.outcomes-forgotten"],
    alsoKilledBy: { "facilitator.auth-capture-card.retry-refused": "a repetition is refused after a restart as well" },
  }),
];
