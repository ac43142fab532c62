import { isObject, type JsonObject } from "../json.ts";
import type { PspAnswer, PspClient } from "../psp-client/psp-client.ts";

/** What a facilitator asks a PSP about payments over banks. */

/** `lost`: nobody knows. */
export type Asked<Value> = { readonly kind: "found"; readonly value: Value } | { readonly kind: "none" } | { readonly kind: "lost" };

/** What became of an order to pay. */
export type Ordered =
  | { readonly kind: "made"; readonly intent: JsonObject }
  /** Turned down, and there is nothing at the PSP. */
  | { readonly kind: "refused"; readonly why: "token" | "authorization" | "other"; readonly reasonCode?: unknown }
  /** It is not known whether the PSP has taken it on. */
  | { readonly kind: "unknown" };

export interface Order {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly merchant: string;
  readonly token: string;
  /** By which it is found again, beside the idempotency key. */
  readonly reference: string;
  readonly idempotencyKey?: string;
  readonly mandate?: string | undefined;
  /** Faults' only: further members. */
  readonly further?: JsonObject;
}

export async function readMethod(psp: PspClient, token: string): Promise<Asked<JsonObject>> {
  return askedFor(await psp.call({ method: "GET", path: `/v1/payment_methods/${encodeURIComponent(token)}` }));
}

/** The payer's mandates for a merchant, the oldest first. */
export async function readMandates(psp: PspClient, options: { token: string; merchant: string }): Promise<Asked<readonly JsonObject[]>> {
  const query = new URLSearchParams({ payment_method: options.token, merchant_account: options.merchant });
  const listed = listIn(askedFor(await psp.call({ method: "GET", path: `/v1/mandates?${query}` })));
  return listed.kind === "found" ? { kind: "found", value: listed.value.toReversed() } : listed;
}

export async function readIntent(psp: PspClient, id: string): Promise<Asked<JsonObject>> {
  return askedFor(await psp.call({ method: "GET", path: `/v1/payment_intents/${encodeURIComponent(id)}` }));
}

/** A payment by the reference it was ordered with. */
export async function findIntent(psp: PspClient, options: { merchant: string; reference: string }): Promise<Asked<JsonObject>> {
  const query = new URLSearchParams({ merchant_account: options.merchant, merchant_reference: options.reference });
  const listed = listIn(askedFor(await psp.call({ method: "GET", path: `/v1/payment_intents?${query}` })));
  if (listed.kind !== "found") return { kind: "lost" };
  // There is one at most. The first, if ever there were more, is the one that was told of.
  const value = listed.value.at(-1);
  return value === undefined ? { kind: "none" } : { kind: "found", value };
}

export async function order(psp: PspClient, { amount, currency, merchant, token, reference, idempotencyKey, mandate, further }: Order): Promise<Ordered> {
  const body = { amount, currency, merchant_account: merchant, payment_method: token, capture_method: "automatic", confirm: true, merchant_reference: reference, ...(mandate === undefined ? {} : { mandate }), ...further };
  const answer = await psp.call({ method: "POST", path: "/v1/payment_intents", body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  if (answer.kind === "lost") return { kind: "unknown" };
  if (answer.kind === "done") return { kind: "made", intent: answer.body };
  const { status, error } = answer;
  const { code, payment_intent: intent, reason_code: reasonCode } = error;
  if (isObject(intent)) return { kind: "made", intent };
  if (status === 402) return { kind: "refused", why: "other", reasonCode };
  // The key is at fault, or the time, and not the payment: it may be taken on later, or was before.
  if (status !== 400 && status !== 404) return { kind: "unknown" };
  if (typeof code === "string" && (/^(?:mandate|consent)_/.test(code) || code === "payment_method_used")) return { kind: "refused", why: "authorization" };
  if (status === 404 || code === "payment_method_detached") return { kind: "refused", why: "token" };
  return { kind: "refused", why: "other" };
}

/** Refusals other than "there is no such thing" tell nothing about it. */
function askedFor(answer: PspAnswer): Asked<JsonObject> {
  if (answer.kind === "done") return { kind: "found", value: answer.body };
  return answer.kind === "refused" && answer.status === 404 ? { kind: "none" } : { kind: "lost" };
}

function listIn(asked: Asked<JsonObject>): Asked<readonly JsonObject[]> {
  if (asked.kind !== "found") return asked;
  const { data } = asked.value;
  return Array.isArray(data) ? { kind: "found", value: data.filter(isObject) } : { kind: "lost" };
}
