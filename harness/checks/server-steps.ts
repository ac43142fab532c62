import { decodeHeader, type DecodedHeader } from "../../simulators/transports/http/header-codec.ts";
import type { CaseFacts } from "../seats/server-seat.ts";
import { readPayment } from "../methods/reader.ts";
import { bodyJson } from "../trace/body.ts";
import type { HttpAbortEvent, HttpRequestEvent, HttpResponseEvent } from "../trace/events.ts";
import { derived } from "../trace/derived.ts";
import { headerValues } from "../trace/headers.ts";
import type { FacilitatorCall, Trace } from "../trace/trace.ts";

/**
 * What a case asked of a server, by the names scenarios give their requests. `unpaid` is a request
 * without payment, `good` a payment with nothing wrong: where it brought the content, the target works,
 * and what it does to the other steps of the case is its judgement.
 */
export interface Step {
  readonly as: string;
  /** Id of the standard route; absent where the scenario wrote the request target itself. */
  readonly route: string | undefined;
  readonly request: HttpRequestEvent;
  readonly response: HttpResponseEvent | undefined;
  readonly abort: HttpAbortEvent | undefined;
}

export interface AnsweredStep extends Step {
  readonly response: HttpResponseEvent;
}

export type StepName = string | ((as: string) => boolean);

export function steps(trace: Trace, as?: StepName): Step[] {
  return allSteps(trace).filter((step) => as === undefined || (typeof as === "string" ? step.as === as : as(step.as)));
}

const allSteps = derived((trace: Trace): readonly Step[] =>
  trace.marks<{ as: string; exchange: number; route?: string }>("step").flatMap((mark): Step[] => {
    const request = trace.requests({ from: "client", to: "server" }).find(({ exchange }) => exchange === mark.exchange);
    if (request === undefined) return [];
    const abort = trace.events.find((event): event is HttpAbortEvent => event.kind === "http.abort" && event.exchange === mark.exchange);
    return [{ as: mark.as, route: mark.route, request, response: trace.responseTo(request), abort }];
  }),
);

export function answered(trace: Trace, as?: StepName): AnsweredStep[] {
  return steps(trace, as).filter((step): step is AnsweredStep => step.response !== undefined);
}

export function facts(trace: Trace): CaseFacts | undefined {
  return trace.mark<CaseFacts>("case");
}

/** Whether a response carries the content that costs money. */
export function hasContent(trace: Trace, response: HttpResponseEvent): boolean {
  const marker = facts(trace)?.marker;
  return marker !== undefined && response.body.text !== undefined && response.body.text.includes(marker);
}

/** Whether a response gives the client what it did not pay for: the content itself, or a status that says it was served. */
export function delivers(trace: Trace, response: HttpResponseEvent): boolean {
  return isSuccess(response) || hasContent(trace, response);
}

export function isSuccess({ status }: HttpResponseEvent): boolean {
  return status >= 200 && status < 300;
}

/** A good payment of the case that brought the content: the witness of every check that something else was refused. */
export function paidTwin(trace: Trace, as: StepName = "good"): AnsweredStep | undefined {
  // Somebody who never asks a facilitator has no payments.
  const asked = trace.facilitatorCalls("verify").some((call) => replyOf(call)["isValid"] === true) || trace.facilitatorCalls("settle").some((call) => replyOf(call)["success"] === true);
  return asked ? answered(trace, as).find(({ response }) => isSuccess(response) && (facts(trace)?.upstream !== true || hasContent(trace, response))) : undefined;
}

