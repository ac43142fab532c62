import type { ParsedPayment } from "./parse-payment.ts";

/**
 * Which payments this process is settling or has settled: scheme_exact_svm.md, Recommended Mitigation. The
 * network executes a transaction once and confirms it to whoever asks, so that only a memory of one's own
 * gives one success per payment.
 */
export type Claim =
  | { readonly state: "settling" }
  | { readonly state: "settled"; readonly signature: string }
  /** Sent, outcome unknown: the same settlement, repeated, asks again after the same transaction. */
  | { readonly state: "pending"; readonly signature: string; readonly fingerprint: string };

export interface SettlementClaims {
  get(key: string): Claim | undefined;
  set(options: { key: string; claim: Claim }): void;
  release(key: string): void;
}

/** About twice the life of a blockhash: after that the network itself refuses the transaction. */
const REMEMBERED_MS = 120_000;

/** @param options.now milliseconds */
export function createSettlementClaims(options: { now: () => number }): SettlementClaims {
  const claims = new Map<string, { claim: Claim; since: number }>();
  /** The map is in the order of its claims' beginnings, so that the first young one ends the search. */
  const evict = (): void => {
    for (const [key, { claim, since }] of claims) {
      if (options.now() - since < REMEMBERED_MS) return;
      if (claim.state !== "settling") claims.delete(key);
    }
  };
  return {
    get(key) {
      evict();
      return claims.get(key)?.claim;
    },
    set({ key, claim }) {
      const since = claims.get(key)?.since ?? options.now();
      claims.set(key, { claim, since });
    },
    release: (key) => void claims.delete(key),
  };
}

/** What was judged. A payment under other requirements earns nothing by a pending one. */
export function fingerprint({ required }: ParsedPayment): string {
  return JSON.stringify(required, (_name, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}
