import type { JsonObject } from "../../json.ts";
import type { RailId } from "../rail.ts";

/** What a payment service provider keeps. Plain data; times are milliseconds since the Unix epoch, amounts minor units. */

export interface ApiKey {
  readonly id: string;
  /** As it stands behind `Bearer`. */
  readonly secret: string;
  /** `null` for a platform, such as a facilitator, that acts for every merchant who has an account. */
  readonly merchant: string | null;
  readonly name: string;
  readonly revoked: boolean;
}

export interface Merchant {
  readonly id: string;
  readonly name: string;
}

export type PaymentMethodType = "card" | "us_bank_account" | "sepa_debit" | "sepa_instant";

/** A token for a card or an account. */
export interface PaymentMethod {
  readonly id: string;
  readonly type: PaymentMethodType;
  /** Its id on the rail. */
  readonly instrument: string;
  readonly owner: string;
  readonly singleUse: boolean;
  /** The intent that has used a single-use token. */
  readonly usedBy: string | null;
  readonly detached: boolean;
  /** Of an account that is paid from by transfer. `null` where the payer gave none, and for all other types. */
  readonly consent: Consent | null;
  readonly createdAt: number;
}

/** A payer's consent to instant transfers. What is `null` is not bound. */
export interface Consent {
  readonly merchant: string | null;
  readonly amount: bigint | null;
  readonly expiresAt: number | null;
  /** Whether it is for one transfer. */
  readonly once: boolean;
  /** The intent that used it last. */
  readonly usedBy: string | null;
  readonly revoked: boolean;
  readonly givenAt: number;
}

/** A payer's authorization of debits. */
export interface Mandate {
  readonly id: string;
  readonly paymentMethod: string;
  readonly merchant: string;
  /** The creditor's own name for it. */
  readonly reference: string;
  /** For a series of debits, or for one. */
  readonly type: "multi_use" | "single_use";
  /** Of each debit; `null` for no limit. */
  readonly maxAmount: bigint | null;
  /** By the payer, or by a return. Use and time may have ended it as well: see `endOf`. */
  readonly ended: "revoked" | "returned" | null;
  /** The intent that used it last, and when. */
  readonly usedBy: string | null;
  readonly usedAt: number | null;
  readonly acceptedAt: number;
  readonly createdAt: number;
}

export type IntentStatus = "requires_payment_method" | "requires_confirmation" | "requires_action" | "requires_capture" | "processing" | "succeeded" | "failed" | "returned" | "canceled";

export type CancellationReason = "requested_by_merchant" | "duplicate" | "abandoned" | "fraudulent" | "hold_expired";

export interface Intent {
  readonly id: string;
  readonly merchant: string;
  /** Id of the API key that created it. */
  readonly key: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly captureMethod: "automatic" | "manual";
  readonly paymentMethod: string | null;
  readonly mandate: string | null;
  /** Where it was submitted last; `null` before that. What became of it is read there. */
  readonly rail: RailId | null;
  readonly timeline: string;
  readonly speed: "standard" | "same_day";
  readonly allowPart: boolean;
  readonly onAuthentication: "challenge" | "fail";
  readonly statementDescriptor: string | null;
  readonly transactionIndicator: string | null;
  readonly merchantReference: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Opens the page of a challenge. */
  readonly challengeToken: string;
  readonly createdAt: number;
  readonly canceledAt: number | null;
  readonly cancellationReason: CancellationReason | null;
}

export interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly merchant: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Whether its arrival was told. */
  readonly arrivalTold: boolean;
}

export interface PspEvent {
  readonly id: string;
  readonly type: PspEventType;
  readonly merchant: string;
  /** Id of the API key whose payment it is about; `null` where it is about none. */
  readonly key: string | null;
  readonly timeline: string;
  readonly createdAt: number;
  /** The object as it was then, as the API shows it. */
  readonly object: JsonObject;
}

export const EVENT_TYPES = [
  "payment_intent.created",
  "payment_intent.processing",
  "payment_intent.requires_action",
  "payment_intent.requires_capture",
  "payment_intent.payment_failed",
  "payment_intent.succeeded",
  "payment_intent.failed",
  "payment_intent.returned",
  "payment_intent.canceled",
  "payment_intent.recall_opened",
  "payment_intent.recall_closed",
  "refund.created",
  "refund.updated",
  "dispute.created",
  "dispute.closed",
  "mandate.updated",
] as const;
export type PspEventType = (typeof EVENT_TYPES)[number];

export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Empty for all. */
  readonly events: readonly PspEventType[];
  /** Whose events it is sent; `null` for every merchant's. */
  readonly merchant: string | null;
  /** Of a platform: only what its own payments are about. `null` for everybody's. */
  readonly key: string | null;
}

export interface DeliveryAttempt {
  readonly at: number;
  /** Of the receiver's answer; `null` where there was none. */
  readonly status: number | null;
}

/** An event on its way to an endpoint. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  /** `held`: until it is delivered by hand. */
  readonly state: "queued" | "held" | "retrying" | "delivered" | "given-up";
  readonly attempts: readonly DeliveryAttempt[];
}

/** The stored answer to a request with an Idempotency-Key. */
export interface IdempotencyRecord {
  /** Digest of what was asked. */
  readonly request: string;
  readonly status: number;
  readonly body: string;
  readonly at: number;
}

export interface PspState {
  readonly counters: Map<string, number>;
  readonly keys: Map<string, ApiKey>;
  readonly merchants: Map<string, Merchant>;
  readonly paymentMethods: Map<string, PaymentMethod>;
  readonly mandates: Map<string, Mandate>;
  readonly intents: Map<string, Intent>;
  readonly refunds: Map<string, Refund>;
  readonly events: Map<string, PspEvent>;
  readonly endpoints: Map<string, WebhookEndpoint>;
  readonly deliveries: Map<string, Delivery>;
  readonly idempotency: Map<string, IdempotencyRecord>;
}
