import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { started, statusCalls, statuses, taken, takenAs, told, toldState, viewAfter, viewBefore, writes } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.7: what a server learns of a payment, and who does. */

const BANK = "facilitator.bank-payments";
const STRANGERS = ["nobody", "stranger", "other"] as const;

/** Whether a status tells of a payment that is there. */
const tells = (call: AnsweredCall): boolean => toldState(call) !== undefined;

export const checks = onBanks(({ row, on }) => [
  check({
    id: row("status"),
    requirement: row("status"),
    appliesTo: on("status/*"),
    witness(trace) {
      const first = takenAs(trace, "pending");
      const asked = first === undefined ? [] : statuses(trace, first.call);
      return first === undefined || asked.length < 2 ? undefined : { first, asked };
    },
    judge({ witness: { first, asked }, trace, pass, fail }) {
      for (const call of asked) {
        const [payment] = started(viewBefore(trace, call), first.token);
        const { success } = told(call);
        if (toldState(call) !== payment?.state || success !== (payment?.state === "settled")) return fail("A status tells another state than the provider", { expected: payment?.state ?? "", actual: outcomeOf(call), at: [call.request, call.response] });
      }
      return pass({ at: asked.map(({ response }) => response) });
    },
    killedBy: [`${BANK}.status-remembered`],
    alsoKilledBy: {
      [`${BANK}.settled-pending`]: "a settled payment is told as pending",
      [`${BANK}.returned-refused`]: "a returned payment is told as refused",
      [`${BANK}.refused-pending`]: "a refused payment is told as pending",
    },
  }),
  check({
    id: row("status-fresh"),
    requirement: row("status-fresh"),
    appliesTo: on("status-fresh"),
    witness(trace) {
      const first = takenAs(trace, "pending");
      const [status] = first === undefined ? [] : statuses(trace, first.call);
      const [payment] = first === undefined || status === undefined ? [] : started(viewBefore(trace, status), first.token);
      return first === undefined || status === undefined || payment?.state !== "settled" ? undefined : { first, status };
    },
    judge: ({ witness: { first, status }, pass, fail }) => (toldState(status) === "settled" ? pass({ at: [first.call.response, status.response] }) : fail("A status tells the old state of a payment that has settled without an event", { expected: "extra.state settled", actual: outcomeOf(status), at: [first.call.response, status.request, status.response] })),
    killedBy: [`${BANK}.status-unasked`],
    alsoKilledBy: { [`${BANK}.settled-pending`]: "a settled payment is told as pending" },
  }),
  check({
    id: row("status-harmless"),
    requirement: row("status-harmless"),
    appliesTo: on("status-harmless"),
    witness(trace) {
      const first = takenAs(trace, "pending");
      const asked = first === undefined ? [] : statuses(trace, first.call).filter(tells);
      const [again] = answered(trace, "settle-again");
      const [payment] = first === undefined || again === undefined ? [] : started(viewBefore(trace, again), first.token);
      return first === undefined || asked.length < 10 || again === undefined || payment?.state !== "settled" ? undefined : { first, asked, again };
    },
    judge({ witness: { first, asked, again }, trace, pass, fail }) {
      const [write] = writes(trace, { after: first.call.response.seq, before: again.request.seq });
      if (write !== undefined) return fail("A status had something changed at the provider", { expected: "reading", actual: write.method, at: write });
      return told(again).reasonClass === "nonce" ? fail("A status has used up the reply that delivers", { expected: "success true", actual: outcomeOf(again), at: [again.request, again.response] }) : pass({ at: [...asked.map(({ response }) => response), again.response] });
    },
    killedBy: [`${BANK}.status-delivers`],
  }),
  check({
    id: row("status-identity"),
    requirement: row("status-identity"),
    appliesTo: on("status-identity"),
    witness(trace) {
      const [first] = taken(trace);
      const own = statusCalls(trace, "status-own").find(tells);
      const strangers = STRANGERS.flatMap((who) => {
        const [call] = statusCalls(trace, `status-${who}`);
        const [unknown] = statusCalls(trace, `status-${who}-unknown`);
        return call === undefined || unknown === undefined ? [] : [{ call, unknown }];
      });
      return first === undefined || own === undefined || strangers.length < STRANGERS.length ? undefined : { first, own, strangers };
    },
    judge({ witness: { first, own, strangers }, pass, fail }) {
      for (const { call, unknown } of strangers) {
        const at = [own.response, call.request, call.response];
        if (tells(call) || told(call).transaction === first.payment.id) return fail("Somebody else than its server learnt what became of a payment", { expected: "success false, and nothing about the payment", actual: outcomeOf(call), at });
        if (told(call).reason !== told(unknown).reason || call.response.status !== unknown.response.status) return fail("Somebody else than its server learnt that a payment is there", { expected: `the answer for one that is not: ${outcomeOf(unknown)}`, actual: outcomeOf(call), at: [...at, unknown.response] });
      }
      return pass({ at: [own.response, ...strangers.map(({ call }) => call.response)] });
    },
    killedBy: [`${BANK}.status-anybody`, `${BANK}.status-any-server`],
  }),
  check({
    id: row("status-unknown"),
    requirement: row("status-unknown"),
    appliesTo: on("status-unknown"),
    witness(trace) {
      const [first] = taken(trace);
      const known = first === undefined ? undefined : statuses(trace, first.call).find(tells);
      const [unknown] = statusCalls(trace, "status-unknown");
      return known === undefined || unknown === undefined ? undefined : { known, unknown };
    },
    judge: ({ witness: { known, unknown }, pass, fail }) =>
      reportsSuccess(unknown) || told(unknown).transaction !== "" ? fail("A payment that there is not was told", { expected: "success false, and no transaction", actual: outcomeOf(unknown), at: [unknown.request, unknown.response] }) : pass({ at: [known.response, unknown.response] }),
    killedBy: [`${BANK}.status-unknown-success`],
    alsoKilledBy: { "facilitator.reply.failure-invented-hash": "there is no transaction to name" },
  }),
  check({
    id: row("types"),
    requirement: row("types"),
    appliesTo: on("types/*"),
    witness(trace) {
      const [first] = taken(trace);
      const [call] = answered(trace, "operation");
      const [payment] = first === undefined || call === undefined ? [] : started(viewBefore(trace, call), first.token);
      return first === undefined || call === undefined || payment?.state !== "settled" ? undefined : { first, call, payment };
    },
    judge({ witness: { first, call, payment }, trace, pass, fail }) {
      const at = [call.request, call.response];
      if (reportsSuccess(call)) return fail("A settle of a type that there is not succeeded", { expected: "success false", actual: outcomeOf(call), at });
      const [write] = writes(trace, { after: call.request.seq, before: call.response.seq });
      if (write !== undefined) return fail("A settle of a type that there is not had something changed at the provider", { expected: "nothing", actual: write.method, at: [...at, write] });
      const [after] = started(viewAfter(trace, call), first.token);
      const changed = after?.state !== payment.state || after?.refunded !== payment.refunded;
      return changed ? fail("A settle of a type that there is not changed a payment", { expected: `${String(payment.state)}, ${payment.refunded} refunded`, actual: `${String(after?.state)}, ${String(after?.refunded)} refunded`, at }) : pass({ at });
    },
    killedBy: [`${BANK}.type-ignored`, `${BANK}.refund-relayed`],
  }),
]);
