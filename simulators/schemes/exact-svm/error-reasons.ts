/**
 * The reasons this half refuses a payment with: x402-specification-v2.md §9 and scheme_exact_svm.md where
 * they have a word for the failure, otherwise what implementations of the scheme say, as spec/registry lists it.
 */
export type ErrorReason =
  | "insufficient_funds"
  | "invalid_payload"
  | "invalid_payment_requirements"
  | "invalid_transaction_state"
  | "unexpected_settle_error"
  /** The same payment is being settled, or was. */
  | "duplicate_settlement"
  /** Newer text, core §9: broadcast, outcome unknown. */
  | "settlement_pending"
  /** Newer text, §2.1.2: accounts behind a lookup table cannot be seen. */
  | "smart_wallet_alt_resolution_not_available"
  /** Newer text, §2.2.2. */
  | "smart_wallet_program_not_allowed"
  | "fee_payer_not_managed_by_facilitator"
  | "invalid_exact_svm_fee_payer_mismatch"
  | "invalid_exact_svm_payload_amount_mismatch"
  | "invalid_exact_svm_payload_excessive_signers"
  | "invalid_exact_svm_payload_memo_count"
  | "invalid_exact_svm_payload_memo_mismatch"
  | "invalid_exact_svm_payload_mint_mismatch"
  | "invalid_exact_svm_payload_missing_fee_payer"
  | "invalid_exact_svm_payload_no_transfer_instruction"
  | "invalid_exact_svm_payload_recipient_mismatch"
  | "invalid_exact_svm_payload_signature_invalid"
  | "invalid_exact_svm_payload_transaction_fee_payer_transferring_funds"
  | "invalid_exact_svm_payload_transaction_instructions_compute_limit_instruction"
  | "invalid_exact_svm_payload_transaction_instructions_compute_limit_instruction_too_high"
  | "invalid_exact_svm_payload_transaction_instructions_compute_price_instruction"
  | "invalid_exact_svm_payload_transaction_instructions_compute_price_instruction_too_high"
  | "invalid_exact_svm_payload_transaction_instructions_length"
  | "invalid_exact_svm_payload_unknown_optional_instruction"
  | "invalid_exact_svm_transaction_simulation_failed"
  | "unsupported_asset_transfer_method";
