/** Who wants to be told what, and telling them: a transaction is told once for each commitment level it reaches. */
import type { Engine } from "./engine.ts";
import type { LandedTransaction } from "./ledger.ts";
import { shielded } from "./shield.ts";
import type { Block, Commitment } from "./slots.ts";

export interface Subscription {
  readonly id: number;
  /** The method of its notifications. */
  readonly method: string;
  /** Absent for those that are told of slots. */
  readonly commitment?: Commitment;
  /** What it is told of a transaction, one notification for each; none where the transaction is not its matter. */
  readonly about?: (landed: LandedTransaction) => readonly unknown[];
  /** Given for those about one signature, which end with their first notification. */
  readonly signature?: string;
  /** What it is told of a new slot. */
  readonly slot?: (block: Block) => unknown;
  send(notification: { readonly method: string; readonly result: unknown; readonly id: number }): void;
}

export interface Subscriptions {
  nextId(): number;
  add(subscription: Subscription): void;
  /** @returns whether it was there */
  remove(id: number): boolean;
}

const unsent = ({ method, id }: Subscription): string => `${method} of subscription ${id} was not sent`;

const levels = ["processed", "confirmed", "finalized"] as const;

export function createSubscriptions({ slots, ledger, onChange }: Engine): Subscriptions {
  let lastId = 0;
  const all = new Map<number, Subscription>();
  const bySignature = new Map<string, Set<Subscription>>();
  const watching = new Set<Subscription>();
  const bySlot = new Set<Subscription>();
  /** Transactions that have levels still to reach, and how many of them were told. */
  const open = new Map<string, { readonly landed: LandedTransaction; told: number }>();

  const remove = (id: number): boolean => {
    const subscription = all.get(id);
    if (subscription === undefined) return false;
    all.delete(id);
    watching.delete(subscription);
    bySlot.delete(subscription);
    const same = bySignature.get(subscription.signature ?? "");
    same?.delete(subscription);
    if (same?.size === 0) bySignature.delete(subscription.signature ?? "");
    return true;
  };
  const tell = (subscription: Subscription, landed: LandedTransaction): void =>
    shielded(unsent(subscription), () => {
      const values = subscription.about?.(landed) ?? [];
      if (values.length > 0 && subscription.signature !== undefined) remove(subscription.id);
      for (const value of values) subscription.send({ method: subscription.method, result: { context: { slot: landed.slot }, value }, id: subscription.id });
    });
  const reached = (landed: LandedTransaction): number => levels.indexOf(ledger.levelOf(landed)) + 1;
  const update = (entry: { readonly landed: LandedTransaction; told: number }): void => {
    const { landed } = entry;
    for (const until = reached(landed); entry.told < until; entry.told++) {
      const level = levels[entry.told];
      for (const subscription of [...(bySignature.get(landed.signature) ?? []), ...watching]) if (subscription.commitment === level) tell(subscription, landed);
    }
    if (entry.told === levels.length) open.delete(landed.signature);
  };

  onChange((landed) => {
    const entry = open.get(landed.signature) ?? { landed, told: 0 };
    open.set(landed.signature, entry);
    update(entry);
  });
  slots.onSlot((block) => {
    for (const subscription of bySlot) shielded(unsent(subscription), () => subscription.send({ method: subscription.method, result: subscription.slot?.(block), id: subscription.id }));
    for (const entry of open.values()) update(entry);
  });

  return {
    nextId: () => ++lastId,
    add(subscription) {
      all.set(subscription.id, subscription);
      if (subscription.slot !== undefined) return void bySlot.add(subscription);
      if (subscription.signature === undefined) return void watching.add(subscription);
      bySignature.set(subscription.signature, (bySignature.get(subscription.signature) ?? new Set()).add(subscription));
      const landed = ledger.find(subscription.signature);
      if (landed !== undefined && reached(landed) > levels.indexOf(subscription.commitment ?? "finalized")) tell(subscription, landed);
    },
    remove,
  };
}
