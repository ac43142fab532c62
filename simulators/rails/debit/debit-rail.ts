import type { RailGround, RailListener } from "../rail.ts";
import { createDebitBook } from "./book.ts";
import { bounceAsPlanned, clearDebit, refundableDebit, refundArrives, refundDebit, sendBack, settleBatch } from "./settle.ts";
import { cancel, sendFile, submit, type SubmitOptions } from "./submit.ts";
import type { Bounce, DebitAccount, DebitBatch, DebitPayment, DebitPlan, DebitScheme, DebitSpeed } from "./types.ts";

/**
 * Direct debits in files: submitted, sent at the cut-off, settled on a later business day, and sent back before or
 * after that. Dates, windows and codes are the scheme's.
 */
export interface DebitRail {
  readonly scheme: DebitScheme;
  open(account: DebitAccount): void;
  account(id: string): DebitAccount;
  submit(options: SubmitOptions): DebitPayment;
  cancel(id: string): DebitPayment;
  /** The payer's bank, or the payer, sends it back now. */
  sendBack(options: Bounce & { id: string }): DebitPayment;
  refund(options: { id: string; refund: string; amount: bigint }): DebitPayment;
  refundable(id: string): bigint;
  /** When a debit that is submitted now leaves and settles. */
  plan(options: { timeline?: string; speed: DebitSpeed }): DebitPlan;
  find(id: string): DebitPayment | undefined;
  payments(): readonly DebitPayment[];
  batches(): readonly DebitBatch[];
  onEvent(listener: RailListener): void;
  snapshot(): () => void;
}

export function createDebitRail(options: RailGround & { scheme: DebitScheme }): DebitRail {
  const book = createDebitBook(options);
  const { clock, scheme } = options;
  const tasks = { file: sendFile, settle: settleBatch, bounce: bounceAsPlanned, clear: clearDebit, "refund.arrive": refundArrives };
  for (const [kind, run] of Object.entries(tasks)) clock.on(`${scheme.id}.${kind}`, ({ subject }) => run(book, subject));
  return {
    scheme,
    open: book.open,
    account: book.account,
    submit: (debit) => submit(book, debit),
    cancel: (id) => cancel(book, id),
    sendBack: (bounce) => sendBack(book, bounce),
    refund: (refund) => refundDebit(book, refund),
    refundable(id) {
      const payment = book.find(id);
      return payment === undefined ? 0n : refundableDebit(payment);
    },
    plan: ({ timeline, speed }) => scheme.plan({ at: clock.now(timeline), speed }),
    find: book.find,
    payments: book.all,
    batches: book.batches,
    onEvent: book.listeners.add,
    snapshot: book.snapshot,
  };
}
