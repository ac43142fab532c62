import { isOperation } from "../../methods/auth-capture-card/scripted-facilitator.ts";
import { derived } from "../../trace/derived.ts";
import type { HttpRequestEvent } from "../../trace/events.ts";
import type { FacilitatorCall, Trace } from "../../trace/trace.ts";
import { type JsonObject, object, paidTwin, paymentOf, replyOf, type Step, steps } from "../server-steps.ts";

/** What a server asked its facilitator to settle in a case about cards: holds, and the operations that end them. */

export interface CardSettle {
  readonly call: FacilitatorCall;
  readonly payload: JsonObject;
  readonly requirements: JsonObject;
}

export const settles = derived((trace: Trace): readonly CardSettle[] =>
  trace.facilitatorCalls("settle").map((call) => {
    const { paymentPayload, paymentRequirements } = object(call.body);
    return { call, payload: object(object(paymentPayload)["payload"]), requirements: object(paymentRequirements) };
  }),
);

/** The payload of the payment that a step presented. */
export function presented(step: Step): JsonObject {
  return object(paymentOf(step.request)["payload"]);
}

/**
 * The settle that hands a step's payment on: by its identity, or, where that was lost, by its place in the trace. A server
 * that got no answer in time may well have asked again (4.4): of several it is the one that was answered first with
 * success, and where none was, the first.
 */
export function holdOf(trace: Trace, step: Step): CardSettle | undefined {
  const { paymentId } = presented(step);
  const end = step.response?.seq ?? Infinity;
  const handed = settles(trace).filter(({ payload, call }) => !isOperation(payload) && call.request.seq > step.request.seq);
  const own = handed.filter(({ payload }) => payload["paymentId"] === paymentId);
  const [placed] = own.filter(isPlaced).toSorted((left, right) => (left.call.response?.seq ?? 0) - (right.call.response?.seq ?? 0));
  return placed ?? own[0] ?? handed.find(({ call }) => call.request.seq < end);
}

function isPlaced({ call }: CardSettle): boolean {
  return replyOf(call)["success"] === true;
}

/** Whether the settle that hands the payment on was answered with success. */
export function isHeld(trace: Trace, step: Step): boolean {
  const hold = holdOf(trace, step);
  return hold !== undefined && isPlaced(hold);
}

/**
 * What a server sent to end a step's hold: what names its payment, and what names none that the case knows and came before
 * the next payment. Scenarios about this make their payments one after another.
 */
export function operationsOn(trace: Trace, step: Step): readonly CardSettle[] {
  const hold = holdOf(trace, step);
  if (hold === undefined) return [];
  const { paymentId } = presented(step);
  const all = steps(trace);
  const known = new Set(all.map((other) => presented(other)["paymentId"]));
  const next = all.find(({ request }) => request.seq > step.request.seq)?.request.seq ?? Infinity;
  return settles(trace).filter(
    ({ payload, call }) => isOperation(payload) && call.request.seq > hold.call.request.seq && (payload["paymentId"] === paymentId || (!known.has(payload["paymentId"]) && call.request.seq < next)),
  );
}

/** Runs of the protected handler between a request and its answer. */
export function handlerRuns(trace: Trace, { request, response }: Step): HttpRequestEvent[] {
  return trace.requests({ to: "upstream" }).filter(({ seq }) => seq > request.seq && (response === undefined || seq < response.seq));
}

/** Operations on every payment of the case that was held. */
export function allOperations(trace: Trace): readonly { readonly step: Step; readonly hold: CardSettle; readonly operation: CardSettle }[] | undefined {
  const found = steps(trace).flatMap((step) => {
    const hold = holdOf(trace, step);
    return hold === undefined || !isHeld(trace, step) ? [] : operationsOn(trace, step).map((operation) => ({ step, hold, operation }));
  });
  return found.length === 0 || paidTwin(trace) === undefined ? undefined : found;
}
