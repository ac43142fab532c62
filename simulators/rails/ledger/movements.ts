import type { Ledger, LedgerEntry } from "./ledger.ts";

/** Money that went from one owner to another. What moves between accounts of one owner, like a hold, is none. */
export interface Movement {
  readonly sender: string;
  readonly recipient: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly kind: string;
  readonly payment: string | undefined;
  readonly position: bigint;
  readonly at: number;
}

/** Movements after a position that one of the owners sent or received. Default: everybody's. */
export function movementsOf(options: { ledger: Pick<Ledger, "entries">; after?: bigint; owners?: readonly string[]; currency?: string }): readonly Movement[] {
  const owners = options.owners === undefined ? undefined : new Set(options.owners);
  return options.ledger
    .entries(options.after === undefined ? {} : { after: options.after })
    .flatMap(movementsIn)
    .filter(({ sender, recipient, currency }) => (owners === undefined || owners.has(sender) || owners.has(recipient)) && (options.currency === undefined || currency === options.currency));
}

/** Read off the postings: who is left with less pays those who are left with more, in the order of the postings. */
function movementsIn({ postings, kind, payment, position, at }: LedgerEntry): readonly Movement[] {
  const nets = new Map<string, { owner: string; currency: string; left: bigint }>();
  for (const { owner, currency, side, amount } of postings) {
    const net = nets.get(`${currency}/${owner}`) ?? { owner, currency, left: 0n };
    net.left += side === "credit" ? amount : -amount;
    nets.set(`${currency}/${owner}`, net);
  }
  const movements: Movement[] = [];
  for (const sender of nets.values()) {
    for (const recipient of nets.values()) {
      if (sender.currency !== recipient.currency || sender.left >= 0n || recipient.left <= 0n) continue;
      const amount = -sender.left < recipient.left ? -sender.left : recipient.left;
      sender.left += amount;
      recipient.left -= amount;
      movements.push({ sender: sender.owner, recipient: recipient.owner, currency: sender.currency, amount, kind, payment, position, at });
    }
  }
  return movements;
}
