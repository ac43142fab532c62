/** Why an entry is not posted. Nothing of it is. */
export type LedgerErrorCode = "amount_not_positive" | "currency_unknown" | "insufficient_funds" | "unbalanced";

export class LedgerError extends Error {
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string) {
    super(message);
    this.name = "LedgerError";
    this.code = code;
  }
}
