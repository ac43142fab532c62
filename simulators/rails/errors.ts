/** Why a rail does not do what it was asked. Stable: the payment service provider maps them to its own. */
export type RailErrorCode =
  | "amount_above_hold"
  | "amount_above_refundable"
  | "amount_not_positive"
  | "code_not_allowed"
  | "currency_not_supported"
  | "instrument_unknown"
  | "limit_exceeded"
  | "payment_unknown"
  | "state_not_allowed"
  | "window_over";

export class RailError extends Error {
  readonly code: RailErrorCode;

  constructor(code: RailErrorCode, message: string) {
    super(message);
    this.name = "RailError";
    this.code = code;
  }
}
