import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, outcomeOf, reportsSuccess, requirementsOf } from "../facilitator-calls.ts";
import { books, capturedControl, type Held, heldBy, later, movesBetween, payloadOf, reportsPending, type SeenBooks } from "./books.ts";

/** scheme_auth_capture_card.md 4.5 and 4.6; scheme_auth_capture.md, Lifecycle operations: what ends a payment. */

const AT = "facilitator/auth-capture-card/finalize";

interface Asked {
  readonly held: Held;
  readonly call: AnsweredCall;
  readonly after: SeenBooks;
}

/** A hold, and the settle that names an operation on it. */
function asked(trace: Trace, as: string): Asked | undefined {
  const held = heldBy(trace);
  const [call] = answered(trace, as);
  const after = books(trace, "after");
  return held === undefined || call === undefined || after === undefined ? undefined : { held, call, after };
}

const BENT_REPLIES = {
  "facilitator.reply.network-legacy": "the old name is not that of the card network",
  "facilitator.reply.settle-amount-number": "minor units are written as text here as well",
};

export const checks = [
  check({
    id: "card.fac.same-endpoint",
    requirement: "card.fac.same-endpoint",
    appliesTo: { scenarios: [`${AT}/capture`, `${AT}/void`] },
    witness: (trace) => asked(trace, trace.scenario.endsWith("/void") ? "void" : "capture"),
    judge: ({ witness: { held, call }, pass, fail }) => {
      const at = [held.call.response, call.request, call.response];
      // A result that is still to come is no refusal.
      if (reportsSuccess(call) || reportsPending(call)) return pass({ at });
      return fail(`The ${String(payloadOf(call)["type"])} of a hold was refused at /settle`, { expected: "success", actual: outcomeOf(call), at });
    },
    killedBy: ["facilitator.auth-capture-card.lifecycle-refused"],
  }),
  check({
    id: "card.fac.distinguish",
    requirement: "card.fac.distinguish",
    appliesTo: { scenarios: `${AT}/capture` },
    witness: (trace) => {
      const held = heldBy(trace, "hold-control", "control");
      const [call] = answered(trace, "capture-control");
      return held === undefined || call === undefined || !reportsSuccess(call) ? undefined : { held, call };
    },
    judge: ({ witness: { held, call }, trace, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, books(trace, "control")?.mark].filter((event) => event !== undefined);
      return held.intent.received > 0 ? pass({ at }) : fail("A capture was answered as done, and nothing was captured", { expected: "a capture at the PSP", actual: `${held.intent.id} is ${held.intent.status}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.lifecycle-as-repetition"],
  }),
  check({
    id: "card.fac.capture-less",
    requirement: "card.fac.capture-less",
    appliesTo: { scenarios: `${AT}/capture` },
    witness: (trace) => (capturedControl(trace) === undefined ? undefined : asked(trace, "capture")),
    judge: ({ witness: { held, call, after }, trace, pass, fail, notApplicable }) => {
      if (reportsPending(call)) return notApplicable("it reports the capture as pending");
      const at = [held.call.response, call.request, call.response, after.mark];
      const wanted = Number(payloadOf(call)["amount"]);
      const end = later(trace, held.intent, "after");
      if (end === undefined || end.received === 0) return fail("A capture for less than the hold was not carried out", { expected: `${wanted} captured`, actual: outcomeOf(call), at });
      if (end.received !== wanted) return fail("Another amount was captured than asked for", { expected: String(wanted), actual: String(end.received), at });
      return end.capturable === 0 && after.held === "0" ? pass({ at }) : fail("The rest of a hold was not released with the capture", { expected: "nothing held", actual: `${after.held} held`, at });
    },
    killedBy: ["facilitator.auth-capture-card.capture-whole"],
  }),
  check({
    id: "card.fac.capture-cap",
    requirement: "card.fac.capture-cap",
    appliesTo: { scenarios: `${AT}/above-hold` },
    witness: (trace) => (capturedControl(trace) === undefined ? undefined : asked(trace, "edited")),
    judge: ({ witness: { held, call, after }, trace, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, after.mark];
      const end = later(trace, held.intent, "after");
      if (end !== undefined && end.received > held.intent.capturable) return fail("More was captured than held", { expected: `at most ${held.intent.capturable}`, actual: String(end.received), at });
      // The text bounds what is captured, and not what is asked for: who captures all there is, and says so, keeps to it.
      const toldOfHold = end?.received === held.intent.capturable && (call.body["amount"] === undefined || call.body["amount"] === String(end.received));
      return reportsSuccess(call) && !toldOfHold ? fail("A capture above the hold was reported as carried out", { expected: `a refusal, or ${held.intent.capturable} captured and reported`, actual: outcomeOf(call), at }) : pass({ at });
    },
    killedBy: ["facilitator.auth-capture-card.capture-clamped"],
  }),
  check({
    id: "card.fac.settle-response.hold",
    requirement: "card.fac.settle-response",
    title: "The reply to a hold names the PSP's identifier, the card network and the amount held",
    appliesTo: { scenarios: `${AT}/capture` },
    witness: (trace) => heldBy(trace),
    judge: ({ witness: { call, intent }, trace, pass, fail }) => {
      const wrong = differences({ call, transaction: intent.id, amount: intent.capturable, offered: true });
      const at = [call.response, books(trace, "held")?.mark].filter((event) => event !== undefined);
      return wrong.length === 0 ? pass({ at }) : fail("The reply to a hold does not say what was held", { expected: wrong.map(([name, expected]) => `${name} ${expected}`).join(", "), actual: outcomeOf(call), at });
    },
    killedBy: ["facilitator.auth-capture-card.amount-in-major-units"],
    alsoKilledBy: { "facilitator.auth-capture-card.hold-above-offer": "the offered amount is not what was held then", ...BENT_REPLIES },
  }),
  check({
    id: "card.fac.settle-response.capture",
    requirement: "card.fac.settle-response",
    title: "The reply to a capture names the PSP's identifier, the card network and the amount captured",
    appliesTo: { scenarios: `${AT}/capture` },
    witness: (trace) => {
      const found = asked(trace, "capture");
      const end = found === undefined ? undefined : later(trace, found.held.intent, "after");
      return found === undefined || end?.status !== "succeeded" || !reportsSuccess(found.call) ? undefined : { ...found, end };
    },
    judge: ({ witness: { call, end, after }, pass, fail }) => {
      const wrong = differences({ call, transaction: end.id, amount: end.received, offered: end.received === Number(requirementsOf(call.sent)["amount"]) });
      const at = [call.request, call.response, after.mark];
      return wrong.length === 0 ? pass({ at }) : fail("The reply to a capture does not say what was captured", { expected: wrong.map(([name, expected]) => `${name} ${expected}`).join(", "), actual: outcomeOf(call), at });
    },
    killedBy: ["facilitator.auth-capture-card.capture-offered-amount"],
    alsoKilledBy: {
      "facilitator.auth-capture-card.amount-in-major-units": "amounts of captures are written so as well",
      "facilitator.auth-capture-card.capture-whole": "it reports the part that was asked for, and captured the whole",
      ...BENT_REPLIES,
    },
  }),
  check({
    id: "card.fac.unknown-payment",
    requirement: "card.fac.unknown-payment",
    appliesTo: { scenarios: `${AT}/unknown` },
    witness: (trace) => {
      const control = capturedControl(trace);
      const unknown = answered(trace, "edited");
      return control === undefined || unknown.length === 0 ? undefined : { control, unknown };
    },
    judge: ({ witness: { control, unknown }, pass, fail }) => {
      const done = unknown.find(reportsSuccess);
      return done === undefined ? pass({ at: [control.call.response, ...unknown.map(({ response }) => response)] }) : fail(`A ${String(payloadOf(done)["type"])} of a payment that was never held was reported as a success`, { actual: outcomeOf(done), at: [done.request, done.response] });
    },
    killedBy: ["facilitator.auth-capture-card.unknown-succeeds"],
  }),
  check({
    id: "card.fac.void-returns",
    requirement: "card.fac.void-returns",
    appliesTo: { scenarios: `${AT}/void` },
    witness: (trace) => {
      const found = asked(trace, "void");
      const before = books(trace, "before");
      return found === undefined || before === undefined || !reportsSuccess(found.call) ? undefined : { ...found, before };
    },
    judge: ({ witness: { held, call, before, after }, trace, pass, fail }) => {
      const at = [held.call.response, call.response, before.mark, after.mark];
      const end = later(trace, held.intent, "after");
      const released = after.held === before.held && after.balance === before.balance;
      return released && end?.received === 0 ? pass({ at }) : fail("A void did not give the hold back to the payer", { expected: `${before.balance} free and ${before.held} held`, actual: `${after.balance} free and ${after.held} held; ${held.intent.id} is ${end?.status ?? "gone"}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.void-unsubmitted"],
  }),
  check({
    id: "card.fac.lifecycle-types",
    requirement: "card.fac.lifecycle-types",
    appliesTo: { scenarios: `${AT}/other-types` },
    witness: (trace) => {
      const captured = heldBy(trace, "hold", "captured");
      const others = answered(trace, "edited");
      const after = books(trace, "after");
      return captured?.intent.status !== "succeeded" || others.length === 0 || after === undefined ? undefined : { captured, others, after };
    },
    judge: ({ witness: { captured, others, after }, trace, pass, fail }) => {
      const at = [...others.flatMap(({ request, response }) => [request, response]), after.mark];
      const done = others.find(reportsSuccess);
      if (done !== undefined) return fail(`A settle of type ${String(payloadOf(done)["type"])} was reported as a success`, { actual: outcomeOf(done), at });
      const [move] = movesBetween(trace, { after: others[0]?.request.seq ?? 0, intent: captured.intent });
      const refunded = later(trace, captured.intent, "after")?.refunded ?? 0;
      return move === undefined && refunded === 0 ? pass({ at }) : fail("The PSP was asked for an operation that cards do not relay", { actual: move?.method ?? `${refunded} refunded`, at: [...at, ...(move === undefined ? [] : [move])] });
    },
    killedBy: ["facilitator.auth-capture-card.refund-relayed"],
  }),
  check({
    id: "card.fac.no-reclaim",
    requirement: "card.fac.no-reclaim",
    appliesTo: { scenarios: `${AT}/reclaim` },
    witness: (trace) => asked(trace, "edited"),
    judge: ({ witness: { held, call, after }, trace, pass, fail }) => {
      const at = [held.call.response, call.request, call.response, after.mark];
      if (reportsSuccess(call)) return fail("A settle of type reclaim was reported as a success", { actual: outcomeOf(call), at });
      const end = later(trace, held.intent, "after");
      return end?.status === "requires_capture" ? pass({ at }) : fail("A settle of type reclaim ended the hold", { expected: "the hold as it was", actual: `${held.intent.id} is ${end?.status ?? "gone"}`, at });
    },
    killedBy: ["facilitator.auth-capture-card.reclaim-relayed"],
  }),
  check({
    id: "card.fac.pending",
    requirement: "card.fac.pending",
    title: "A capture that the PSP only acknowledged is reported as settlement_pending",
    appliesTo: { scenarios: `${AT}/acknowledged` },
    witness: acknowledged,
    judge: ({ witness: { call, after }, pass, fail }) => {
      const at = [call.response, after.mark];
      return !reportsSuccess(call) && call.body["errorReason"] === "settlement_pending" ? pass({ at }) : fail("A capture that was only acknowledged was not reported as pending", { expected: "success false, settlement_pending", actual: outcomeOf(call), at });
    },
    killedBy: ["facilitator.auth-capture-card.pending-as-success"],
    alsoKilledBy: { "facilitator.reply.failure-without-reason": "no reason is not the one" },
  }),
  check({
    id: "card.fac.pending.transaction",
    requirement: "card.fac.pending",
    title: "A capture that is pending is reported with the PSP's identifier",
    appliesTo: { scenarios: `${AT}/acknowledged` },
    witness: (trace) => {
      const found = acknowledged(trace);
      return found?.call.body["errorReason"] === "settlement_pending" ? found : undefined;
    },
    judge: ({ witness: { held, call, after }, pass, fail }) => {
      const at = [call.response, after.mark];
      return call.body["transaction"] === held.intent.id ? pass({ at }) : fail("A pending capture was reported without the PSP's identifier", { expected: held.intent.id, actual: call.body["transaction"], at });
    },
    killedBy: ["facilitator.auth-capture-card.pending-without-id"],
  }),
  check({
    id: "card.fac.pending.unheard",
    requirement: "card.fac.pending",
    title: "A capture that the PSP gave no answer to is not reported as done",
    appliesTo: { scenarios: `${AT}/unheard` },
    witness: (trace) => {
      const found = asked(trace, "capture");
      const dropped = found !== undefined && movesBetween(trace, { after: found.call.request.seq, intent: found.held.intent }).some(({ error }) => error !== undefined);
      return dropped && capturedControl(trace) !== undefined ? found : undefined;
    },
    // Which of the other codes it is, the text leaves open: nothing was acknowledged.
    judge: ({ witness: { call, after }, pass, fail }) => (reportsSuccess(call) ? fail("A capture that never reached the PSP was reported as a success", { expected: "no success", actual: outcomeOf(call), at: [call.request, call.response, after.mark] }) : pass({ at: [call.response, after.mark] })),
    killedBy: ["facilitator.auth-capture-card.pending-as-success"],
  }),
];

/** A capture that the provider took and has not confirmed. */
function acknowledged(trace: Trace): Asked | undefined {
  const found = asked(trace, "capture");
  return found !== undefined && later(trace, found.held.intent, "after")?.status === "processing" ? found : undefined;
}

/**
 * Members of a success that do not say what happened, with what they should be. Without `amount` the core
 * specification takes the offered amount for settled, so that it may be left out where it is that.
 */
function differences(options: { readonly call: AnsweredCall; readonly transaction: string; readonly amount: number; readonly offered: boolean }): readonly (readonly [name: string, expected: string])[] {
  const { transaction, network, amount } = options.call.body;
  return [
    ...(transaction === options.transaction ? [] : [["transaction", options.transaction] as const]),
    ...(network === requirementsOf(options.call.sent)["network"] ? [] : [["network", String(requirementsOf(options.call.sent)["network"])] as const]),
    ...(amount === String(options.amount) || (amount === undefined && options.offered) ? [] : [["amount", `"${options.amount}"`] as const]),
  ];
}
