import { createCell } from "../cell.ts";
import { RailError } from "../errors.ts";
import { createListeners, type RailGround } from "../rail.ts";
import type { Card, CardPayment, CardPaymentState } from "./types.ts";

/** Cards and payments of the card rail, and the ground it stands on. */
export interface CardBook extends RailGround {
  readonly listeners: ReturnType<typeof createListeners>;
  card(id: string): Card;
  issue(card: Card): void;
  find(id: string): CardPayment | undefined;
  all(): readonly CardPayment[];
  /** @throws RailError `payment_unknown` */
  get(id: string): CardPayment;
  /** Replaces members of a payment, and tells the listeners when `kind` is given. */
  put(payment: CardPayment, kind?: string): CardPayment;
  /** @throws RailError `state_not_allowed` where the payment is in none of the states */
  expect(options: { id: string; states: readonly CardPaymentState[]; to: string }): CardPayment;
  snapshot(): () => void;
}

export function createCardBook(ground: RailGround): CardBook {
  const cell = createCell({ cards: new Map<string, Card>(), payments: new Map<string, CardPayment>() });
  const listeners = createListeners();
  const book: CardBook = {
    ...ground,
    listeners,
    card(id) {
      const card = cell.current.cards.get(id);
      if (card === undefined) throw new RailError("instrument_unknown", `No issuer knows the card ${id}.`);
      return card;
    },
    issue: (card) => void cell.current.cards.set(card.id, card),
    find: (id) => cell.current.payments.get(id),
    all: () => [...cell.current.payments.values()],
    get(id) {
      const payment = cell.current.payments.get(id);
      if (payment === undefined) throw new RailError("payment_unknown", `The card rail has no payment ${id}.`);
      return payment;
    },
    put(payment, kind) {
      cell.current.payments.set(payment.id, payment);
      if (kind !== undefined) listeners.tell({ rail: "card", payment: payment.id, kind });
      return payment;
    },
    expect({ id, states, to }) {
      const payment = book.get(id);
      if (!states.includes(payment.state)) throw new RailError("state_not_allowed", `Payment ${id} is ${payment.state}: ${to} needs one that is ${states.join(" or ")}.`);
      return payment;
    },
    snapshot: () => cell.snapshot(),
  };
  return book;
}
