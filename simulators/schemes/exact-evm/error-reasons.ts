/**
 * The reasons this half refuses a payment with: x402-specification-v2.md §9, and where that list has
 * no word for the failure, the newer text's.
 */
export type ErrorReason =
  | "insufficient_funds"
  | "invalid_exact_evm_payload_authorization_valid_after"
  | "invalid_exact_evm_payload_authorization_valid_before"
  | "invalid_exact_evm_payload_authorization_value_mismatch"
  | "invalid_exact_evm_payload_recipient_mismatch"
  | "invalid_exact_evm_payload_signature"
  | "invalid_network"
  | "invalid_payload"
  | "invalid_payment_requirements"
  | "invalid_transaction_state"
  | "unexpected_settle_error"
  /** Newer text, exact on SVM: the same payment is being settled or was settled here. */
  | "duplicate_settlement"
  /** Newer text, core §9: broadcast, outcome unknown. */
  | "settlement_pending"
  /** Newer text, core §6.1. */
  | "unsupported_asset_transfer_method";
