import type { CardPayment } from "../card/types.ts";
import type { DebitPayment } from "../debit/types.ts";
import type { InstantPayment } from "../sepa/instant-types.ts";
import type { PspContext } from "./context.ts";
import type { Intent, IntentStatus } from "./types.ts";

/** What the rail says of an intent. It is read there each time: a provider that kept its own copy could differ. */
export type OnRail = { readonly rail: "card"; readonly payment: CardPayment } | { readonly rail: "ach" | "sepa-debit"; readonly payment: DebitPayment } | { readonly rail: "sepa-instant"; readonly payment: InstantPayment };

export function onRail(psp: PspContext, { id, rail }: Pick<Intent, "id" | "rail">): OnRail | undefined {
  const { card, ach, sepaDebit, sepaInstant } = psp.rails;
  if (rail === "card") return present("card", card.find(id));
  if (rail === "sepa-instant") return present("sepa-instant", sepaInstant.find(id));
  if (rail === "ach") return present("ach", ach.find(id));
  return rail === "sepa-debit" ? present("sepa-debit", sepaDebit.find(id)) : undefined;
}

function present<Rail, Payment>(rail: Rail, payment: Payment | undefined): { readonly rail: Rail; readonly payment: Payment } | undefined {
  return payment === undefined ? undefined : { rail, payment };
}

const CARD_STATUS: Readonly<Record<CardPayment["state"], IntentStatus>> = {
  declined: "requires_payment_method",
  challenged: "requires_action",
  authorized: "requires_capture",
  capturing: "processing",
  "capture-failed": "failed",
  captured: "succeeded",
  disputed: "succeeded",
  refunded: "succeeded",
  "charged-back": "succeeded",
  voided: "canceled",
  expired: "canceled",
};

const DEBIT_STATUS: Readonly<Record<DebitPayment["state"], IntentStatus>> = {
  submitted: "processing",
  originated: "processing",
  canceled: "canceled",
  rejected: "failed",
  settled: "succeeded",
  returned: "returned",
  refunded: "succeeded",
};

const INSTANT_STATUS: Readonly<Record<InstantPayment["state"], IntentStatus>> = {
  sent: "processing",
  unanswered: "processing",
  accepted: "succeeded",
  rejected: "failed",
  returned: "returned",
  refunded: "succeeded",
};

export function statusOf(psp: PspContext, intent: Intent): IntentStatus {
  if (intent.canceledAt !== null) return "canceled";
  const on = onRail(psp, intent);
  if (on === undefined) return intent.paymentMethod === null ? "requires_payment_method" : "requires_confirmation";
  if (on.rail === "card") return CARD_STATUS[on.payment.state];
  return on.rail === "sepa-instant" ? INSTANT_STATUS[on.payment.state] : DEBIT_STATUS[on.payment.state];
}

export interface IntentAmounts {
  readonly capturable: bigint;
  readonly received: bigint;
  readonly refunded: bigint;
}

/** Minor units. What was sent back by the payer's side counts as not received. */
export function amountsOf(psp: PspContext, intent: Intent): IntentAmounts {
  const on = onRail(psp, intent);
  if (on === undefined) return { capturable: 0n, received: 0n, refunded: 0n };
  const refunded = on.payment.refunds.reduce((sum, { amount }) => sum + amount, 0n);
  const collected = statusOf(psp, intent) === "succeeded";
  if (on.rail !== "card") return { capturable: 0n, received: collected ? on.payment.amount : 0n, refunded };
  return { capturable: on.payment.state === "authorized" ? on.payment.held : 0n, received: collected ? on.payment.captured : 0n, refunded };
}
