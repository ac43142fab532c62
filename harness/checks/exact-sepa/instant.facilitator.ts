import type { MarkEvent } from "../../trace/events.ts";
import { isReason, REFUSED, started, statusCalls, statuses, taken, told, toldState, viewBefore } from "../bank-payments/evidence.ts";
import { SEPA } from "../bank-payments/rows.ts";
import { check } from "../check.ts";
import { answered, outcomeOf, validControl } from "../facilitator-calls.ts";

/** sepa.md, 3.2 to 3.4: instant transfers. */

const BANK = "facilitator.bank-payments";
const INSTANT = "facilitator.exact-sepa";
const { row, on } = SEPA;
/** At the provider, so that what is told of it can be compared. */
const rejected = (trace: Parameters<typeof taken>[0]) => taken(trace).find(({ payment }) => payment.state === "refused" && payment.reasonCode !== undefined);

export const checks = [
  check({
    id: row("inst-waits"),
    requirement: row("inst-waits"),
    appliesTo: on("inst-waits"),
    witness(trace) {
      const answers = trace.events.find((event): event is MarkEvent => event.kind === "mark" && event.name === "rail-answers");
      const [first] = taken(trace);
      return validControl(trace) === undefined || answers === undefined || first === undefined || answered(trace, "meanwhile").length === 0 ? undefined : { answers, first };
    },
    judge({ witness: { answers, first: { call } }, pass, fail }) {
      const early = call.response.seq < answers.seq && isReason(told(call).reason, "settlement_pending");
      return early ? fail("The settle of an instant transfer was answered before the rail had answered", { expected: "an answer when the rail has given one", actual: outcomeOf(call), at: [call.response, answers] }) : pass({ at: [answers, call.response] });
    },
    killedBy: [`${INSTANT}.answer-not-awaited`],
  }),
  check({
    id: row("inst-reject"),
    requirement: row("inst-reject"),
    title: "A rejected instant transfer is told as refused",
    appliesTo: on("inst-reject/*"),
    witness: rejected,
    judge({ witness: { call }, pass, fail }) {
      const { success, reason, reasonClass, state } = told(call);
      const isTold = !success && state === "refused" && reason !== undefined && (reasonClass === undefined || REFUSED.has(reasonClass));
      return isTold ? pass({ at: call.response }) : fail("A rejected instant transfer is told otherwise", { expected: "success false, sepa_refused, extra.state refused", actual: outcomeOf(call), at: [call.request, call.response] });
    },
    killedBy: [`${BANK}.refused-pending`],
    alsoKilledBy: { "facilitator.reply.failure-without-reason": "no reason is not the one" },
  }),
  check({
    id: `${row("inst-reject")}.code`,
    requirement: row("inst-reject"),
    title: "A rejected instant transfer is told with the rail's code",
    appliesTo: on("inst-reject/*"),
    witness: rejected,
    judge: ({ witness: { call, payment }, pass, fail }) => (told(call).reasonCode === payment.reasonCode ? pass({ at: call.response }) : fail("A rejected instant transfer is told with another code than the rail's", { expected: payment.reasonCode ?? "", actual: told(call).reasonCode ?? "no reasonCode", at: [call.request, call.response] })),
    killedBy: [`${INSTANT}.reject-code-missing`],
  }),
  check({
    id: row("inst-unresolved"),
    requirement: row("inst-unresolved"),
    appliesTo: on("inst-unresolved/*"),
    witness(trace) {
      const [first] = taken(trace);
      const [open] = statusCalls(trace, "status-open");
      const [known] = statusCalls(trace, "status-known");
      if (first === undefined || open === undefined || known === undefined) return undefined;
      const before = started(viewBefore(trace, open), first.token)[0]?.state;
      const result = started(viewBefore(trace, known), first.token)[0]?.state;
      return before !== "pending" || result === undefined || result === "pending" ? undefined : { first, open, known, result };
    },
    judge({ witness: { first, open, known, result }, pass, fail }) {
      const early = [first.call, open].find((call) => toldState(call) !== "pending" || told(call).success);
      if (early !== undefined) return fail("An instant transfer that the provider is looking into is told otherwise than pending", { expected: "settlement_pending, extra.state pending", actual: outcomeOf(early), at: [early.request, early.response] });
      return toldState(known) === result ? pass({ at: [first.call.response, open.response, known.response] }) : fail("An instant transfer is told otherwise than the provider found", { expected: `extra.state ${result}`, actual: outcomeOf(known), at: [known.request, known.response] });
    },
    killedBy: [`${INSTANT}.unanswered-refused`],
    alsoKilledBy: {
      [`${BANK}.pending-success`]: "it is told as settled while nobody knows",
      [`${BANK}.status-remembered`]: "the first answer was that it is pending",
      [`${BANK}.settled-pending`]: "a settled payment is told as pending",
      [`${BANK}.refused-pending`]: "a refused payment is told as pending",
    },
  }),
  check({
    id: row("recall-open"),
    requirement: row("recall-open"),
    appliesTo: on("recall-open/*"),
    witness(trace) {
      const first = taken(trace).find(({ payment }) => payment.state === "settled");
      const asked = first === undefined ? [] : statuses(trace, first.call);
      return first === undefined || asked.length < 2 || trace.marks("recall").length < 2 ? undefined : { first, asked };
    },
    judge({ witness: { first, asked }, pass, fail }) {
      const odd = asked.find((call) => toldState(call) !== "settled" || !told(call).success);
      return odd === undefined ? pass({ at: [first.call.response, ...asked.map(({ response }) => response)] }) : fail("An instant transfer is not told as settled while it is recalled, or when that was declined", { expected: "success true, extra.state settled", actual: outcomeOf(odd), at: [odd.request, odd.response] });
    },
    killedBy: [`${INSTANT}.recall-returned`],
    alsoKilledBy: { [`${BANK}.settled-pending`]: "a settled payment is told as pending" },
  }),
  check({
    id: row("recall-returned"),
    requirement: row("recall-returned"),
    appliesTo: on("recall-returned"),
    witness(trace) {
      const [first] = taken(trace);
      const status = first === undefined ? undefined : statuses(trace, first.call).at(-1);
      const [payment] = first === undefined || status === undefined ? [] : started(viewBefore(trace, status), first.token);
      return status === undefined || payment?.state !== "returned" ? undefined : { status, payment };
    },
    judge({ witness: { status, payment }, pass, fail }) {
      const { success, state, reasonClass, reasonCode } = told(status);
      const isTold = !success && state === "returned" && (reasonClass === undefined || reasonClass === "returned") && reasonCode === payment.reasonCode;
      return isTold ? pass({ at: status.response }) : fail("An instant transfer whose money has gone back is told otherwise", { expected: `success false, sepa_returned, extra.state returned, reasonCode ${String(payment.reasonCode)}`, actual: outcomeOf(status), at: [status.request, status.response] });
    },
    killedBy: [`${INSTANT}.recall-code-asked`],
    alsoKilledBy: {
      [`${BANK}.returned-refused`]: "a returned payment is told as refused",
      [`${BANK}.reason-code-missing`]: "no code is not the one",
    },
  }),
];
