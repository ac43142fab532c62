import type { TraceEvent } from "../trace/events.ts";

/** Counts payments whose money was seen to move, each once however often it was looked at. */
export interface PaidCount {
  add(events: readonly TraceEvent[]): void;
  /** By CAIP-2 network, in the order of their names. */
  byNetwork(): Readonly<Record<string, number>>;
}

export function createPaidCount(): PaidCount {
  const networks = new Map<string, Set<string>>();
  return {
    add(events) {
      for (const event of events) {
        if (event.kind !== "chain.transfer") continue;
        const seen = networks.get(event.network) ?? new Set();
        networks.set(event.network, seen.add(event.transaction));
      }
    },
    byNetwork: () => Object.fromEntries([...networks].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([network, { size }]) => [network, size])),
  };
}
