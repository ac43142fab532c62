import { type PaymentRequirements, X402_VERSION } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";

/** Reads the envelope of /verify and /settle: x402-specification-v2.md §7.1. Trusts nothing in it. */

export const faults = defineFaults({
  "facilitator.request.version-ignored": { role: "facilitator", bug: "BUG: processes any x402Version" },
  "facilitator.request.unknown-members-refused": { role: "facilitator", bug: "BUG: refuses messages with members it does not know" },
  "facilitator.request.ascii-only": { role: "facilitator", bug: "BUG: refuses messages with text beyond ASCII" },
  "facilitator.request.malformed-as-200": { role: "facilitator", bug: "BUG: answers a request it cannot read with 200" },
  "facilitator.request.malformed-valid": { role: "facilitator", bug: "BUG: says valid to a request it cannot read" },
  "facilitator.request.verify-other-members": { role: "facilitator", bug: "BUG: expects payload and requirements in /verify, where the text has paymentPayload and paymentRequirements" },
  "facilitator.request.settle-other-members": { role: "facilitator", bug: "BUG: expects payload and requirements in /settle, where the text has paymentPayload and paymentRequirements" },
});

/** Codes of §9 for a request that never gets to a scheme. */
export type RequestReason = "invalid_payload" | "invalid_payment_requirements" | "invalid_x402_version";

export interface PaymentRequest {
  readonly payload: Record<string, unknown>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export type ReadRequest =
  | { readonly ok: true; readonly request: PaymentRequest }
  /** `status` 400: not an x402 request at all. 200: one that is understood and refused. */
  | { readonly ok: false; readonly status: 200 | 400; readonly reason: RequestReason; readonly network: string };

export function readRequest(options: { body: unknown; endpoint: "verify" | "settle"; faults: FaultSet }): ReadRequest {
  const { body, endpoint } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const refuse = (status: 200 | 400, reason: RequestReason): ReadRequest => ({ ok: false, status, reason, network: namedNetwork(body) });

  if (!isRecord(body)) return refuse(400, "invalid_payload");
  const renamed = fault(`facilitator.request.${endpoint}-other-members`);
  const payment = body[renamed ? "payload" : "paymentPayload"];
  const requirements = body[renamed ? "requirements" : "paymentRequirements"];
  if (typeof body["x402Version"] !== "number" || !isRecord(payment) || typeof payment["x402Version"] !== "number") return refuse(400, "invalid_payload");
  if ((body["x402Version"] !== X402_VERSION || payment["x402Version"] !== X402_VERSION) && !fault("facilitator.request.version-ignored")) return refuse(200, "invalid_x402_version");
  const { accepted, payload } = payment;
  if (!isRecord(payload) || !isRequirements(accepted)) return refuse(400, "invalid_payload");
  if (!isRequirements(requirements)) return refuse(400, "invalid_payment_requirements");
  if ([body, payment, accepted, requirements].some(hasUnknownMember) && fault("facilitator.request.unknown-members-refused")) return refuse(400, "invalid_payload");
  if (fault("facilitator.request.ascii-only", () => beyondAscii(body)) && beyondAscii(body)) return refuse(400, "invalid_payload");
  const { extensions } = payment;
  return { ok: true, request: { payload, accepted, requirements, ...(isRecord(extensions) ? { extensions } : {}) } };
}

function isRequirements(value: unknown): value is PaymentRequirements & Record<string, unknown> {
  if (!isRecord(value)) return false;
  const { scheme, network, amount, asset, payTo, maxTimeoutSeconds, extra } = value;
  return [scheme, network, amount, asset, payTo].every((member) => typeof member === "string") && typeof maxTimeoutSeconds === "number" && (extra === undefined || isRecord(extra));
}

/** The network a failed settlement can be attributed to; empty when the request names none. */
function namedNetwork(body: unknown): string {
  const requirements = isRecord(body) ? body["paymentRequirements"] : undefined;
  const network = isRecord(requirements) ? requirements["network"] : undefined;
  return typeof network === "string" && network.length <= 100 ? network : "";
}

const KNOWN = new Set(["x402Version", "paymentPayload", "paymentRequirements", "resource", "accepted", "payload", "extensions", "scheme", "network", "amount", "asset", "payTo", "maxTimeoutSeconds", "extra"]);

function hasUnknownMember(value: Record<string, unknown>): boolean {
  return Object.keys(value).some((member) => !KNOWN.has(member));
}

function beyondAscii(value: unknown): boolean {
  return /[^\0-\x7f]/.test(JSON.stringify(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
