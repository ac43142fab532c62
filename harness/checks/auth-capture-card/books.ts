import type { Books, IntentFacts } from "../../methods/auth-capture-card/books.ts";
import type { MarkEvent, RpcEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { answered, type AnsweredCall, type Call, record, reportsSuccess, requirementsOf } from "../facilitator-calls.ts";

/** What a case's payments are at the providers, beside what the target says of them. */

export interface SeenBooks extends Books {
  readonly mark: MarkEvent;
}

/** A settle that reported success, and the hold that was placed for it at a provider. */
export interface Held {
  readonly call: AnsweredCall;
  readonly intent: IntentFacts;
}

/** What is still to come is neither done nor refused. */
export const reportsPending = ({ body }: Call): boolean => body["errorReason"] === "settlement_pending";

/** Calls that ask a provider for money to be held, moved or let go. */
const MOVES = new Set(["POST /v1/payment_intents", "POST /v1/payment_intents/:id/confirm", "POST /v1/payment_intents/:id/capture", "POST /v1/payment_intents/:id/cancel", "POST /v1/refunds"]);

export function books(trace: Trace, when: string): SeenBooks | undefined {
  const mark = trace.events.find((event): event is MarkEvent => event.kind === "mark" && event.name === "books" && (event.data as Books).when === when);
  return mark === undefined ? undefined : { ...(mark.data as Books), mark };
}

export function payloadOf(call: Call): Readonly<Record<string, unknown>> {
  return record(record(record(call.sent)["paymentPayload"])["payload"]);
}

/** Intents at any provider that were to be paid with the call's token. */
export function intentsOf(options: { readonly books: Books; readonly call: Call }): readonly IntentFacts[] {
  const { token } = payloadOf(options.call);
  return options.books.intents.filter((intent) => intent.token === token);
}

/** Intents for which the issuer ever set money aside. */
export const approvedOf = (options: { readonly books: Books; readonly call: Call }): readonly IntentFacts[] => intentsOf(options).filter(({ approved }) => approved);

/** The hold of the settle of that name, where the target reported one and the books have it. */
export function heldBy(trace: Trace, as = "hold", when = "held"): Held | undefined {
  const seen = books(trace, when);
  for (const call of answered(trace, as).filter(reportsSuccess)) {
    const [intent] = seen === undefined ? [] : approvedOf({ books: seen, call });
    if (intent !== undefined) return { call, intent };
  }
  return undefined;
}

/** An intent as it stands at another moment. */
export function later(trace: Trace, intent: IntentFacts, when: string): IntentFacts | undefined {
  return books(trace, when)?.intents.find(({ psp, id }) => psp === intent.psp && id === intent.id);
}

/** What the target asked of a provider about an intent, or for a token, after an event and before another. */
export function movesBetween(trace: Trace, options: { readonly after: number; readonly before?: number; readonly intent?: IntentFacts; readonly token?: unknown }): readonly RpcEvent[] {
  const { after, before = Number.POSITIVE_INFINITY, intent, token } = options;
  return trace.rpc().filter(({ seq, method, params }) => {
    const { path, body } = params as { readonly path?: unknown; readonly body?: unknown };
    const { payment_method: paid, payment_intent: named } = record(body);
    const about = (intent !== undefined && (String(path).includes(intent.id) || named === intent.id)) || (token !== undefined && paid === token);
    return MOVES.has(method) && seq > after && seq < before && about;
  });
}

/** A capture of the whole of a hold, in this very case: the target carries captures out. */
export function capturedControl(trace: Trace): Held | undefined {
  const control = heldBy(trace, "hold-control", "control");
  return control !== undefined && control.intent.received === Number(requirementsOf(control.call.sent)["amount"]) ? control : undefined;
}
