import type { SettleResponse } from "../../../spec/types.ts";
import type { Effects } from "../scheme.ts";
import type { FaultSet } from "../../faults.ts";
import type { CardProvider, SeenIntent } from "./card-provider.ts";
import type { ErrorReason } from "./error-reasons.ts";
import type { Operation } from "./parse-request.ts";
import type { CardPayment, KeptOperation, Payments, PaymentState } from "./payments.ts";

/** What the parts of the facilitator half stand on. */
export interface Ground {
  /** `card:<card network>` */
  readonly network: `card:${string}`;
  /** Name of the one configured first. */
  readonly firstProvider: string;
  /** Names of all. */
  readonly providers: readonly string[];
  /** @throws Error for a name the parser has not let through */
  readonly provider: (name: string) => CardProvider;
  readonly payments: Payments;
  /** One at a time per payment. */
  readonly lock: <Result>(reference: string, run: () => Promise<Result>) => Promise<Result>;
  /** Idempotency keys are the same after a restart: made of what is asked, and of nothing else. */
  readonly keyOf: (reference: string, what: string) => string;
  readonly effects: Effects;
  readonly faults: FaultSet;
}

export function refusal(options: { network: string; reason: ErrorReason; transaction?: string }): SettleResponse {
  const { network, reason, transaction = "" } = options;
  return { success: false, errorReason: reason, transaction, network: network as `card:${string}` };
}

export const kept = (operation: Operation): KeptOperation => (operation.type === "void" ? operation : { type: "capture", amount: operation.amount.toString() });

export function sameOperation(left: KeptOperation, right: KeptOperation): boolean {
  return left.type === "void" ? right.type === "void" : right.type === "capture" && left.amount === right.amount;
}

/** The end of a payment, as the provider tells it. @param options.asked what was asked for, where the end did not come by itself */
export function closedState(options: { payment: CardPayment; intent: SeenIntent; asked?: KeptOperation }): PaymentState {
  const { payment, intent } = options;
  const { network: named } = payment;
  const network = named as `card:${string}`;
  const transaction = intent.id;
  const captured = intent.status === "succeeded";
  const became: KeptOperation = captured ? { type: "capture", amount: intent.received.toString() } : { type: "void" };
  const asked = options.asked ?? became;
  // What came of it may be something else than was asked for: a hold that lapsed, or somebody at the provider's own desk.
  const reply: SettleResponse = !sameOperation(asked, became) || intent.status === "failed" ? refusal({ network, reason: "invalid_transaction_state", transaction }) : { success: true, transaction, network, ...(became.type === "capture" ? { amount: became.amount } : {}) };
  return { kind: "closed", transaction, operation: asked, captured, reply };
}

/** Whether an intent's story is over as far as a hold goes. */
export function isOver({ status }: SeenIntent): boolean {
  return status === "succeeded" || status === "canceled" || status === "failed";
}
