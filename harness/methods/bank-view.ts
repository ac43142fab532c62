/** What the providers have in their books of the payments of one case, as a scenario reads it and a check sees it. */
export interface BankView {
  readonly payments: readonly PaymentView[];
}

export interface PaymentView {
  /** Name of the provider. */
  readonly psp: string;
  /** Its identifier of the payment. */
  readonly id: string;
  /** Whether it was handed to a rail, and is not merely prepared. */
  readonly started: boolean;
  /** Of experimental/bank-payments.md, 6.3; `undefined` for what is not started. */
  readonly state?: BankState;
  /** As the provider calls it. */
  readonly status: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly merchant: string;
  readonly token: string;
  /** The rail's code for a payment that was refused or came back. */
  readonly reasonCode?: string;
  /** `YYYY-MM-DD`. */
  readonly settlementDate?: string;
  /** Minor units. */
  readonly refunded: number;
}

export type BankState = "pending" | "settled" | "refused" | "returned";

const STATES: Readonly<Record<string, BankState>> = { processing: "pending", succeeded: "settled", failed: "refused", requires_payment_method: "refused", canceled: "refused", returned: "returned" };

/** @param options.intent as the provider's API shows it */
export function paymentView(options: { readonly psp: string; readonly started: boolean; readonly intent: Readonly<Record<string, unknown>> }): PaymentView {
  const { psp, started, intent } = options;
  const status = String(intent["status"]);
  const state = started ? STATES[status] : undefined;
  const reason = state === "returned" ? back(intent["return"]) : state === "refused" ? member(intent["last_payment_error"], "reason_code") : undefined;
  const date = intent["settlement_date"];
  return {
    psp,
    id: String(intent["id"]),
    started,
    ...(state === undefined ? {} : { state }),
    status,
    amount: Number(intent["amount"]),
    currency: String(intent["currency"]),
    merchant: String(intent["merchant_account"]),
    token: String(intent["payment_method"]),
    ...(reason === undefined ? {} : { reasonCode: reason }),
    ...(typeof date === "string" ? { settlementDate: date } : {}),
    refunded: Number(intent["amount_refunded"]),
  };
}

/** Of a recall that was granted, the answer is what the money came back with. */
const back = (value: unknown): string | undefined => member(value, "answer_code") ?? member(value, "reason_code");

function member(value: unknown, name: string): string | undefined {
  const found = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof found === "string" ? found : undefined;
}
