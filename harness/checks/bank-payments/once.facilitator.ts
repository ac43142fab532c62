import type { PaymentView } from "../../methods/bank-view.ts";
import type { MarkEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { isReason, orders, REFUSED, saysTaken, started, statuses, taken, type Taken, termsOf, told, toldState, tokenOf, viewAfter, viewAtEnd, viewBefore } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.4 and 6.5: one payment, one reply that delivers. */

const BANK = "facilitator.bank-payments";

const NO_REASON = { "facilitator.reply.failure-without-reason": "no reason is not the one" };

interface Repeated {
  readonly settles: readonly AnsweredCall[];
  /** As the provider has it in the end. */
  readonly payment: PaymentView;
}

/** One payload that was settled several times, and whose payment settled. */
function repeated(trace: Trace): Repeated | undefined {
  const [first] = taken(trace);
  const settles = first === undefined ? [] : answered(trace, "settle").filter((call) => tokenOf(call) === first.token);
  const [payment] = first === undefined ? [] : started(viewAtEnd(trace), first.token);
  return payment?.state !== "settled" || settles.length < 2 ? undefined : { settles, payment };
}

const isDuplicate = (call: AnsweredCall): boolean => told(call).reasonClass === "nonce";

/** Whether a reply tells a server that delivers on acceptance to deliver. The state does not: every reply about a payment has it. */
const deliversAccepted = (call: AnsweredCall): boolean => reportsSuccess(call) || isReason(told(call).reason, "settlement_pending");

/** Replies that came before, or at the same time as, the one that delivers, and those to calls made after it. */
function sides(settles: readonly AnsweredCall[], delivering: AnsweredCall): { readonly before: readonly AnsweredCall[]; readonly after: readonly AnsweredCall[] } {
  // Who is asked too often may say so.
  const others = settles.filter((call) => call !== delivering && call.response.status !== 429);
  const after = others.filter(({ request }) => request.seq > delivering.response.seq);
  return { before: others.filter((call) => !after.includes(call)), after };
}

const isSecond = (call: AnsweredCall, { id }: PaymentView): boolean => !told(call).success && isDuplicate(call) && told(call).transaction === id;
const isEarly = (call: AnsweredCall): boolean => !told(call).success && toldState(call) === "pending";

export const checks = onBanks(({ row, on }) => [
  ...(
    [
      { name: "once-settled", delivers: reportsSuccess, again: "settled-again", what: "success", mayBeEarly: true },
      { name: "once-accepted", delivers: deliversAccepted, again: "accepted-again", what: "settlement_pending or success", mayBeEarly: false },
    ] as const
  ).flatMap(({ name, delivers, again, what, mayBeEarly }) => [
    check({
      id: row(name),
      requirement: row(name),
      title: `One settle of a payload, and no other, is told to deliver when the payment is ${name.slice("once-".length)}`,
      appliesTo: on(`${name}/*`),
      witness: repeated,
      judge({ witness: { settles }, pass, fail }) {
        const delivering = settles.filter(delivers);
        const shown = { expected: `one reply with ${what}`, actual: `${delivering.length} of ${settles.length}`, at: (delivering.length === 0 ? settles : delivering).map(({ response }) => response) };
        if (delivering.length > 1) return fail("Several settles of one payment were told to deliver", shown);
        return delivering.length === 0 ? fail("No settle of a payment was told to deliver", shown) : pass({ at: settles.map(({ response }) => response) });
      },
      killedBy: [`${BANK}.${again}`, `${BANK}.delivers-at-once`],
      alsoKilledBy:
        name === "once-settled"
          ? { [`${BANK}.pending-success`]: "the success that comes too early is one too many", [`${BANK}.settled-pending`]: "what is always pending never delivers" }
          : { [`${BANK}.pending-other-reason`]: "the server delivers by no other reason", ...NO_REASON },
    }),
    check({
      id: `${row(name)}.others`,
      requirement: row(name),
      title: "The other settles are told that the payment has been delivered for, with its transaction",
      appliesTo: on(`${name}/*`),
      witness(trace) {
        const found = repeated(trace);
        const [delivering, more] = found?.settles.filter(delivers) ?? [];
        return found === undefined || delivering === undefined || more !== undefined ? undefined : { ...found, ...sides(found.settles, delivering) };
      },
      judge({ witness: { payment, before, after, settles }, pass, fail }) {
        const odd = after.find((call) => !isSecond(call, payment)) ?? before.find((call) => !isSecond(call, payment) && !(mayBeEarly && isEarly(call)));
        return odd === undefined ? pass({ at: settles.map(({ response }) => response) }) : fail("A settle of a payment that was delivered for is answered otherwise", { expected: `success false, duplicate_settlement, transaction ${payment.id}`, actual: outcomeOf(odd), at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.duplicate-other-reason`, `${BANK}.duplicate-without-transaction`],
      alsoKilledBy: { [`${BANK}.transaction-renamed`]: "the transaction is not the payment's", ...(name === "once-settled" ? NO_REASON : {}), ...(name === "once-accepted" ? { [`${BANK}.pending-without-transaction`]: "the transaction is not there" } : {}) },
    }),
  ]),
  check({
    id: row("dedup"),
    requirement: row("dedup"),
    appliesTo: on("once-settled/*", "once-accepted/*"),
    witness: (trace) => {
      const [first] = taken(trace);
      const settles = first === undefined ? [] : answered(trace, "settle").filter((call) => tokenOf(call) === first.token);
      return first === undefined || settles.length < 2 ? undefined : { first, settles };
    },
    judge({ witness: { first, settles }, trace, pass, fail }) {
      const made = started(viewAtEnd(trace), first.token);
      const moved = trace.transfers().filter(({ recipient, transaction }) => recipient === first.payment.merchant && made.some(({ id }) => id === transaction));
      const at = settles.map(({ response }) => response);
      if (made.length > 1) return fail("One payment was started several times", { expected: first.payment.id, actual: made.map(({ id }) => id).join(", "), at });
      return moved.length > 1 ? fail("One payment moved money several times", { expected: "one movement", actual: `${moved.length}`, at: moved }) : pass({ at });
    },
    killedBy: [`${BANK}.settles-anew`],
    alsoKilledBy: { [`${BANK}.paid-twice`]: "each of its payments is two" },
  }),
  check({
    id: row("dedup-conflict"),
    requirement: row("dedup-conflict"),
    appliesTo: on("dedup-conflict/*"),
    witness(trace) {
      const [first] = taken(trace);
      const [other] = answered(trace, "settle-edited");
      const [status] = first === undefined ? [] : statuses(trace, first.call);
      return first === undefined || other === undefined || status === undefined ? undefined : { first, other, status };
    },
    judge({ witness: { first, other, status }, trace, pass, fail }) {
      const at = [first.call.response, other.request, other.response];
      if (saysTaken(other)) return fail("paymentId of a payment was taken with other terms", { expected: "success false, and a reason for it", actual: outcomeOf(other), at });
      const known = new Set(viewBefore(trace, other).payments.map(({ id }) => id));
      const second = viewAfter(trace, other).payments.find((payment) => payment.started && !known.has(payment.id));
      if (second !== undefined) return fail("paymentId of a payment started another one", { expected: first.payment.id, actual: second.id, at });
      const { transaction } = told(status);
      const amount = status.body["amount"];
      const was = termsOf(first.call)["amount"];
      const changed = transaction !== first.payment.id || (amount !== undefined && String(amount) !== was);
      return changed ? fail("A payment was changed by a request with other terms", { expected: `${first.payment.id} of ${String(was)}`, actual: outcomeOf(status), at: [...at, status.response] }) : pass({ at: [...at, status.response] });
    },
    killedBy: [`${BANK}.conflict-ignored`],
    alsoKilledBy: {
      [`${BANK}.pending-without-transaction`]: "the first payment is not told by its transaction",
      [`${BANK}.amount-with-point`]: "the first payment is told with another amount",
    },
  }),
  check({
    id: row("dedup-scope"),
    requirement: row("dedup-scope"),
    appliesTo: on("dedup-scope"),
    witness(trace) {
      const [first] = taken(trace);
      const [other] = answered(trace, "settle-other");
      return first === undefined || other === undefined ? undefined : { first, other };
    },
    judge({ witness: { first, other }, trace, pass, fail }) {
      const at = [first.call.response, other.request, other.response];
      const [payment] = started(viewAfter(trace, other), tokenOf(other));
      if (payment === undefined || payment.merchant !== termsOf(other)["payTo"]) return fail("A paymentId that another merchant's payment has made no payment", { expected: `a payment to ${String(termsOf(other)["payTo"])}`, actual: outcomeOf(other), at });
      return told(other).transaction === first.payment.id ? fail("A payment was answered with another merchant's", { expected: payment.id, actual: outcomeOf(other), at }) : pass({ at });
    },
    killedBy: [`${BANK}.payment-id-global`],
  }),
  check({
    id: row("no-resubmit"),
    requirement: row("no-resubmit"),
    appliesTo: on("no-resubmit/*"),
    witness: overAndAgain,
    judge({ witness: { first, over, again }, trace, pass, fail }) {
      const [order] = orders(trace, first.token).filter(({ seq }) => seq > over.seq);
      if (order !== undefined) return fail("A payment that is over was ordered again", { actual: order.params, at: order });
      const state = (over.data as { readonly state: string }).state;
      const odd = again.find((call) => !isOutcome(call, state));
      return odd === undefined ? pass({ at: again.map(({ response }) => response) }) : fail("The payload of a payment that is over is answered with another outcome", { expected: `success false, extra.state ${state}`, actual: outcomeOf(odd), at: [odd.request, odd.response] });
    },
    killedBy: [`${BANK}.refused-submitted-again`, `${BANK}.returned-submitted-again`],
    alsoKilledBy: {
      [`${BANK}.refused-pending`]: "the outcome of a refused payment is told as none",
      [`${BANK}.returned-refused`]: "the outcome of a returned payment is told as another one",
    },
  }),
]);

function overAndAgain(trace: Trace): { readonly first: Taken; readonly over: MarkEvent; readonly again: readonly AnsweredCall[] } | undefined {
  const over = trace.events.find((event): event is MarkEvent => event.kind === "mark" && event.name === "over");
  const [first] = taken(trace);
  const again = answered(trace, "settle-again");
  const [last] = again;
  if (over === undefined || first === undefined || last === undefined) return undefined;
  const state = (over.data as { readonly state: string }).state;
  return started(viewBefore(trace, last), first.token)[0]?.state === state ? { first, over, again } : undefined;
}

/** Whether a reply tells that outcome, by its state or by a reason of its class. */
function isOutcome(call: AnsweredCall, outcome: string): boolean {
  const { success, reason, reasonClass, state } = told(call);
  if (success || isReason(reason, "settlement_pending")) return false;
  if (state !== undefined) return state === outcome;
  return reasonClass === undefined ? reason !== undefined : outcome === "returned" ? reasonClass === "returned" : REFUSED.has(reasonClass);
}

