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

/** @param options.randomBytes makes the transaction hashes of the case its own */
export function createPlausibleFacilitator(options: { randomBytes: (length: number) => Uint8Array; network: string }): PlausibleFacilitator {
  const settled = new Set<string>();
  return {
    verify(body) {
      const invalidReason = refusal(body);
      const payer = payerOf(body);
      return { json: { isValid: invalidReason === undefined, ...(invalidReason === undefined ? {} : { invalidReason }), ...(payer === undefined ? {} : { payer }) } };
    },
    settle(body) {
      const nonce = nonceOf(body);
      const errorReason = refusal(body) ?? (nonce !== undefined && settled.has(nonce) ? "invalid_transaction_state" : undefined);
      const payer = payerOf(body);
      const network = networkOf(body) ?? options.network;
      if (errorReason !== undefined) return { json: { success: false, errorReason, transaction: "", network, ...(payer === undefined ? {} : { payer }) } };
      if (nonce !== undefined) settled.add(nonce);
      return { json: { success: true, transaction: `0x${Buffer.from(options.randomBytes(32)).toString("hex")}`, network, ...(payer === undefined ? {} : { payer }) } };
    },
    supported: () => supportedScript({ network: options.network }),
  };
}

export function supportedScript(options: { network: string }): Script {
  return { json: { kinds: [{ x402Version: 2, scheme: "exact", network: options.network }], extensions: [], signers: { "eip155:*": ["0x1234567890abcdef1234567890abcdef12345678"] } } };
}

/** Why the request cannot be a good payment, in the order a facilitator looks. */
function refusal(body: unknown): string | undefined {
  const { paymentPayload, paymentRequirements } = object(body);
  const payload = object(paymentPayload);
  const accepted = object(payload["accepted"]);
  const required = object(paymentRequirements);
  if (typeof payload["x402Version"] === "number" && payload["x402Version"] !== 2) return "invalid_x402_version";
  if (!TERMS.every((term) => typeof required[term] === "string")) return "invalid_payment_requirements";
  if (payload["x402Version"] !== 2 || !isObject(payload["payload"]) || !TERMS.every((term) => typeof accepted[term] === "string") || typeof accepted["maxTimeoutSeconds"] !== "number") return "invalid_payload";
  if (accepted["scheme"] !== required["scheme"]) return "invalid_scheme";
  if (accepted["network"] !== required["network"]) return "invalid_network";
  if (!TERMS.every((term) => same(accepted[term], required[term]))) return "invalid_payload";
  const signed = payload["payload"];
  if (typeof signed["signature"] !== "string") return "invalid_payload";
  const authorization = signed["authorization"];
  // Other transfer methods are believed as they are.
  if (authorization === undefined) return isObject(signed["permit2Authorization"]) ? undefined : "invalid_payload";
  if (!isObject(authorization)) return "invalid_payload";
  if (!AUTHORIZATION.every((member) => typeof authorization[member] === "string")) return "invalid_payload";
  if (!same(authorization["to"], required["payTo"])) return "invalid_exact_evm_payload_recipient_mismatch";
  return authorization["value"] === required["amount"] ? undefined : "invalid_exact_evm_payload_authorization_value_mismatch";
}

const TERMS = ["scheme", "network", "amount", "asset", "payTo"];
const AUTHORIZATION = ["from", "to", "value", "validAfter", "validBefore", "nonce"];

/** Addresses compare without case, and nothing else here is hurt by it. */
function same(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}

/** The signed part of a verify or settle body, whatever its transfer method. */
export function signedPart(body: unknown): Json {
  const payload = object(object(object(body)["paymentPayload"])["payload"]);
  return object(payload["authorization"] ?? payload["permit2Authorization"]);
}

function payerOf(body: unknown): string | undefined {
  return text(signedPart(body)["from"]);
}

function nonceOf(body: unknown): string | undefined {
  return text(signedPart(body)["nonce"]);
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
