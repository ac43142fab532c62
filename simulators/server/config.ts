import type { PaymentRequirements } from "../../spec/types.ts";

/** A resource that costs money: where it lives and how it may be paid for. */
export interface ProtectedRoute {
  readonly id: string;
  readonly method: string;
  /** Path without query, compared octet by octet with the request's. */
  readonly path: string;
  /** The route is every path below this one instead, `path` among them. */
  readonly below?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** The offers as configured; the scheme completes them. */
  readonly accepts: readonly ConfiguredOffer[];
  /** Extension declarations to advertise, by identifier. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An offer as an operator writes it. Amount in atomic units, decimal. */
export type ConfiguredOffer = Omit<PaymentRequirements, "network"> & { readonly network: string };

/** Bounds on what strangers may make the server hold or wait for. */
export interface ServerLimits {
  /** Characters of a PAYMENT-SIGNATURE value. */
  readonly paymentHeaderCharacters: number;
  /** Bytes of a facilitator's reply. */
  readonly facilitatorReplyBytes: number;
  /** Milliseconds until a facilitator's whole reply must be there. */
  readonly facilitatorReplyMilliseconds: number;
  /** Bytes of the paid handler's answer that are buffered until settlement. */
  readonly contentBytes: number;
  /** Payments remembered as used. */
  readonly rememberedPayments: number;
  /** Payments without a result whose terms are kept. */
  readonly pendingPayments: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  paymentHeaderCharacters: 16 * 1024,
  facilitatorReplyBytes: 256 * 1024,
  facilitatorReplyMilliseconds: 90_000,
  contentBytes: 8 * 1024 * 1024,
  rememberedPayments: 100_000,
  pendingPayments: 10_000,
};
