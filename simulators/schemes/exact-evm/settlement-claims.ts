import type { ParsedPayment } from "./parse-payment.ts";

/**
 * Which authorizations this process is settling or has settled. The chain lets one transfer through
 * whatever we do; this spares the network's fee for the others, and gives one success per payment.
 */
export type Claim =
  | { readonly state: "settling" }
  | { readonly state: "settled"; readonly hash: `0x${string}` }
  /** Broadcast, outcome unknown: the same settle, repeated, asks again after the same transaction. */
  | { readonly state: "pending"; readonly hash: `0x${string}`; readonly fingerprint: string };

export interface SettlementClaims {
  get(key: string): Claim | undefined;
  set(options: { key: string; claim: Claim; /** Unix seconds after which the chain itself refuses. */ until: bigint }): void;
  release(key: string): void;
}

/** Beyond this, claims whose authorization has expired are forgotten. */
const PRUNE_ABOVE = 10_000;

export function createSettlementClaims(options: { now: () => bigint }): SettlementClaims {
  const claims = new Map<string, { claim: Claim; until: bigint }>();
  return {
    get: (key) => claims.get(key)?.claim,
    set({ key, claim, until }) {
      if (claims.size >= PRUNE_ABOVE) for (const [old, entry] of claims) if (entry.until < options.now() && entry.claim.state !== "settling") claims.delete(old);
      claims.set(key, { claim, until });
    },
    release: (key) => void claims.delete(key),
  };
}

/** EIP-3009: nonces are unique per token and authorizer. */
export function claimKey({ authorization, required }: ParsedPayment): string {
  return `${required.asset}/${authorization.from}/${authorization.nonce}`.toLowerCase();
}

/** Everything that was judged. A payment that shares only the key with a pending one earns nothing by it. */
export function fingerprint(payment: ParsedPayment): string {
  return JSON.stringify(payment, (_name, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}
