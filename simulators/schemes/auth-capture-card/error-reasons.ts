/**
 * The reasons this half refuses with: scheme_auth_capture_card.md 6.3 where it has a word for the failure,
 * otherwise those of the core specification, as spec/registry lists them.
 */
export type ErrorReason =
  /** 6.3: the issuer refused. Also the last word on soft declines. */
  | "card_declined"
  | "card_authentication_required"
  /** The payload cannot be read, or says what it must not. */
  | "invalid_payload"
  | "invalid_payment_requirements"
  /** Nothing is held, or no longer; or who asks is not the one to. */
  | "invalid_transaction_state"
  /** This payment, or this token, was used for something else. */
  | "duplicate_settlement"
  /** A soft decline that the core specification has a word for. */
  | "insufficient_funds"
  /** With the provider's identifier: asked, and the outcome is open. */
  | "settlement_pending"
  /** No identifier, and no knowing whether there is one. The same payload again finds out. */
  | "unexpected_settle_error";
