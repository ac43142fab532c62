import { mayOwe, outside, payerAccount } from "./accounts.ts";
import { createAchRail } from "./ach/ach-rail.ts";
import { fedCalendar, targetCalendar } from "./calendar/business-days.ts";
import { addDays, type Day, dayOf } from "./calendar/time-zone.ts";
import { createCardRail } from "./card/card-rail.ts";
import { snapshotAll } from "./cell.ts";
import { createClock, type RailClock } from "./clock.ts";
import { createLedger, type Ledger } from "./ledger/ledger.ts";
import { type Movement, movementsOf } from "./ledger/movements.ts";
import type { PspLimits, Rails } from "./psp/context.ts";
import { type StartedPsp, startPsp } from "./psp/psp.ts";
import type { SendWebhook } from "./psp/webhooks.ts";
import { createSepaDebitRail } from "./sepa/debit-rail.ts";
import { createInstantRail } from "./sepa/instant-rail.ts";

/** Card networks, ACH and SEPA, their books and their time, and the payment service providers that connect to them. */
export interface RailWorld {
  readonly seed: string;
  readonly clock: RailClock;
  readonly ledger: Ledger;
  readonly rails: Rails;
  /** By name, in the order in which they were named. */
  readonly psps: ReadonlyMap<string, StartedPsp>;
  /** The one named first. */
  readonly psp: StartedPsp;
  /** Puts money on a payer's account. @param options.amount minor units */
  fund(options: { owner: string; currency: string; amount: bigint }): void;
  /** What an owner has, cleared or not, and without what is held for a payment. Minor units. */
  balance(options: { owner: string; currency: string }): bigint;
  /** Of what an owner has, what is held for payments. Minor units. */
  held(options: { owner: string; currency: string }): bigint;
  /** Money that changed owners after a position of the ledger. */
  movements(options: { after?: bigint; owners?: readonly string[]; currency?: string }): readonly Movement[];
  /** @returns brings everything back: books, payments, tokens, time and what is due. Faults, watchers and logs stay */
  snapshot(): () => void;
  /** Never rejects. */
  close(): Promise<void>;
}

export interface StartRails {
  readonly seed: string;
  /** Milliseconds since the Unix epoch. Default: {@link DEFAULT_START}. */
  readonly startAt?: number;
  /** Names of the providers; one at least. Default: `simpay`. */
  readonly psps?: readonly string[];
  /** Of the first provider. Default: a free one. */
  readonly port?: number;
  readonly limits?: Partial<PspLimits>;
  readonly sendWebhook?: SendWebhook;
  /** See `PspOptions`. */
  readonly signatureTime?: () => number;
}

/** Tuesday, 10:00 in New York and 16:00 in Frankfurt: a business day everywhere, and so is the next. */
export const DEFAULT_START = Date.parse("2026-03-03T15:00:00Z");

/** Starts a world of its own: two with the same seed and the same calls are alike, and share nothing. */
export async function startRails(options: StartRails): Promise<RailWorld> {
  const { seed, startAt = DEFAULT_START, psps: names = ["simpay"], port, ...shared } = options;
  const clock = createClock({ startAt });
  const ledger = createLedger({ mayOwe });
  const ground = { clock, ledger };
  const rails: Rails = { card: createCardRail(ground), ach: createAchRail(ground), sepaDebit: createSepaDebitRail(ground), sepaInstant: createInstantRail(ground) };
  const psps = new Map<string, StartedPsp>();
  for (const [index, name] of names.entries()) psps.set(name, await startPsp({ ...shared, name, seed, clock, ledger, rails, ...(index === 0 && port !== undefined ? { port } : {}) }));
  const [psp] = psps.values();
  if (psp === undefined) throw new Error("A world of rails needs a payment service provider: psps is empty.");
  const parts = [clock, ledger, rails.card, rails.ach, rails.sepaDebit, rails.sepaInstant, ...psps.values()];
  const sum = (owner: string, currency: string, counts: (purpose: string) => boolean): bigint => ledger.accounts({ owner, currency }).reduce((total, { purpose, amount }) => (counts(purpose) ? total + amount : total), 0n);
  return {
    seed,
    clock,
    ledger,
    rails,
    psps,
    psp,
    fund({ owner, currency, amount }) {
      if (amount > 0n) ledger.transfer({ at: clock.now(owner), kind: "funding", from: outside, to: payerAccount(owner), currency, amount });
    },
    balance: ({ owner, currency }) => sum(owner, currency, (purpose) => purpose !== "held" && !purpose.startsWith("outgoing@")),
    held: ({ owner, currency }) => sum(owner, currency, (purpose) => purpose === "held"),
    movements: (range) => movementsOf({ ledger, ...range }),
    snapshot: () => snapshotAll(parts),
    close: async () => void (await Promise.allSettled([...psps.values()].map((one) => one.close()))),
  };
}

/**
 * A time to start at beside targets with clocks of their own: 15:00 UTC of the first day that is a business day of both
 * calendars and is not over by then. Never behind the wall clock, and always in the middle of a working day.
 *
 * @param wallClock milliseconds since the Unix epoch
 */
export function startBeside(wallClock: number): number {
  const next = (day: Day): number => {
    const at = Date.parse(`${day}T15:00:00Z`);
    return at > wallClock && fedCalendar.isBusinessDay(day) && targetCalendar.isBusinessDay(day) ? at : next(addDays(day, 1));
  };
  return next(dayOf(new Date(wallClock)));
}
