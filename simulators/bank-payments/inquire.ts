import { defineFaults, faultPoints } from "../faults.ts";
import { findIntent, readIntent } from "./bank-psp.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import { isFinal, type PaymentRecord } from "./records.ts";
import { sightingOf } from "./sighting.ts";
import type { JsonObject } from "../json.ts";

/** Asks the PSP where a payment stands: experimental/bank-payments.md, 6.6 and 6.7. Moves and creates nothing. */

export const faults = defineFaults({
  "facilitator.bank-payments.settled-final": { role: "facilitator", bug: "BUG: asks the PSP no more once a payment has settled" },
});

export interface Inquiry {
  readonly record: PaymentRecord;
  /** `current`: the PSP has just said so, or nothing can have changed. `none`: the PSP has no such payment. `unknown`: it did not say. */
  readonly kind: "current" | "none" | "unknown";
}

export interface Inquirer {
  ask(key: string, record: PaymentRecord): Promise<Inquiry>;
  /** Takes in a payment as the PSP shows it. @returns the record, `undefined` where it was no payment or not this one */
  take(options: { key: string; record: PaymentRecord; intent: JsonObject }): PaymentRecord | undefined;
}

/** By which the PSP knows a payment beside its own identifier. */
export function referenceOf(key: string, record: Pick<PaymentRecord, "attempt">): string {
  return `x402-${key}${record.attempt === undefined ? "" : "x".repeat(record.attempt)}`;
}

export function createInquirer(parts: FacilitatorParts): Inquirer {
  const { network, providers, records, bends } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });

  const take: Inquirer["take"] = ({ key, record, intent }) => {
    const seen = sightingOf({ network, intent });
    // Another payment's, were it to have the reference: nothing is learnt from it.
    if (seen === undefined || intent["merchant_account"] !== record.payTo) return undefined;
    const sighting = bends.sighting?.({ sighting: seen, intent, rail: record.rail }) ?? seen;
    return records.see(key, sighting) ?? record;
  };

  return {
    take,
    async ask(key, record) {
      if (isFinal(record) || record.pinned === true) return { record, kind: "current" };
      if (record.state === "settled" && fault("facilitator.bank-payments.settled-final")) return { record, kind: "current" };
      const psp = providers.client(record.psp);
      if (psp === undefined) return { record, kind: "unknown" };
      const unnamed = record.transaction === "";
      const asked = unnamed ? await findIntent(psp, { merchant: record.payTo, reference: referenceOf(key, record) }) : await readIntent(psp, record.transaction);
      if (asked.kind === "none" && unnamed) return { record, kind: "none" };
      const taken = asked.kind === "found" ? take({ key, record, intent: asked.value }) : undefined;
      return taken === undefined ? { record, kind: "unknown" } : { record: taken, kind: "current" };
    },
  };
}
