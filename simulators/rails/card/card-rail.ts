import type { RailGround, RailListener } from "../rail.ts";
import { abandonChallenge, authenticate, authorize, type AuthorizeOptions } from "./authorize.ts";
import { capture, clear, closeDispute, confirmCapture, expireHold, failCapture, loseDispute, openDispute, refund, refundable, voidHold } from "./capture.ts";
import { createCardBook } from "./payments.ts";
import type { Card, CardPayment } from "./types.ts";

/**
 * Card networks and the issuers behind them: a hold, then one capture or one void, then refunds and disputes.
 * What a cardholder may not do is refused with a `RailError`; what an issuer declines is a state of the payment.
 */
export interface CardRail {
  issue(card: Card): void;
  card(id: string): Card;
  authorize(options: AuthorizeOptions): CardPayment;
  /** The cardholder goes through the challenge; whether that is passed, the card's behaviour says. */
  authenticate(options: { id: string; allowPart?: boolean }): CardPayment;
  capture(options: { id: string; amount: bigint }): CardPayment;
  void(id: string): CardPayment;
  refund(options: { id: string; refund: string; amount: bigint }): CardPayment;
  refundable(id: string): bigint;
  /** @param options.amount default: all that was not refunded */
  dispute(options: { id: string; dispute: string; amount?: bigint; reason: string }): CardPayment;
  closeDispute(options: { id: string; outcome: "lost" | "won" }): CardPayment;
  find(id: string): CardPayment | undefined;
  payments(): readonly CardPayment[];
  onEvent(listener: RailListener): void;
  snapshot(): () => void;
}

export function createCardRail(ground: RailGround): CardRail {
  const book = createCardBook(ground);
  const { clock } = ground;
  const tasks = {
    "card.challenge.abandon": abandonChallenge,
    "card.hold.expire": expireHold,
    "card.capture.confirm": confirmCapture,
    "card.capture.fail": failCapture,
    "card.clear": clear,
    "card.dispute.lose": loseDispute,
  };
  for (const [kind, run] of Object.entries(tasks)) clock.on(kind, ({ subject }) => run(book, subject));
  return {
    issue: book.issue,
    card: book.card,
    authorize: (options) => authorize(book, options),
    authenticate: (options) => authenticate(book, options),
    capture: (options) => capture(book, options),
    void: (id) => voidHold(book, id),
    refund: (options) => refund(book, options),
    refundable: (id) => refundable(book.get(id)),
    dispute: (options) => openDispute(book, options),
    closeDispute: (options) => closeDispute(book, options),
    find: book.find,
    payments: book.all,
    onEvent: book.listeners.add,
    snapshot: book.snapshot,
  };
}
