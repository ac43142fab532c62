import type { PaymentMethod } from "../methods/method.ts";
import type { PaymentReading } from "../methods/reader.ts";
import type { Script } from "../world/script.ts";

/**
 * What a facilitator that is honest but looks no further than the request would answer: it refuses
 * what any facilitator could see to be wrong, and believes signatures and balances. The default peer
 * of a server under test, so that a server which leaves a judgement to its facilitator is not blamed
 * for the facilitator's trust.
 */
export interface PlausibleFacilitator {
  verify(body: unknown): Script;
  /** Lets each authorization settle once. */
  settle(body: unknown): Script;
  supported(): Script;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * @param options.randomBytes makes the transaction ids of the case its own
 * @param options.sponsor address that it says it pays fees with
 */
export function createPlausibleFacilitator(options: { randomBytes: (length: number) => Uint8Array; method: PaymentMethod; sponsor: string }): PlausibleFacilitator {
  const { method } = options;
  const settled = new Map<string, string>();
  return {
    verify(body) {
      const invalidReason = refusal({ body, method });
      const { payer } = readingOf({ body, method });
      return { json: { isValid: invalidReason === undefined, ...(invalidReason === undefined ? {} : { invalidReason }), ...(payer === undefined ? {} : { payer }) } };
    },
    settle(body) {
      const { key, payer } = readingOf({ body, method });
      // What a server does with a payment that is there is between it and a facilitator that knows it.
      if (method.isOperation?.(payloadOf(body)) === true) return { json: { success: true, transaction: (key === undefined ? undefined : settled.get(key)) ?? method.transactionId(options), network: networkOf(body) ?? method.network, amount: text(object(object(body)["paymentRequirements"])["amount"]) } };
      const errorReason = refusal({ body, method }) ?? (key !== undefined && settled.has(key) ? "invalid_transaction_state" : undefined);
      const network = networkOf(body) ?? method.network;
      if (errorReason !== undefined) return { json: { success: false, errorReason, transaction: "", network, ...(payer === undefined ? {} : { payer }) } };
      const transaction = method.transactionId(options);
      if (key !== undefined) settled.set(key, transaction);
      return { json: { success: true, transaction, network, ...(payer === undefined ? {} : { payer }) } };
    },
    supported: () => supportedScript(options),
  };
}

export function supportedScript(options: { method: PaymentMethod; sponsor: string }): Script {
  const { scheme, network, supported } = options.method;
  const { kindExtra, signers, moreKinds = [] } = supported(options);
  return { json: { kinds: [{ x402Version: 2, scheme, network, ...(kindExtra === undefined ? {} : { extra: kindExtra }) }, ...moreKinds.map((kind) => ({ x402Version: 2, ...kind }))], extensions: [], signers } };
}

/** Why the request cannot be a good payment, in the order a facilitator looks. */
function refusal(options: { body: unknown; method: PaymentMethod }): string | undefined {
  const { paymentPayload, paymentRequirements } = object(options.body);
  const payload = object(paymentPayload);
  const accepted = object(payload["accepted"]);
  const required = object(paymentRequirements);
  if (typeof payload["x402Version"] === "number" && payload["x402Version"] !== 2) return "invalid_x402_version";
  if (!TERMS.every((term) => typeof required[term] === "string")) return "invalid_payment_requirements";
  if (payload["x402Version"] !== 2 || !isObject(payload["payload"]) || !TERMS.every((term) => typeof accepted[term] === "string") || typeof accepted["maxTimeoutSeconds"] !== "number") return "invalid_payload";
  if (accepted["scheme"] !== required["scheme"]) return "invalid_scheme";
  if (accepted["network"] !== required["network"]) return "invalid_network";
  if (!TERMS.every((term) => same(accepted[term], required[term]))) return "invalid_payload";
  return options.method.refusal({ payload: payload["payload"], terms: required });
}

const TERMS = ["scheme", "network", "amount", "asset", "payTo"];

/** Addresses compare without case, and nothing else here is hurt by it. */
function same(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}

function readingOf(options: { body: unknown; method: PaymentMethod }): Partial<PaymentReading> {
  const { paymentPayload, paymentRequirements } = object(options.body);
  return options.method.reader.read({ payload: object(object(paymentPayload)["payload"]), terms: object(paymentRequirements) }) ?? {};
}

function payloadOf(body: unknown): Json {
  return object(object(object(body)["paymentPayload"])["payload"]);
}

function networkOf(body: unknown): string | undefined {
  return text(object(object(body)["paymentRequirements"])["network"]);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
