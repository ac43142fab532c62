import type { VectorFlag } from "../../vector-file.ts";
import { flag } from "../../generate/rows.ts";

const TEXT = "https://github.com/solana-foundation/payment-channels";

/** Errors around upto on Solana, by the name vectors carry. */
export const FLAGS = {
  ChannelNotDerived: flag("channel-not-derived", "Takes the payload's channelId without deriving it from the offer.", "The channel that is opened is another one than the payment's.", TEXT),
  DepositNotExact: flag("deposit-not-exact", "Takes another deposit or ceiling than the amount.", "The charge is held against a ceiling the payer never agreed to."),
  SettleMembers: flag("settle-members-from-client", "Takes members of the settlement from a client.", "A client opens and claims as if it were the server."),
  SignerNotCompared: flag("authorized-signer-not-compared", "Does not compare the voucher's signer with the offer's.", "The server cannot claim, or somebody else can."),
  ExpiryZero: flag("expiry-zero", "Takes an authorization that never expires.", "The ceiling stays locked for as long as somebody likes."),
  TimeWindow: flag("time-window-edge", "Has the edge of the validity elsewhere, or does not look.", "The program refuses the claim after the resource was delivered."),
  NumberForm: flag("number-form-not-checked", "Reads part of a string as a number, or takes a u64 for a double.", "Another channel is derived than the one that is opened."),
  AddressForm: flag("address-form-not-checked", "Takes what is not base58 of 32 bytes for an address.", "The channel is looked up where nobody opens it."),
  SettledAsExact: flag("upto-settled-as-exact", "Holds the claim to the amount that was deposited.", "Nothing but the maximum can be charged.", "https://github.com/x402-foundation/x402/issues/2437"),
  MaximumExceeded: flag("upto-maximum-exceeded", "Claims more than the ceiling.", "The payer is overcharged, or the transaction fails."),
  VoucherSigner: flag("voucher-signer-not-compared", "Verifies the claim's voucher with a key of the request, or not at all.", "Anybody closes anybody's channel, also for nothing."),
  ZeroUnauthenticated: flag("zero-claim-unauthenticated", "Takes a claim of nothing without a voucher.", "Anybody cancels payments of resources that were delivered."),
  MessageLayout: flag("voucher-message-layout", "Builds the voucher's bytes otherwise.", "The program refuses the voucher.", TEXT),
  AccountOrder: flag("account-order", "Lists the instruction's accounts in another order or with other rights.", "The program fails, or moves other accounts' money.", TEXT),
  TokenProgram: flag("token-program-hard-coded", "Derives token accounts under one token program for all mints.", "Payments in tokens of Token-2022 fail."),
  RoleUnion: flag("role-union-refused", "Refuses keys that play two roles.", "Servers that are their own facilitator cannot be paid."),
  LayoutRegion: flag("extra-instruction-signed", "Signs whatever else is in the transaction.", "The sponsor's account is drained by an instruction beside the open.", "https://github.com/solana-foundation/pay-kit/issues/112"),
  BudgetBound: flag("compute-budget-not-bounded", "Does not hold the compute budget to its limits and form.", "The sponsor pays any fee the client sets.", "https://github.com/x402-foundation/x402/issues/646"),
  GuardRefused: flag("wallet-guard-refused", "Refuses instructions that wallets add.", "Wallets cannot pay.", "https://github.com/x402-foundation/x402/issues/828", "https://github.com/x402-foundation/x402/pull/3318"),
  MemoNotCompared: flag("memo-not-compared", "Does not hold the memo to the offer's.", "Payments cannot be told apart by their reference."),
  FeePayerElsewhere: flag("fee-payer-not-isolated", "Lets the fee payer stand in other instructions.", "Its signature authorizes more than the open."),
} as const satisfies Record<string, VectorFlag>;
