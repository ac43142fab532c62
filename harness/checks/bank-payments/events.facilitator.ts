import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { type AnsweredCall, outcomeOf } from "../facilitator-calls.ts";
import { started, statuses, taken, type Taken, told, toldState, viewBefore } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.8: events that the provider never sent, and those that come twice or late. */

const BANK = "facilitator.bank-payments";

interface EventMark {
  readonly kind: "forged" | "genuine";
  /** The provider's identifier. */
  readonly payment: string;
  /** HTTP status of the facilitator's answer. */
  readonly answered: number | null;
}

const arrived = (trace: Trace, options: { readonly kind: EventMark["kind"]; readonly payment: string }): number => trace.marks<EventMark>("event").filter(({ kind, payment, answered }) => kind === options.kind && payment === options.payment && answered !== null).length;

/** Payments that were told as pending, of which such events arrived, and of which the status was asked then. */
function after(trace: Trace, kind: EventMark["kind"]): readonly { readonly first: Taken; readonly status: AnsweredCall; readonly state: string | undefined }[] {
  return taken(trace).flatMap((first) => {
    const [status] = statuses(trace, first.call);
    if (toldState(first.call) !== "pending" || told(first.call).success || status === undefined || arrived(trace, { kind, payment: first.payment.id }) === 0) return [];
    return [{ first, status, state: started(viewBefore(trace, status), first.token)[0]?.state }];
  });
}

export const checks = onBanks(({ row, on }) => [
  check({
    id: row("events-forged"),
    requirement: row("events-forged"),
    appliesTo: on("events-forged/*"),
    witness(trace) {
      const found = after(trace, "forged");
      return found.length < 2 || found.some(({ state }) => state !== "pending") ? undefined : found;
    },
    judge({ witness, pass, fail }) {
      const odd = witness.find(({ status }) => toldState(status) !== "pending");
      return odd === undefined ? pass({ at: witness.map(({ status }) => status.response) }) : fail("A forged event changed what is told of a payment", { expected: "extra.state pending", actual: outcomeOf(odd.status), at: [odd.first.call.response, odd.status.response] });
    },
    killedBy: [`${BANK}.event-unsigned`, `${BANK}.event-forged`],
  }),
  check({
    id: row("events-order"),
    requirement: row("events-order"),
    appliesTo: on("events-order/*"),
    witness: (trace) => after(trace, "genuine").find(({ state }) => state === "settled" || state === "returned"),
    judge: ({ witness: { first, status, state }, pass, fail }) => (toldState(status) === state ? pass({ at: status.response }) : fail("An event that came late took a payment back", { expected: `extra.state ${String(state)}`, actual: outcomeOf(status), at: [first.call.response, status.response] })),
    killedBy: [`${BANK}.event-rewinds`],
    alsoKilledBy: {
      [`${BANK}.settled-pending`]: "a settled payment is told as pending",
      [`${BANK}.returned-refused`]: "a returned payment is told as refused",
    },
  }),
]);
