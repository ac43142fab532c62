import type { ApiParams } from "../../world/api-proxy.ts";
import type { RpcEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, foundValid, outcomeOf, reportsSuccess, validControl } from "../facilitator-calls.ts";
import { credits, orders, REFUSED, saysTaken, started, starts, statusCalls, statuses, takenAs, told, toldState, tokenOf, viewAfter, viewAtEnd, viewBefore } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.6: what the provider did not answer, and what is known after a restart. */

const BANK = "facilitator.bank-payments";

interface Silent {
  readonly token: string;
  readonly order: RpcEvent;
  /** What was answered while the provider was silent. */
  readonly replies: readonly [AnsweredCall, ...AnsweredCall[]];
}

/** A settle whose order was sent, and got no answer. */
function silent(trace: Trace): Silent | undefined {
  const [settle] = answered(trace, "settle");
  if (settle === undefined || validControl(trace) === undefined) return undefined;
  const order = orders(trace, tokenOf(settle)).find(({ seq, error }) => error !== undefined && seq < settle.response.seq);
  return order === undefined ? undefined : { token: tokenOf(settle), order, replies: [settle, ...statusCalls(trace, "status-silent")] };
}

/** What a reply says of an outcome that nobody can know. */
function guess(call: AnsweredCall): boolean {
  const { reasonClass, state } = told(call);
  return saysTaken(call) || REFUSED.has(reasonClass) || reasonClass === "returned" || state === "refused" || state === "returned";
}

/** Attempts of one request, by its path: what orders and what confirms are two. */
function keysOf(trace: Trace, token: string): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const keys = new Map<string, Set<string | undefined>>();
  for (const { method, params } of starts(trace, token)) keys.set(method, (keys.get(method) ?? new Set()).add((params as ApiParams).idempotencyKey));
  return keys;
}