/** The steps of that name, given that a good payment was served in the same case. Steps that the end of the case's time cut off say nothing of the target. */
export function besidePaidTwin(trace: Trace, as: StepName): readonly Step[] | undefined {
  const found = steps(trace, as).filter(({ abort }) => abort?.reason !== "timeout");
  return found.length > 0 && paidTwin(trace) !== undefined ? found : undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** An x402 header of a response: every value as it stood there, and the first one decoded. */
export interface ReadHeader {
  readonly values: readonly string[];
  readonly decoded: DecodedHeader;
  /** Decoded leniently: a defect of the encoding is judged by its own check, and spares the rest. */
  readonly value: unknown;
}

export function readHeader(response: HttpResponseEvent, name: "payment-required" | "payment-response"): ReadHeader | undefined {
  return name === "payment-required" ? requiredOf(response) : reportOf(response);
}

const requiredOf = derived((response: HttpResponseEvent) => readAnew(response, "payment-required"));
const reportOf = derived((response: HttpResponseEvent) => readAnew(response, "payment-response"));

function readAnew(response: HttpResponseEvent, name: string): ReadHeader | undefined {
  const values = headerValues({ headers: response.headers, name });
  const [first] = values;
  if (first === undefined) return undefined;
  const decoded = decodeHeader(first);
  return { values, decoded, value: decoded.ok ? decoded.value : decoded.lenient };
}

/** PAYMENT-RESPONSE as an object, where it is one. */
export function settlementReport(response: HttpResponseEvent): JsonObject | undefined {
  const value = readHeader(response, "payment-response")?.value;
  return isObject(value) ? value : undefined;
}

/** The payment a request of the harness carried, in PAYMENT-SIGNATURE or in the header named. */
export function paymentOf(request: HttpRequestEvent, name = "payment-signature"): JsonObject {
  const [value] = headerValues({ headers: request.headers, name });
  const decoded = value === undefined ? undefined : decodeHeader(value);
  return decoded?.ok === true ? object(decoded.value) : {};
}

/** What makes it the same payment as another, see `PaymentReading.key`. */
export function keyOf(request: HttpRequestEvent, name = "payment-signature"): string | undefined {
  return name === "payment-signature" ? ownKey(request) : keyIn(request, name);
}

const ownKey = derived((request: HttpRequestEvent) => keyIn(request, "payment-signature"));

function keyIn(request: HttpRequestEvent, name: string): string | undefined {
  return readPayment({ message: paymentOf(request, name) }).key;
}

/** The same of the payment in a facilitator call. */
export function keyOfCall(call: FacilitatorCall): string | undefined {
  return paymentInCall(call).key;
}

const paymentInCall = derived((call: FacilitatorCall) => readPayment({ message: object(call.body)["paymentPayload"], terms: object(call.body)["paymentRequirements"] }));

/** Facilitator calls about the payment that a step carried. */
export function callsOf(trace: Trace, endpoint: "verify" | "settle", step: Step): FacilitatorCall[] {
  const key = keyOf(step.request);
  return key === undefined ? [] : trace.facilitatorCalls(endpoint).filter((call) => keyOfCall(call) === key);
}

/**
 * Whether an endpoint's answer can have decided about a step: it was asked, or, for settle, should have
 * been after a good verification. A server that verifies by itself, or leaves all to settle, never hears a
 * scripted verify.
 */
export function heard(trace: Trace, endpoint: "verify" | "settle", step: Step): boolean {
  return callsOf(trace, endpoint, step).length > 0 || (endpoint === "settle" && callsOf(trace, "verify", step).some((call) => replyOf(call)["isValid"] === true));
}

/** Reply of a facilitator as a JSON object. */
export function replyOf(call: FacilitatorCall): JsonObject {
  return call.response === undefined ? {} : object(bodyJson(call.response.body));
}

/** Short name of a step for messages. */
export function named(step: Step): string {
  return `"${step.as}"`;
}

/** Accepts entries of the answers that payments of the case were made from. */
export function offersOf(trace: Trace): { readonly response: HttpResponseEvent; readonly entry: JsonObject }[] {
  return answered(trace, "offer").flatMap(({ response }) => {
    const accepts = object(readHeader(response, "payment-required")?.value)["accepts"];
    return Array.isArray(accepts) ? (accepts as unknown[]).filter(isObject).map((entry) => ({ response, entry })) : [];
  });
}

/** Another flow than the default one, by the paid offer's own words. Newer text §6.1: the order is that of the resolved flow. */
export function otherFlow({ request }: Step): string | undefined {
  const flow = object(object(paymentOf(request)["accepted"])["extra"])["paymentFlow"];
  return flow === undefined || flow === "authorization" ? undefined : String(flow);
}
