import { jsonEqual } from "../../simulators/json.ts";
import { decodeHeader, type DecodedHeader } from "../../simulators/transports/http/header-codec.ts";
import { PAYMENT_FIELDS, stepOf } from "../seats/client-case.ts";
import type { ClientCaseFacts, StepMark } from "../seats/client-seat.ts";
import type { ClientOutcomeEvent, HttpRequestEvent, HttpResponseEvent } from "../trace/events.ts";
import { derived } from "../trace/derived.ts";
import { headerValue } from "../trace/headers.ts";
import type { Trace } from "../trace/trace.ts";
import { check, type Check, type Judge, type Judgement } from "./check.ts";

/**
 * What a client did in a case, by the names scenarios give their requests. `good` is an ordinary offer
 * with nothing odd about it: a client that paid it could pay, and what it does to the case's other steps
 * is its judgement.
 */
export interface ClientStep {
  readonly as: string;
  readonly mark: StepMark;
  /** Requests the target made of the server for this step, at the case's own origin, in order. */
  readonly attempts: readonly Attempt[];
  /** The same at the other origin. */
  readonly elsewhere: readonly Attempt[];
  readonly outcome: ClientOutcomeEvent | undefined;
}

export interface Attempt {
  readonly request: HttpRequestEvent;
  readonly response: HttpResponseEvent | undefined;
  /** When the request arrived, in Unix seconds. */
  readonly at: number;
  readonly payment: SentPayment | undefined;
}

/** A payment as it was sent, read leniently: each deviation is judged by its own check, and spares the rest. */
export interface SentPayment {
  readonly field: (typeof PAYMENT_FIELDS)[number];
  readonly text: string;
  readonly decoded: DecodedHeader;
  readonly message: JsonObject;
}