export const checks = onBanks(({ row, on }) => [
  check({
    id: row("idempotency-key"),
    requirement: row("idempotency-key"),
    appliesTo: on("psp-silent/*", "psp-silent-restart/*"),
    witness(trace) {
      const found = silent(trace);
      const [other] = answered(trace, "settle-other");
      return found === undefined || other === undefined || starts(trace, found.token).length === 0 || starts(trace, tokenOf(other)).length === 0 ? undefined : { token: found.token, other: tokenOf(other) };
    },
    judge({ witness, trace, pass, fail }) {
      const own = keysOf(trace, witness.token);
      const others = new Set([...keysOf(trace, witness.other).values()].flatMap((keys) => [...keys]));
      const at = [...starts(trace, witness.token), ...starts(trace, witness.other)];
      for (const keys of own.values()) {
        const shown = [...keys].map((key) => key ?? "none").join(", ");
        if (keys.has(undefined) || keys.has("")) return fail("An order was sent without an idempotency key", { expected: "one key", actual: shown, at });
        if (keys.size > 1) return fail("Attempts of one payment have several idempotency keys", { expected: "one key", actual: shown, at });
        if ([...keys].some((key) => others.has(key))) return fail("Two payments have one idempotency key", { expected: "a key for each", actual: shown, at });
      }
      return pass({ at });
    },
    killedBy: [`${BANK}.idempotency-missing`, `${BANK}.idempotency-random`],
    alsoKilledBy: { [`${BANK}.silence-ordered-anew`]: "it is another order, with a key of its own", [`${BANK}.paid-twice`]: "its second order of a payment has a key of its own" },
  }),
  check({
    id: row("psp-silent"),
    requirement: row("psp-silent"),
    appliesTo: on("psp-silent/*", "psp-silent-restart/*"),
    witness: silent,
    judge({ witness: { order, replies }, pass, fail }) {
      const odd = replies.find(guess);
      return odd === undefined ? pass({ at: [order, ...replies.map(({ response }) => response)] }) : fail("A payment of which nobody knows is told as accepted or refused", { expected: "unexpected_settle_error, or an error", actual: outcomeOf(odd), at: [order, odd.request, odd.response] });
    },
    killedBy: [`${BANK}.silence-refused`, `${BANK}.silence-pending`],
  }),
  check({
    id: row("psp-silent-resumes"),
    requirement: row("psp-silent-resumes"),
    appliesTo: on("psp-silent/*", "psp-silent-restart/*"),
    witness(trace) {
      const found = silent(trace);
      const [again] = answered(trace, "settle-again");
      return found === undefined || again === undefined || found.replies.some(guess) ? undefined : { ...found, again };
    },
    judge({ witness: { token, order, again }, trace, pass, fail }) {
      const at = [order, again.request, again.response];
      const [payment, second] = started(viewAtEnd(trace), token);
      if (payment === undefined) return fail("A payment of which the provider did not hear was not made when it was presented again", { actual: outcomeOf(again), at });
      if (second !== undefined) return fail("A payment of which the provider did not answer was made twice", { expected: payment.id, actual: second.id, at });
      const moved = credits(trace, payment);
      if (moved.length !== 1) return fail("A payment of which the provider did not answer did not move once", { expected: "one movement", actual: `${moved.length}`, at: [...at, ...moved] });
      const then = started(viewAfter(trace, again), token)[0]?.state;
      return toldState(again) === then && told(again).transaction === payment.id ? pass({ at: [...at, ...moved] }) : fail("A payment that was resumed is told otherwise than the provider has it", { expected: `${String(then)}, transaction ${payment.id}`, actual: outcomeOf(again), at });
    },
    killedBy: [`${BANK}.silence-final`, `${BANK}.silence-ordered-anew`],
    alsoKilledBy: {
      [`${BANK}.paid-twice`]: "each of its payments is two",
      [`${BANK}.pending-success`]: "it is told as settled",
      [`${BANK}.pending-without-transaction`]: "it is told without its transaction",
    },
  }),
  check({
    id: `${row("psp-silent-resumes")}.verify`,
    requirement: row("psp-silent-resumes"),
    title: "The payload is found valid when it is presented again after the provider did not answer, whatever authorisation it has used up",
    appliesTo: on("psp-silent-verify"),
    witness(trace) {
      const [settle] = answered(trace, "settle");
      const [again] = answered(trace, "verify-again");
      if (settle === undefined || again === undefined || validControl(trace) === undefined) return undefined;
      const token = tokenOf(settle);
      const order = starts(trace, token).find(({ seq, error }) => error !== undefined && seq < settle.response.seq);
      // The provider has it, and nobody was told to deliver or that it is over: 6.1, number 5, finds nothing.
      return order === undefined || guess(settle) || started(viewAfter(trace, settle), token).length !== 1 ? undefined : { order, settle, again };
    },
    judge({ witness: { order, settle, again }, pass, fail, notApplicable }) {
      const at = [order, settle.response, again.response];
      if (foundValid(again)) return pass({ at });
      // Who has just seen the provider fail may leave it alone for a while.
      const { status } = again.response;
      if (status >= 500 || status === 429 || again.body["invalidReason"] === "unexpected_verify_error") return notApplicable("the target did not say whether the payment is valid");
      return fail("A payment of which the provider did not answer was found invalid when it was presented again", { expected: "isValid true", actual: outcomeOf(again), at });
    },
    killedBy: [`${BANK}.verify-unknown-invalid`, `${BANK}.verify-examines-anew`],
  }),
  check({
    id: row("restart"),
    requirement: row("restart"),
    appliesTo: on("restart/*"),
    witness(trace) {
      const first = takenAs(trace, "pending");
      const [status] = first === undefined ? [] : statuses(trace, first.call);
      const [again] = answered(trace, "settle-again");
      return first === undefined || status === undefined || again === undefined || trace.mark("restarted") === undefined ? undefined : { first, status, again };
    },
    judge({ witness: { first, status, again }, trace, pass, fail }) {
      const at = [first.call.response, status.request, status.response];
      const [payment] = started(viewBefore(trace, status), first.token);
      if (toldState(status) !== payment?.state) return fail("A payment was not found again in its state after a restart", { expected: `extra.state ${String(payment?.state)}`, actual: outcomeOf(status), at });
      const made = started(viewAtEnd(trace), first.token);
      if (made.length > 1) return fail("A payment was started again after a restart", { expected: first.payment.id, actual: made.map(({ id }) => id).join(", "), at: [again.request, again.response] });
      return reportsSuccess(again) ? fail("A payment that is pending was told as settled after a restart", { actual: outcomeOf(again), at: [again.request, again.response] }) : pass({ at: [...at, again.response] });
    },
    killedBy: [`${BANK}.state-in-memory`],
    alsoKilledBy: { [`${BANK}.settles-anew`]: "another payment is started by the second settle", [`${BANK}.paid-twice`]: "each of its payments is two" },
  }),
]);
