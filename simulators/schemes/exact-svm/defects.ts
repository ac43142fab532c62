import { defineFaults } from "../../faults.ts";
import type { ErrorReason } from "./error-reasons.ts";

/**
 * What can be wrong with a payment. Defects are told as finely as the faults that overlook them: a check
 * that breaks one rule is to fail under the fault that overlooks this rule, and under no other.
 *
 * A fault overlooks its defect in verification alone; settlement goes by the book, save for the faults that
 * are about settling.
 */

export const faults = defineFaults({
  "facilitator.exact-svm.fee-payer-unmanaged-accepted": { role: "facilitator", bug: "BUG: finds payments valid whose requirements name a fee payer it has no key of" },
  "facilitator.exact-svm.fee-payer-uncompared": { role: "facilitator", bug: "BUG: does not compare the transaction's fee payer with extra.feePayer" },
  "facilitator.exact-svm.fee-payer-as-program-accepted": { role: "facilitator", bug: "BUG: takes an instruction that calls the fee payer as a program" },
  "facilitator.exact-svm.tables-not-resolved": { role: "facilitator", bug: "BUG: does not look for the fee payer among accounts from lookup tables" },
  "facilitator.exact-svm.tables-unresolvable-accepted": { role: "facilitator", bug: "BUG: goes by the accounts it can see where a lookup table cannot be read" },
  "facilitator.exact-svm.too-few-accepted": { role: "facilitator", bug: "BUG: takes a transaction of one or two instructions" },
  "facilitator.exact-svm.too-many-accepted": { role: "facilitator", bug: "BUG: takes any number of Memo and Lighthouse instructions" },
  "facilitator.exact-svm.order-accepted": { role: "facilitator", bug: "BUG: finds limit, price, transfer and memo wherever they stand" },
  "facilitator.exact-svm.lighthouse-before-accepted": { role: "facilitator", bug: "BUG: takes Lighthouse instructions before the transfer" },
  "facilitator.exact-svm.no-transfer-accepted": { role: "facilitator", bug: "BUG: takes a transaction that transfers nothing" },
  "facilitator.exact-svm.transfer-kind-unchecked": { role: "facilitator", bug: "BUG: takes any token instruction in the place of the transfer for one" },
  "facilitator.exact-svm.token-program-unchecked": { role: "facilitator", bug: "BUG: reads a TransferChecked without asking which program it is sent to" },
  "facilitator.exact-svm.inner-transfer-accepted": { role: "facilitator", bug: "BUG: takes a transfer that a program makes on its own account, whichever program it is" },
  "facilitator.exact-svm.compute-program-unchecked": { role: "facilitator", bug: "BUG: reads the first two instructions' data without asking which program they are sent to" },
  "facilitator.exact-svm.compute-discriminators-unchecked": { role: "facilitator", bug: "BUG: takes any two Compute Budget instructions for limit and price" },
  "facilitator.exact-svm.limit-missing-accepted": { role: "facilitator", bug: "BUG: takes a transaction that sets no compute unit limit" },
  "facilitator.exact-svm.compute-kinds-accepted": { role: "facilitator", bug: "BUG: takes Compute Budget instructions beside limit and price" },
  "facilitator.exact-svm.extra-budget-accepted": { role: "facilitator", bug: "BUG: takes a second limit or price" },
  "facilitator.exact-svm.extra-price-unbounded": { role: "facilitator", bug: "BUG: takes a second price, and bounds only the first" },
  "facilitator.exact-svm.extra-token-accepted": { role: "facilitator", bug: "BUG: takes token instructions beside the transfer" },
  "facilitator.exact-svm.extra-system-accepted": { role: "facilitator", bug: "BUG: takes System instructions beside the transfer" },
  "facilitator.exact-svm.extra-program-accepted": { role: "facilitator", bug: "BUG: takes calls of programs it does not know" },
  "facilitator.exact-svm.create-account-accepted": { role: "facilitator", bug: "BUG: takes a transaction that creates a token account" },
  "facilitator.exact-svm.second-transfer-accepted": { role: "facilitator", bug: "BUG: takes a transaction that makes the payment twice" },
  "facilitator.exact-svm.memo-uncompared": { role: "facilitator", bug: "BUG: does not compare the Memo with extra.memo" },
  "facilitator.exact-svm.memo-missing-accepted": { role: "facilitator", bug: "BUG: compares extra.memo with the Memo only if there is one" },
  "facilitator.exact-svm.memo-repeated-accepted": { role: "facilitator", bug: "BUG: is content if any of several Memos is extra.memo" },
  "facilitator.exact-svm.memo-normalized": { role: "facilitator", bug: "BUG: compares memos after Unicode normalization" },
  "facilitator.exact-svm.fee-payer-in-memo-accepted": { role: "facilitator", bug: "BUG: does not look for the fee payer among the accounts of Memo instructions" },
  "facilitator.exact-svm.fee-payer-in-lighthouse-accepted": { role: "facilitator", bug: "BUG: does not look for the fee payer among the accounts of Lighthouse instructions" },
  "facilitator.exact-svm.fee-payer-in-transfer-accepted": { role: "facilitator", bug: "BUG: does not look for the fee payer among the accounts behind the transfer's authority" },
  "facilitator.exact-svm.fee-payer-in-budget-accepted": { role: "facilitator", bug: "BUG: does not look for the fee payer among the accounts of Compute Budget instructions" },
  "facilitator.exact-svm.fee-payer-authority-accepted": { role: "facilitator", bug: "BUG: lets the fee payer be the authority of a transfer out of its own token account" },
  "facilitator.exact-svm.fee-payer-delegate-accepted": { role: "facilitator", bug: "BUG: lets the fee payer be the authority of a transfer out of somebody else's token account" },
  "facilitator.exact-svm.fee-payer-source-accepted": { role: "facilitator", bug: "BUG: does not ask who owns the source, so that the fee payer's tokens can be spent by a delegate" },
  "facilitator.exact-svm.price-unbounded": { role: "facilitator", bug: "BUG: pays any compute unit price" },
  "facilitator.exact-svm.limit-unbounded": { role: "facilitator", bug: "BUG: pays for any compute unit limit" },
  "facilitator.exact-svm.mint-uncompared": { role: "facilitator", bug: "BUG: does not compare the mint with asset, and derives the destination from the transfer's mint" },
  "facilitator.exact-svm.destination-uncompared": { role: "facilitator", bug: "BUG: does not compare the destination with payTo's associated token account" },
  "facilitator.exact-svm.destination-either-program": { role: "facilitator", bug: "BUG: takes the destination derived under either token program" },
  "facilitator.exact-svm.amount-under-accepted": { role: "facilitator", bug: "BUG: accepts less than the required amount" },
  "facilitator.exact-svm.amount-over-accepted": { role: "facilitator", bug: "BUG: accepts more than the required amount" },
  "facilitator.exact-svm.third-signer-accepted": { role: "facilitator", bug: "BUG: takes a transaction that somebody else has to sign as well" },
  "facilitator.exact-svm.signature-unchecked": { role: "facilitator", bug: "BUG: leaves the client's signature to settlement" },
  "facilitator.exact-svm.source-missing-accepted": { role: "facilitator", bug: "BUG: does not ask whether the source exists" },
  "facilitator.exact-svm.destination-missing-accepted": { role: "facilitator", bug: "BUG: does not ask whether the destination exists" },
  "facilitator.exact-svm.blockhash-expired-accepted": { role: "facilitator", bug: "BUG: takes a blockhash the network does not know" },
  "facilitator.exact-svm.not-simulated": { role: "facilitator", bug: "BUG: does not mind that the simulation fails" },
  "facilitator.exact-svm.sponsor-sol-moved": { role: "facilitator", bug: "BUG: settles a System instruction that has the fee payer among its accounts" },
  "facilitator.exact-svm.sponsor-rent-spent": { role: "facilitator", bug: "BUG: settles the creation of a token account at the fee payer's expense" },
  "facilitator.exact-svm.unsigned-settled": { role: "facilitator", bug: "BUG: sends a transaction without the client's signature and reports success without waiting for it" },
  "facilitator.exact-svm.expired-settled": { role: "facilitator", bug: "BUG: sends a transaction with an expired blockhash and reports success without waiting for it" },
});

