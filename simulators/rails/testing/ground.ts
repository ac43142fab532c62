import { mayOwe, outside, payerAccount } from "../accounts.ts";
import { createClock } from "../clock.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import type { RailGround } from "../rail.ts";

/** Tuesday, 11:00 in New York and 16:00 in Frankfurt. */
export const TUESDAY = Date.parse("2026-03-03T16:00:00Z") - 3_600_000;

/** Clock and books for tests of one rail. */
export function createGround(): RailGround {
  return { clock: createClock({ startAt: TUESDAY }), ledger: createLedger({ mayOwe }) };
}

export function fund(options: { ledger: Ledger; owner: string; currency: string; amount: bigint }): void {
  const { ledger, owner, currency, amount } = options;
  ledger.transfer({ at: 0, kind: "funding", from: outside, to: payerAccount(owner), currency, amount });
}

/** What everybody but the outside has, per currency: it never changes, but by money from outside. */
export function moneyInside(ledger: Ledger): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const { owner, currency, amount } of ledger.accounts()) if (owner !== outside.owner) sums[currency] = (sums[currency] ?? 0n) + amount;
  return sums;
}
