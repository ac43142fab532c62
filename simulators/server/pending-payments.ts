import type { PaymentPayload, PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { canonicalJson } from "../json.ts";
import type { CarryingRequest, PaymentFlow, SchemeServer } from "../schemes/scheme.ts";
import type { Store } from "../store.ts";
import type { Settlement } from "./facilitator-client.ts";
import { keptRecords } from "./kept-records.ts";
import type { Offer } from "./offers.ts";

/**
 * Payments whose result is still to come. The client presents them again as they are, and the terms stay those they were
 * made for, whatever the route offers by then.
 */

export const faults = defineFaults({
  "server.flow.pending-not-resettled": { role: "server", bug: "BUG: answers a pending payment that is presented again as it did the first time, without asking the facilitator" },
  "server.flow.pending-terms-forgotten": { role: "server", bug: "BUG: knows a pending payment no more once its offers have changed" },
});

/** Said by the facilitator, or in its place where its reply was lost. */
const UNKNOWN_OUTCOME = "unexpected_settle_error";

interface PendingPayment {
  readonly route: string;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
  readonly flow: PaymentFlow;
  readonly settled: Settlement;
}

export interface PendingPayments {
  /** The offer that a pending payment was made for: only for that payment, under those terms, at that route. */
  offerFor(request: { payment: PaymentPayload; route: string }): Offer | undefined;
  keep(pending: { key: string; payment: PaymentPayload; route: string; offer: Offer; settled: Settlement }): void;
  end(key: string): void;
  /** Whether the last settle of a payment that is kept had no answer that said anything. */
  isUnknown(key: string): boolean;
  /** A fault's: what a payment is answered instead of being settled again. */
  stale(key: string): Settlement | undefined;
}

/** What tells payments apart of which the network lets one through. */
export function replayKeyOf(options: { scheme: SchemeServer; payment: PaymentPayload; accepted: PaymentRequirements; request?: CarryingRequest }): string {
  const { scheme, payment, accepted, request } = options;
  return scheme.replayKey?.({ payload: payment.payload, accepted, ...(request === undefined ? {} : { request }) }) ?? canonicalJson(payment.payload);
}

export function createPendingPayments(options: { store: Store; capacity: number; schemes: readonly SchemeServer[]; faults: FaultSet }): PendingPayments {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const records = keptRecords<PendingPayment>({ store: options.store, prefix: "pending/", capacity: options.capacity });
  return {
    offerFor({ payment, route }) {
      const { accepted } = payment;
      const scheme = options.schemes.find((half) => half.awaits !== undefined && half.scheme === accepted.scheme && half.supports(accepted.network));
      if (scheme === undefined) return undefined;
      const pending = records.get(replayKeyOf({ scheme, payment, accepted }));
      if (pending === undefined || pending.route !== route || canonicalJson(pending.accepted) !== canonicalJson(accepted)) return undefined;
      return fault("server.flow.pending-terms-forgotten") ? undefined : { requirements: pending.requirements, scheme, flow: pending.flow };
    },
    keep({ key, payment, route, offer, settled }) {
      records.set(key, { route, accepted: payment.accepted, requirements: offer.requirements, flow: offer.flow, settled });
    },
    end: (key) => records.delete(key),
    isUnknown: (key) => records.get(key)?.settled.settlement.errorReason === UNKNOWN_OUTCOME,
    stale(key) {
      const pending = records.get(key);
      return pending !== undefined && fault("server.flow.pending-not-resettled") ? pending.settled : undefined;
    },
  };
}
