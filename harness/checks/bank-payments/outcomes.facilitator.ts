import type { PaymentView } from "../../methods/bank-view.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { type AnsweredCall, outcomeOf, reportsSuccess } from "../facilitator-calls.ts";
import { credits, isReason, REFUSED, started, statusCalls, statuses, taken, type Taken, told, viewBefore } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.3: payments that came to nothing, and that came back. */

const BANK = "facilitator.bank-payments";

const NO_REASON = { "facilitator.reply.failure-without-reason": "no reason is not the one" };

interface Ended {
  readonly first: Taken;
  readonly status: AnsweredCall;
  /** As the provider had it when the status was asked. */
  readonly payment: PaymentView;
}

/** A payment that has come to that end at the provider, and the status that was asked then. */
function ended(trace: Trace, state: "refused" | "returned"): Ended | undefined {
  const [first] = taken(trace);
  const status = first === undefined ? undefined : statuses(trace, first.call).at(-1);
  const [payment] = first === undefined || status === undefined ? [] : started(viewBefore(trace, status), first.token);
  return first === undefined || status === undefined || payment?.state !== state ? undefined : { first, status, payment };
}

/** What is wrong with a reply about a refused payment. */
function oddRefusal(call: AnsweredCall): string | undefined {
  const { success, reason, reasonClass, state } = told(call);
  if (success || isReason(reason, "settlement_pending")) return outcomeOf(call);
  return state !== "refused" || reason === undefined || (reasonClass !== undefined && !REFUSED.has(reasonClass)) ? outcomeOf(call) : undefined;
}

export const checks = onBanks(({ row, on }) => [
  check({
    id: row("returned"),
    requirement: row("returned"),
    title: "A payment that came back is told so, with the state returned",
    appliesTo: on("returned/*"),
    witness: (trace) => ended(trace, "returned"),
    judge({ witness: { status }, pass, fail }) {
      const { success, reason, reasonClass, state } = told(status);
      const isTold = !success && state === "returned" && reason !== undefined && (reasonClass === undefined || reasonClass === "returned");
      return isTold ? pass({ at: status.response }) : fail("A payment that came back is not told so", { expected: "success false, the network's code for it, extra.state returned", actual: outcomeOf(status), at: [status.request, status.response] });
    },
    killedBy: [`${BANK}.returned-refused`],
    alsoKilledBy: NO_REASON,
  }),
  check({
    id: `${row("returned")}.code`,
    requirement: row("returned"),
    title: "A payment that came back is told with the rail's code",
    appliesTo: on("returned/*"),
    witness: (trace) => ended(trace, "returned"),
    judge: ({ witness: { status, payment }, pass, fail }) => (told(status).reasonCode === payment.reasonCode ? pass({ at: status.response }) : fail("A payment that came back is told with another code than the rail's", { expected: payment.reasonCode ?? "", actual: told(status).reasonCode ?? "no reasonCode", at: [status.request, status.response] })),
    killedBy: [`${BANK}.reason-code-missing`],
  }),
  check({
    id: row("returned-late"),
    requirement: row("returned-late"),
    appliesTo: on("returned-late/*"),
    witness(trace) {
      const found = ended(trace, "returned");
      const settled = statusCalls(trace, "status-settled").find(reportsSuccess);
      return found === undefined || settled === undefined ? undefined : { settled, status: found.status };
    },
    judge({ witness: { settled, status }, pass, fail }) {
      const { success, state } = told(status);
      return success || state === "settled" ? fail("A payment is told as settled that has come back since", { expected: "success false, extra.state returned", actual: outcomeOf(status), at: [settled.response, status.response] }) : pass({ at: [settled.response, status.response] });
    },
    killedBy: [`${BANK}.settled-final`],
    alsoKilledBy: { [`${BANK}.status-remembered`]: "the first answer was that it had settled" },
  }),
  check({
    id: row("refused"),
    requirement: row("refused"),
    title: "A payment that was turned down is told so, and no money moved",
    appliesTo: on("refused/**"),
    witness: (trace) => ended(trace, "refused"),
    judge({ witness: { first, status, payment }, trace, pass, fail }) {
      // One that the provider turned down when it was made is known as that at once.
      for (const call of first.payment.state === "refused" ? [first.call, status] : [status]) {
        const odd = oddRefusal(call);
        if (odd !== undefined) return fail("A payment that was turned down is told otherwise", { expected: "success false, a code for it, extra.state refused", actual: odd, at: [call.request, call.response] });
      }
      const [credit] = credits(trace, payment);
      return credit === undefined ? pass({ at: [first.call.response, status.response] }) : fail("A payment that was turned down moved money", { actual: credit.amount, at: credit });
    },
    killedBy: [`${BANK}.refused-pending`],
    alsoKilledBy: NO_REASON,
  }),
  check({
    id: `${row("refused")}.code`,
    requirement: row("refused"),
    title: "A payment that was turned down with a code of the rail is told with that code",
    appliesTo: on("refused/rejected/*", "refused/turned-down-with-code"),
    witness(trace) {
      const found = ended(trace, "refused");
      return found?.payment.reasonCode === undefined ? undefined : found;
    },
    judge: ({ witness: { status, payment }, pass, fail }) => (told(status).reasonCode === payment.reasonCode ? pass({ at: status.response }) : fail("A payment that was turned down is told with another code than the rail's", { expected: payment.reasonCode ?? "", actual: told(status).reasonCode ?? "no reasonCode", at: [status.request, status.response] })),
    killedBy: [`${BANK}.refused-code-missing`],
  }),
]);
