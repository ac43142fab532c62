import { RailError } from "../errors.ts";
import type { DebitBook } from "./book.ts";
import type { DebitPayment, DebitSpeed } from "./types.ts";

export interface SubmitOptions {
  readonly id: string;
  readonly account: string;
  readonly merchant: string;
  readonly psp: string;
  /** Id of the payer's authorization: who submits has it. */
  readonly mandate: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly timeline: string;
  readonly speed: DebitSpeed;
}

/** Puts a debit into the next file. No money moves before it settles. */
export function submit(book: DebitBook, options: SubmitOptions): DebitPayment {
  const { scheme, clock } = book;
  if (book.find(options.id) !== undefined) throw new RailError("state_not_allowed", `Payment ${options.id} was submitted before.`);
  if (options.currency !== scheme.currency) throw new RailError("currency_not_supported", `The rail ${scheme.id} pays in ${scheme.currency}; found ${options.currency}.`);
  if (options.amount <= 0n) throw new RailError("amount_not_positive", `A debit is for more than 0 minor units; found ${options.amount}.`);
  if (options.amount > scheme.limit(options.speed)) throw new RailError("limit_exceeded", `One ${options.speed} debit is for at most ${scheme.limit(options.speed)}; found ${options.amount}.`);
  const { owner, behaviour } = book.account(options.account);
  const { timeline } = options;
  const plan = scheme.plan({ at: clock.now(timeline), speed: options.speed });
  const { id, merchant, psp, currency, amount, account, mandate, speed } = options;
  const payment = { id, payer: owner, merchant, psp, currency, amount, timeline, account, mandate, speed, plan, debited: false, coming: null, refunds: [] } as const;
  if (behaviour.kind === "turn-down") return book.put({ ...payment, batch: "", state: "rejected", bounce: { type: "reject", code: behaviour.code, at: clock.now(timeline) } }, "rejected");
  const batch = `${scheme.id}/${timeline}/${plan.fileAt}/${plan.settlesAt}`;
  const known = book.batch(batch);
  if (known === undefined) {
    clock.schedule({ timeline, at: plan.fileAt, task: { kind: `${scheme.id}.file`, subject: batch } });
    clock.schedule({ timeline, at: plan.settlesAt, task: { kind: `${scheme.id}.settle`, subject: batch } });
  }
  book.putBatch({ id: batch, plan, payments: [...(known?.payments ?? []), options.id] });
  return book.put({ ...payment, batch, state: "submitted", bounce: null }, "submitted");
}

/** Withdraws a debit from its file, as long as that has not left. */
export function cancel(book: DebitBook, id: string): DebitPayment {
  return book.put({ ...book.expect({ id, states: ["submitted"], to: "a withdrawal" }), state: "canceled" }, "canceled");
}

/** The file leaves. */
export function sendFile(book: DebitBook, batch: string): void {
  for (const id of book.batch(batch)?.payments ?? []) {
    const payment = book.find(id);
    if (payment?.state !== "submitted") continue;
    const { behaviour } = book.account(payment.account);
    const coming = behaviour.kind === "bounce" && isBeforeSettlement(behaviour.bounce) ? behaviour.bounce : null;
    if (coming !== null) book.clock.schedule({ timeline: payment.timeline, at: book.scheme.rule(coming).arrivesAt(payment.plan), task: { kind: `${book.scheme.id}.bounce`, subject: id } });
    book.put({ ...payment, state: "originated", coming }, "originated");
  }
}

export function isBeforeSettlement({ type }: { readonly type: string }): boolean {
  return type === "reject" || type === "refusal";
}