/** A payment with what it was an answer to. */
export interface Paid extends SentPayment {
  readonly step: ClientStep;
  readonly attempt: Attempt;
  /** Entries of the `accepts` the target had last been shown. */
  readonly offers: readonly JsonObject[];
  /** The one of them it is for, as far as that can be told. */
  readonly offer: JsonObject | undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function facts(trace: Trace): ClientCaseFacts | undefined {
  return trace.mark<ClientCaseFacts>("case");
}

type StepName = string | readonly string[] | ((as: string) => boolean);

function named(as: string, wanted: StepName | undefined): boolean {
  return wanted === undefined || (typeof wanted === "string" ? as === wanted : typeof wanted === "function" ? wanted(as) : wanted.includes(as));
}

export function clientSteps(trace: Trace, as?: StepName): ClientStep[] {
  return allSteps(trace).filter((step) => named(step.as, as));
}

const allSteps = derived((trace: Trace): readonly ClientStep[] => {
  const received = new Map(trace.marks<{ exchange: number; origin: string; at: number }>("received").map((mark) => [mark.exchange, mark]));
  const requests = trace.requests({ from: "client", to: "server" });
  return trace.marks<StepMark>("step").map((mark): ClientStep => {
    const of = (origin: string): Attempt[] =>
      requests
        .filter(({ target, exchange }) => stepOf(target) === mark.as && received.get(exchange)?.origin === origin)
        .map((request) => ({ request, response: trace.responseTo(request), at: received.get(request.exchange)?.at ?? 0, payment: sentPayment(request) }));
    return { as: mark.as, mark, attempts: of("own"), elsewhere: of("other"), outcome: trace.outcomes().find(({ step }) => step === mark.as) };
  });
});

/** The payment a request carries. An object without a single member of a payment is none. */
export function sentPayment(request: HttpRequestEvent): SentPayment | undefined {
  for (const field of PAYMENT_FIELDS) {
    const text = headerValue({ headers: request.headers, name: field });
    if (text === undefined) continue;
    const decoded = decodeHeader(text);
    const message = unwrapped(decoded.ok ? decoded.value : decoded.lenient);
    if (isObject(message) && ["accepted", "payload"].some((member) => member in message)) return { field, text, decoded, message };
  }
  return undefined;
}

/** What a payment that was encoded twice holds. */
function unwrapped(value: unknown): unknown {
  const inner = typeof value === "string" ? decodeHeader(value) : undefined;
  return inner?.ok === true ? inner.value : value;
}

/** Requests of a step that carry a payment, each with the offers before it. */
export const paymentsOf = derived((step: ClientStep): readonly Paid[] => {
  let offers: readonly JsonObject[] = [];
  return step.attempts.flatMap((attempt): Paid[] => {
    const before = offers;
    offers = offersIn(attempt.response) ?? offers;
    return attempt.payment === undefined ? [] : [{ ...attempt.payment, step, attempt, offers: before, offer: offerOf({ payment: attempt.payment.message, offers: before }) }];
  });
});

export function paid(trace: Trace, as?: StepName): Paid[] {
  return clientSteps(trace, as).flatMap(paymentsOf);
}

/** The payment for the case's ordinary offer: the witness of every check that something else was not paid, or not so. */
export function goodTwin(trace: Trace): Paid | undefined {
  return paid(trace, (as) => as.startsWith("good"))[0];
}

/** The steps of those names, given that the case's ordinary offer was paid and each of them was asked for. */
export function besideGoodTwin(trace: Trace, as: StepName): readonly ClientStep[] | undefined {
  const found = clientSteps(trace, as);
  return found.length > 0 && goodTwin(trace) !== undefined && found.every(({ attempts, outcome }) => attempts.length > 0 && outcome !== undefined) ? found : undefined;
}

/** The PaymentRequired a scripted server sent; empty where it sent none that can be read. */
export const signalOf = derived((response: HttpResponseEvent): JsonObject => {
  const text = headerValue({ headers: response.headers, name: "payment-required" });
  const decoded = text === undefined ? undefined : decodeHeader(text);
  return decoded?.ok === true ? object(decoded.value) : {};
});

/** `accepts` of a response's PAYMENT-REQUIRED. */
function offersIn(response: HttpResponseEvent | undefined): readonly JsonObject[] | undefined {
  const accepts = response === undefined ? undefined : signalOf(response)["accepts"];
  return Array.isArray(accepts) ? (accepts as unknown[]).filter(isObject) : undefined;
}

const TERMS = ["scheme", "network", "amount", "asset", "payTo"];

/** The offer a payment fits best, by what it says it accepts and by whom it pays. Entries of one list differ in `payTo`. */
function offerOf(options: { payment: JsonObject; offers: readonly JsonObject[] }): JsonObject | undefined {
  const accepted = object(options.payment["accepted"]);
  const payload = JSON.stringify(options.payment["payload"] ?? null).toLowerCase();
  const fit = (offer: JsonObject): number => TERMS.filter((term) => sameText(accepted[term], offer[term])).length + (payload.includes(String(offer["payTo"]).toLowerCase()) ? 1 : 0);
  // Where a network has one recipient for all, what else is in an offer tells.
  const sameExtra = (offer: JsonObject): number => (jsonEqual(accepted["extra"] ?? {}, offer["extra"] ?? {}) ? 1 : 0);
  return options.offers.toSorted((left, right) => fit(right) - fit(left) || sameExtra(right) - sameExtra(left))[0];
}

/** Equal, letter case aside where both are hex: EVM addresses compare so. */
export function sameText(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return typeof left === "string" && typeof right === "string" && /^0x/i.test(left) && left.toLowerCase() === right.toLowerCase();
}

/** The transfer method of `exact` on EVM whose payload a payment has: scheme_exact_evm.md §1 to §3. */
export function transferMethodOf(message: JsonObject): "eip3009" | "permit2" | "erc7710" | undefined {
  const payload = object(message["payload"]);
  if (isObject(payload["permit2Authorization"])) return "permit2";
  if ("delegationManager" in payload || "permissionContext" in payload) return "erc7710";
  return isObject(payload["authorization"]) ? "eip3009" : undefined;
}

/** Whether a payment is by another method than EIP-3009, whose rules do not bind it: of `exact` on EVM, or on another family of networks. */
export function byOtherMethod({ message, offer }: { readonly message: JsonObject; /** That it is for. */ readonly offer: JsonObject | undefined }): boolean {
  const { network } = offer ?? object(message["accepted"]);
  if (typeof network === "string" && !network.startsWith("eip155:")) return true;
  const method = transferMethodOf(message);
  return method === "permit2" || method === "erc7710";
}

/** A deviation of one payment; `undefined` where there is none, `"silent"` where the payment says nothing on the matter. */
export type PaymentDeviation = { readonly message: string; readonly expected?: string; readonly actual?: unknown } | "silent" | undefined;

/** Cases in which ordinary offers are paid. */
export const PAID = ["client/http/paid", "client/exact-evm-eip3009/nonces"];

/** Declares a check of every payment in the cases it applies to. */
export function paymentCheck(definition: {
  id?: string;
  requirement: string;
  scenarios?: string | readonly string[];
  /** Default: every payment. */
  payments?: (trace: Trace) => readonly Paid[] | undefined;
  deviation: (payment: Paid, trace: Trace) => PaymentDeviation;
  killedBy: readonly string[];
  alsoKilledBy?: Readonly<Record<string, string>>;
}): Check {
  const { requirement, deviation } = definition;
  return check({
    id: definition.id ?? requirement,
    requirement,
    appliesTo: { scenarios: definition.scenarios ?? PAID },
    reach: "some",
    witness(trace) {
      const payments = definition.payments === undefined ? paid(trace) : definition.payments(trace);
      return payments === undefined || payments.length === 0 ? undefined : payments;
    },
    judge: (judging) => judgePayments({ judging, deviation }),
    killedBy: definition.killedBy,
    ...(definition.alsoKilledBy === undefined ? {} : { alsoKilledBy: definition.alsoKilledBy }),
  });
}

function judgePayments(options: { judging: Judge<readonly Paid[]>; deviation: (payment: Paid, trace: Trace) => PaymentDeviation }): Judgement {
  const { witness, trace, pass, fail, notApplicable } = options.judging;
  let spoken: Paid | undefined;
  for (const payment of witness) {
    const found = options.deviation(payment, trace);
    if (found === undefined) spoken ??= payment;
    else if (found !== "silent") return fail(found.message, { ...(found.expected === undefined ? {} : { expected: found.expected }), ...("actual" in found ? { actual: found.actual } : {}), at: payment.attempt.request });
  }
  return spoken === undefined ? notApplicable("no payment of the case says anything on the matter") : pass({ at: spoken.attempt.request });
}