type FaultId = keyof typeof faults & string;

export interface DefectRow {
  readonly reason: ErrorReason;
  /** Overlooked in verification under this fault. */
  readonly fault?: FaultId;
  /** Overlooked in settlement under this fault. */
  readonly settleFault?: FaultId;
  /** A transaction with this defect may fail on the chain for it, so that who overlooks it has not simulated either. */
  readonly doomed?: true;
  /** Who overlooks it looks no further. */
  readonly last?: true;
}

const FEE_PAYER = "invalid_exact_svm_payload_transaction_fee_payer_transferring_funds";
const LIMIT = "invalid_exact_svm_payload_transaction_instructions_compute_limit_instruction";
const LENGTH = "invalid_exact_svm_payload_transaction_instructions_length";
const UNKNOWN = "invalid_exact_svm_payload_unknown_optional_instruction";

export const DEFECTS = {
  "fee-payer-unmanaged": { reason: "fee_payer_not_managed_by_facilitator", fault: "facilitator.exact-svm.fee-payer-unmanaged-accepted", doomed: true },
  "fee-payer-other": { reason: "invalid_exact_svm_fee_payer_mismatch", fault: "facilitator.exact-svm.fee-payer-uncompared", doomed: true },
  "fee-payer-as-program": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-as-program-accepted", doomed: true },
  "tables-unresolved": { reason: "smart_wallet_alt_resolution_not_available", fault: "facilitator.exact-svm.tables-unresolvable-accepted", doomed: true },
  "too-few": { reason: LENGTH, fault: "facilitator.exact-svm.too-few-accepted", last: true },
  "too-many": { reason: LENGTH, fault: "facilitator.exact-svm.too-many-accepted" },
  order: { reason: LIMIT, fault: "facilitator.exact-svm.order-accepted" },
  "lighthouse-before": { reason: UNKNOWN, fault: "facilitator.exact-svm.lighthouse-before-accepted" },
  "no-transfer": { reason: "invalid_exact_svm_payload_no_transfer_instruction", fault: "facilitator.exact-svm.no-transfer-accepted", last: true },
  "transfer-kind": { reason: "invalid_exact_svm_payload_no_transfer_instruction", fault: "facilitator.exact-svm.transfer-kind-unchecked", last: true },
  "token-program": { reason: "invalid_exact_svm_payload_no_transfer_instruction", fault: "facilitator.exact-svm.token-program-unchecked", last: true },
  "inner-transfer": { reason: "invalid_exact_svm_payload_no_transfer_instruction", fault: "facilitator.exact-svm.inner-transfer-accepted", last: true },
  "compute-program": { reason: LIMIT, fault: "facilitator.exact-svm.compute-program-unchecked", doomed: true },
  "compute-discriminators": { reason: LIMIT, fault: "facilitator.exact-svm.compute-discriminators-unchecked", doomed: true },
  "limit-missing": { reason: LIMIT, fault: "facilitator.exact-svm.limit-missing-accepted" },
  "price-missing": { reason: "invalid_exact_svm_payload_transaction_instructions_compute_price_instruction" },
  "compute-kind": { reason: UNKNOWN, fault: "facilitator.exact-svm.compute-kinds-accepted", doomed: true },
  "extra-budget": { reason: UNKNOWN, fault: "facilitator.exact-svm.extra-budget-accepted", doomed: true },
  "extra-price-high": { reason: "invalid_exact_svm_payload_transaction_instructions_compute_price_instruction_too_high", fault: "facilitator.exact-svm.extra-price-unbounded", doomed: true },
  "extra-token": { reason: UNKNOWN, fault: "facilitator.exact-svm.extra-token-accepted", doomed: true },
  "extra-system": { reason: UNKNOWN, fault: "facilitator.exact-svm.extra-system-accepted", doomed: true },
  "extra-program": { reason: "smart_wallet_program_not_allowed", fault: "facilitator.exact-svm.extra-program-accepted", doomed: true },
  "create-account": { reason: UNKNOWN, fault: "facilitator.exact-svm.create-account-accepted", doomed: true },
  "second-transfer": { reason: UNKNOWN, fault: "facilitator.exact-svm.second-transfer-accepted", doomed: true },
  "memo-other": { reason: "invalid_exact_svm_payload_memo_mismatch", fault: "facilitator.exact-svm.memo-uncompared" },
  "memo-other-form": { reason: "invalid_exact_svm_payload_memo_mismatch", fault: "facilitator.exact-svm.memo-normalized" },
  "memo-missing": { reason: "invalid_exact_svm_payload_memo_count", fault: "facilitator.exact-svm.memo-missing-accepted" },
  "memo-repeated": { reason: "invalid_exact_svm_payload_memo_count", fault: "facilitator.exact-svm.memo-repeated-accepted" },
  "fee-payer-looked-up": { reason: FEE_PAYER, fault: "facilitator.exact-svm.tables-not-resolved", doomed: true },
  "fee-payer-in-memo": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-in-memo-accepted", doomed: true },
  "fee-payer-in-lighthouse": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-in-lighthouse-accepted", doomed: true },
  "fee-payer-in-transfer": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-in-transfer-accepted", doomed: true },
  "fee-payer-in-budget": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-in-budget-accepted", doomed: true },
  "fee-payer-in-system": { reason: FEE_PAYER, settleFault: "facilitator.exact-svm.sponsor-sol-moved" },
  "fee-payer-in-create-account": { reason: FEE_PAYER, settleFault: "facilitator.exact-svm.sponsor-rent-spent" },
  "fee-payer-in-other": { reason: FEE_PAYER },
  "fee-payer-authority": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-authority-accepted", doomed: true },
  "fee-payer-delegate": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-delegate-accepted", doomed: true },
  "fee-payer-source": { reason: FEE_PAYER, fault: "facilitator.exact-svm.fee-payer-source-accepted", doomed: true },
  "price-high": { reason: "invalid_exact_svm_payload_transaction_instructions_compute_price_instruction_too_high", fault: "facilitator.exact-svm.price-unbounded", doomed: true },
  "limit-high": { reason: "invalid_exact_svm_payload_transaction_instructions_compute_limit_instruction_too_high", fault: "facilitator.exact-svm.limit-unbounded", doomed: true },
  mint: { reason: "invalid_exact_svm_payload_mint_mismatch", fault: "facilitator.exact-svm.mint-uncompared", doomed: true },
  destination: { reason: "invalid_exact_svm_payload_recipient_mismatch", fault: "facilitator.exact-svm.destination-uncompared", doomed: true },
  "destination-program": { reason: "invalid_exact_svm_payload_recipient_mismatch", fault: "facilitator.exact-svm.destination-either-program", doomed: true },
  "amount-under": { reason: "invalid_exact_svm_payload_amount_mismatch", fault: "facilitator.exact-svm.amount-under-accepted" },
  "amount-over": { reason: "invalid_exact_svm_payload_amount_mismatch", fault: "facilitator.exact-svm.amount-over-accepted", doomed: true },
  "third-signer": { reason: "invalid_exact_svm_payload_excessive_signers", fault: "facilitator.exact-svm.third-signer-accepted" },
  signature: { reason: "invalid_exact_svm_payload_signature_invalid", fault: "facilitator.exact-svm.signature-unchecked", settleFault: "facilitator.exact-svm.unsigned-settled" },
  "source-missing": { reason: "insufficient_funds", fault: "facilitator.exact-svm.source-missing-accepted", doomed: true },
  "destination-missing": { reason: "invalid_transaction_state", fault: "facilitator.exact-svm.destination-missing-accepted", doomed: true },
  "already-processed": { reason: "duplicate_settlement" },
  "blockhash-unknown": { reason: "invalid_transaction_state", fault: "facilitator.exact-svm.blockhash-expired-accepted", settleFault: "facilitator.exact-svm.expired-settled" },
  "balance-low": { reason: "insufficient_funds", fault: "facilitator.exact-svm.not-simulated" },
  "execution-fails": { reason: "invalid_exact_svm_transaction_simulation_failed", fault: "facilitator.exact-svm.not-simulated" },
} as const satisfies Readonly<Record<string, DefectRow>>;

export type Defect = keyof typeof DEFECTS;
