import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import type { Store } from "../store.ts";
import type { Settlement } from "./facilitator-client.ts";
import { keptRecords } from "./kept-records.ts";

/**
 * One delivery per payment: x402-specification-v2.md §10.1 leaves replay to the chain, which a second
 * request can outrun while the first is between verification and settlement.
 */

export const faults = defineFaults({
  "server.replay.serves-settled": { role: "server", bug: "BUG: serves whoever presents a payment that once settled, without settling and without a receipt" },
  "server.replay.same-receipt": { role: "server", bug: "BUG: serves a payment presented again with the receipt of its first settlement" },
  "server.replay.shares-settlement": { role: "server", bug: "BUG: serves every simultaneous request of a payment although only the first one's settlement succeeds" },
});

export type Claim =
  | {
      readonly kind: "claimed";
      /** Uses the payment up before its claim ends, so that it is known after a restart: for one that the facilitator answers alike each time. */
      readonly spend: () => void;
      /** A payment that was not used up may be presented again. */
      readonly end: (outcome: { readonly used: boolean; readonly settled: Settlement | undefined }) => void;
    }
  | { readonly kind: "taken"; readonly settled: boolean }
  /** Faults': serve without a settlement of its own, with this report. */
  | { readonly kind: "waived"; readonly settlement: Settlement | undefined };

/** @param options.capacity payments remembered; the oldest is forgotten first, its nonce stays used on the chain */
export function createUsedPayments(options: { capacity: number; store: Store; faults: FaultSet }): { claim(key: string): Claim } {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const kept = keptRecords<true>({ store: options.store, prefix: "used/", capacity: options.capacity });
  const inFlight = new Set<string>();
  const used = new Map<string, Settlement | undefined>();
  return {
    claim(key) {
      if (inFlight.has(key)) return fault("server.replay.shares-settlement") ? { kind: "waived", settlement: undefined } : { kind: "taken", settled: false };
      if (used.has(key) || kept.get(key) === true) {
        if (fault("server.replay.serves-settled")) return { kind: "waived", settlement: undefined };
        return fault("server.replay.same-receipt") ? { kind: "waived", settlement: used.get(key) } : { kind: "taken", settled: true };
      }
      inFlight.add(key);
      return {
        kind: "claimed",
        spend: () => kept.set(key, true),
        end({ used: usedUp, settled }) {
          inFlight.delete(key);
          if (!usedUp) return;
          used.set(key, settled);
          if (used.size > options.capacity) used.delete(used.keys().next().value ?? key);
        },
      };
    },
  };
}
