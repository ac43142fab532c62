import { bodyJson } from "../trace/body.ts";
import type { ChainTransactionEvent, ChainTransferEvent, HttpAbortEvent, HttpRequestEvent, HttpResponseEvent, RpcEvent } from "../trace/events.ts";
import { carries, isBroadcast, type PaymentReading, readPayment } from "../methods/reader.ts";
import { derived } from "../trace/derived.ts";
import type { Trace } from "../trace/trace.ts";
import type { Check, CheckDefinition } from "./check.ts";
import { check } from "./check.ts";

/**
 * What the harness asked a facilitator, by the names scenarios give their calls: `control` is a
 * payment with nothing wrong, `edited` the same with one thing changed, `forged` a payment any
 * facilitator must refuse, `settle` and `settle-*` settlements.
 */
export interface Call {
  readonly as: string;
  readonly path: string;
  readonly request: HttpRequestEvent;
  readonly response: HttpResponseEvent | undefined;
  readonly abort: HttpAbortEvent | undefined;
  /** The request's JSON body. */
  readonly sent: unknown;
  /** The reply's JSON object; empty when the reply is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AnsweredCall extends Call {
  readonly response: HttpResponseEvent;
}

export function calls(trace: Trace, as?: string | ((as: string) => boolean)): Call[] {
  return allCalls(trace).filter((call) => as === undefined || (typeof as === "string" ? call.as === as : as(call.as)));
}

const allCalls = derived((trace: Trace): readonly Call[] =>
  trace.marks<{ as: string; exchange: number; path: string }>("call").flatMap((mark): Call[] => {
    const request = trace.requests({ to: "facilitator" }).find(({ exchange }) => exchange === mark.exchange);
    if (request === undefined) return [];
    const response = trace.responseTo(request);
    const abort = trace.events.find((event): event is HttpAbortEvent => event.kind === "http.abort" && event.exchange === mark.exchange);
    return [{ as: mark.as, path: mark.path, request, response, abort, sent: bodyJson(request.body), body: response === undefined ? {} : record(bodyJson(response.body)) }];
  }),
);

export function answered(trace: Trace, as?: string | ((as: string) => boolean)): AnsweredCall[] {
  return calls(trace, as).filter((call): call is AnsweredCall => call.response !== undefined);
}

/** A whole reply that finds the payment valid. */
export function foundValid(call: AnsweredCall): boolean {
  return call.response.status < 300 && call.body["isValid"] === true;
}

export function reportsSuccess(call: AnsweredCall): boolean {
  return call.response.status < 300 && call.body["success"] === true;
}

/** The control payment was found valid in this very case: the target works, and what follows is its judgement. */
export function validControl(trace: Trace): AnsweredCall | undefined {
  return answered(trace, "control").find(foundValid);
}

/**
 * The target tells payments apart: the control was found valid, and something else in the same case
 * was not. No stub that always answers the same gets here.
 */
export function discriminates(trace: Trace): { readonly valid: AnsweredCall; readonly invalid: AnsweredCall } | undefined {
  const valid = validControl(trace);
  const invalid = answered(trace, (as) => as === "forged" || as === "edited").find((call) => call.path === "/verify" && !foundValid(call));
  return valid === undefined || invalid === undefined ? undefined : { valid, invalid };
}

/**
 * The same told by settlements, where the text of a method has nothing refused in verification: a good payment's money moved,
 * and a forged one did not succeed. One that was turned away for how many there were says nothing of forgeries.
 */
export function settlesApart(trace: Trace): { readonly done: AnsweredCall; readonly refused: AnsweredCall } | undefined {
  const settled = settlements(trace, (as) => as === "settle" || as === "settle-control").map(({ call }) => call);
  const done = settled.find(reportsSuccess) ?? settled[0];
  const refused = answered(trace, "settle-forged").find((call) => !reportsSuccess(call) && call.response.status !== 429);
  return done === undefined || refused === undefined ? undefined : { done, refused };
}

/** Whichever way a case has it told. */
export function tellsApart(trace: Trace): boolean {
  return discriminates(trace) !== undefined || settlesApart(trace) !== undefined;
}

/**
 * Settle calls whose payment was seen moving on the chain: a transfer from payer to recipient, in a
 * transaction that carries the payment, or that the reply names. One entry per transfer. Of payments that do not say
 * whose money they move, anybody's.
 */
export function settlements(trace: Trace, as: string | ((as: string) => boolean) = "settle"): { readonly call: AnsweredCall; readonly transfer: ChainTransferEvent }[] {
  return answered(trace, as).flatMap((call) => {
    const { payer, recipient: to } = paymentIn(call.sent);
    const hashes = [call.body["transaction"], ...broadcastsOf(trace, call).map(({ result }) => result)];
    const moved = trace.transfers().filter(({ sender, recipient, transaction }) => (payer === undefined || same(sender, payer)) && same(recipient, to) && hashes.some((hash) => same(hash, transaction)));
    return call.path === "/settle" ? moved.map((transfer) => ({ call, transfer })) : [];
  });
}

/** Transactions the target put on the network for this case, by the proxy's count. */
export function broadcasts(trace: Trace): RpcEvent[] {
  return trace.rpc().filter(isBroadcast);
}

/** Broadcasts that carry the call's payment. */
export function broadcastsOf(trace: Trace, call: Call): RpcEvent[] {
  const reading = paymentIn(call.sent);
  return broadcasts(trace).filter((sent) => carries({ call: sent, reading }));
}

export function transactionOf(trace: Trace, hash: unknown): ChainTransactionEvent | undefined {
  return trace.events.find((event): event is ChainTransactionEvent => event.kind === "chain.transaction" && same(event.hash, hash));
}

/** The payment in a request body, as far as it can be read. */
export function paymentIn(sent: unknown): Partial<PaymentReading> {
  return readPayment({ message: record(sent)["paymentPayload"], terms: record(sent)["paymentRequirements"] });
}

/** The EIP-3009 authorization in a request body; empty where there is none. */
export function authorizationOf(sent: unknown): Readonly<Record<string, unknown>> {
  return record(record(record(record(sent)["paymentPayload"])["payload"])["authorization"]);
}

export function requirementsOf(sent: unknown): Readonly<Record<string, unknown>> {
  return record(record(sent)["paymentRequirements"]);
}

/** Texts that are the same value: in hex letter case is a checksum and no more, in base58 it tells digits apart. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  return one === other || (HEX.test(one) && one.toLowerCase() === other.toLowerCase());
}

const HEX = /^0x[0-9a-f]*$/i;

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** How a call ended, in a few words. */
export function outcomeOf(call: Call): string {
  if (call.response === undefined) return call.abort === undefined ? "no answer" : `${call.abort.reason}: ${call.abort.message}`;
  return `${call.response.status} ${call.response.body.text ?? ""}`.trim();
}

/**
 * A check that an edited payment is not found valid, where the unedited one was in the same case.
 * Any other answer will do here, an error included; shapes and codes have rows of their own.
 */
export function refusalCheck(definition: Pick<CheckDefinition<unknown>, "id" | "requirement" | "title" | "appliesTo" | "reach" | "killedBy" | "alsoKilledBy"> & { readonly message: string }): Check {
  const { message, ...rest } = definition;
  return check({
    ...rest,
    witness: (trace) => {
      const control = validControl(trace);
      const [call] = answered(trace, "edited");
      return control === undefined || call === undefined ? undefined : { control, call };
    },
    judge: ({ witness: { control, call }, pass, fail }) =>
      foundValid(call) ? fail(message, { expected: "isValid false, or an error", actual: outcomeOf(call), at: [call.request, call.response] }) : pass({ at: [control.response, call.response] }),
  });
}
