import { createCell } from "../cell.ts";
import { RailError } from "../errors.ts";
import { createListeners, type RailGround } from "../rail.ts";
import type { DebitAccount, DebitBatch, DebitPayment, DebitScheme, DebitState } from "./types.ts";

/** Accounts, payments and batches of one scheme, and the ground it stands on. */
export interface DebitBook extends RailGround {
  readonly scheme: DebitScheme;
  readonly listeners: ReturnType<typeof createListeners>;
  open(account: DebitAccount): void;
  account(id: string): DebitAccount;
  batch(id: string): DebitBatch | undefined;
  putBatch(batch: DebitBatch): void;
  batches(): readonly DebitBatch[];
  find(id: string): DebitPayment | undefined;
  all(): readonly DebitPayment[];
  /** Replaces members of a payment, and tells the listeners when `kind` is given. */
  put(payment: DebitPayment, kind?: string): DebitPayment;
  /** @throws RailError `payment_unknown`, or `state_not_allowed` where the payment is in none of the states */
  expect(options: { id: string; states: readonly DebitState[]; to: string }): DebitPayment;
  snapshot(): () => void;
}

export function createDebitBook(options: RailGround & { scheme: DebitScheme }): DebitBook {
  const { scheme } = options;
  const cell = createCell({ accounts: new Map<string, DebitAccount>(), payments: new Map<string, DebitPayment>(), batches: new Map<string, DebitBatch>() });
  const listeners = createListeners();
  return {
    ...options,
    listeners,
    open: (account) => void cell.current.accounts.set(account.id, account),
    account(id) {
      const account = cell.current.accounts.get(id);
      if (account === undefined) throw new RailError("instrument_unknown", `No bank knows the account ${id}.`);
      return account;
    },
    batch: (id) => cell.current.batches.get(id),
    putBatch: (batch) => void cell.current.batches.set(batch.id, batch),
    batches: () => [...cell.current.batches.values()],
    find: (id) => cell.current.payments.get(id),
    all: () => [...cell.current.payments.values()],
    put(payment, kind) {
      cell.current.payments.set(payment.id, payment);
      if (kind !== undefined) listeners.tell({ rail: scheme.id, payment: payment.id, kind });
      return payment;
    },
    expect({ id, states, to }) {
      const payment = cell.current.payments.get(id);
      if (payment === undefined) throw new RailError("payment_unknown", `The rail ${scheme.id} has no payment ${id}.`);
      if (!states.includes(payment.state)) throw new RailError("state_not_allowed", `Payment ${id} is ${payment.state}: ${to} needs one that is ${states.join(" or ")}.`);
      return payment;
    },
    snapshot: () => cell.snapshot(),
  };
}
