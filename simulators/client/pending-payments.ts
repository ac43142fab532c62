import type { PaymentPayload } from "../../spec/types.ts";
import { fieldValues, type HttpRequest, type HttpResponse } from "../transports/http/http-fetch.ts";
import type { SchemeClient } from "../schemes/scheme.ts";

/**
 * Payments whose result is still to come. The money may be moving, so no other is started for the same purchase: the same
 * payment is presented again, at once a few times and then whenever the resource is asked for.
 */

export interface PendingPayment {
  readonly sent: PaymentPayload;
  readonly scheme: SchemeClient;
}

export interface PendingPayments {
  of(request: HttpRequest): PendingPayment | undefined;
  keep(request: HttpRequest, payment: PendingPayment): void;
  end(request: HttpRequest): void;
}

/** How long to wait. @throws what the signal was aborted with */
export type Pause = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How often a payment is presented within one call, the first time among them. */
export const PRESENTATIONS = 4;
const FIRST_PAUSE_MILLISECONDS = 250;
/** However long the server wants to be left alone: a caller is waiting. */
const LONGEST_PAUSE_MILLISECONDS = 10_000;

/** @param options.capacity payments kept; the oldest is forgotten first */
export function createPendingPayments(options: { capacity: number }): PendingPayments {
  const kept = new Map<string, PendingPayment>();
  return {
    of: (request) => kept.get(purchaseOf(request)),
    keep(request, payment) {
      kept.set(purchaseOf(request), payment);
      const [oldest] = kept.keys();
      if (kept.size > options.capacity && oldest !== undefined) kept.delete(oldest);
    },
    end: (request) => void kept.delete(purchaseOf(request)),
  };
}

/** What stands for a purchase: asking the same of the same resource. */
function purchaseOf({ method, url }: HttpRequest): string {
  return `${method} ${url.replace(/#.*$/s, "")}`;
}

/**
 * Milliseconds until a payment is presented again: what the server asks for in Retry-After (RFC 9110 §10.2.3), within a
 * bound, and else longer each time.
 *
 * @param options.count how often it was presented
 */
export function pauseBefore(options: { response: HttpResponse; count: number; now: number }): number {
  const [value = ""] = fieldValues({ headers: options.response.headers, name: "Retry-After" });
  const date = Date.parse(value);
  const asked = /^[0-9]{1,10}$/.test(value) ? Number(value) * 1_000 : Number.isNaN(date) ? FIRST_PAUSE_MILLISECONDS * 2 ** (options.count - 1) : date - options.now;
  return Math.min(Math.max(asked, 0), LONGEST_PAUSE_MILLISECONDS);
}
