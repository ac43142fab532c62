import type { VectorFlag } from "../../vector-file.ts";
import { flag } from "../../generate/rows.ts";

const EIP = (number: number): string => `https://eips.ethereum.org/EIPS/eip-${number}`;
const ED25519 = "https://www.rfc-editor.org/rfc/rfc8032";

/** Errors around channels and commitments, by the name vectors carry. */
export const FLAGS = {
  // Identity and typed data
  ChannelDomain: flag("channel-id-without-domain", "Derives a channel's id without chain and contract, or with other ones.", "The server looks for the channel where it is not, and one id stands for channels on several chains.", EIP(712)),
  ChannelMember: flag("channel-id-member-left-out", "Derives a channel's id from part of its configuration, or in another order.", "Two channels share one record of charges.", EIP(712)),
  TypeWidth: flag("eip712-type-width", "Encodes members packed, or names other widths in the type string.", "Nothing this implementation signs recovers anywhere else.", EIP(712)),
  NumberForm: flag("number-form-not-checked", "Reads part of a string as a number, or converts other JSON types.", "What is checked is not what is signed."),
  IntegerWidth: flag("integer-width", "Reads large amounts into 64 bits or floating point.", "High digits fall off, and the digest is one of another amount."),
  OutOfRange: flag("integer-range-not-checked", "Does not hold a number to the range of its type.", "The digest is built over another number."),
  AddressForm: flag("address-form-not-checked", "Pads, cuts or converts what is not an address or 32 bytes.", "The channel is looked up under an id nobody has."),
  AddressCase: flag("address-case", "Compares or hashes addresses as text.", "Good payments are refused.", EIP(55)),
  PrimaryType: flag("eip712-primary-type", "Signs or accepts another message of the same contract.", "A signature for a voucher closes the channel, or the reverse.", EIP(712)),
  ArrayHash: flag("eip712-array-hash", "Hashes a list of structs other than as the hash of their concatenated hashes.", "No batch with more or less than one row can be claimed.", EIP(712)),
  // Vouchers
  VoucherSigner: flag("voucher-signer-not-compared", "Recovers some signer and does not compare it with the one the channel commits to.", "Anybody spends the deposit as far as the server knows: content is given away."),
  PayerForAuthorizer: flag("voucher-signed-by-payer", "Takes the payer's signature although the channel commits to another key, or the reverse.", "The claim reverts after the content was given."),
  ContractPayer: flag("contract-wallet-not-asked", "Does not ask a payer that is a contract, or asks it although a key is set.", "Smart wallets cannot pay, or a claim reverts.", EIP(1271)),
  SignatureForm: flag("signature-form-not-checked", "Takes or pads a signature of another length.", "Verification passes and the claim reverts."),
  RecoveryId: flag("signature-v-0-1", "Does not settle how the last byte of a signature is read.", "A voucher is found valid and reverts at the claim, or a good one is refused."),
  SignatureMalleable: flag("signature-malleable", "Does not settle whether the second signature of the same key is taken.", "A voucher is found valid and reverts at the claim.", EIP(2)),
  CompactSignature: flag("signature-compact", "Does not settle whether the 64 bytes of ERC-2098 are a signature.", "A voucher is found valid and reverts at the claim, or a good one is refused.", EIP(2098)),
  ChannelTerms: flag("channel-terms-not-compared", "Does not compare the channel's terms with the offer.", "The claim pays somebody else, in another token, or after the payer is gone."),
  CorrectiveBelieved: flag("corrective-state-not-proven", "Takes over, as a client, what a server says was charged, without the client's own voucher as proof.", "A server signs the client's deposit over to itself with one answer."),
  ChannelClosing: flag("closing-channel-accepted", "Takes a voucher on a channel whose payer has asked for its end.", "What the voucher promises can no longer be claimed the usual way, and is lost when the time runs out."),
  ChannelMissing: flag("channel-existence-not-checked", "Takes a voucher on a channel without deposit.", "Content is given for a promise nothing backs."),
  AboveDeposit: flag("voucher-above-deposit", "Takes a voucher above what is in the channel.", "The part above the deposit is never paid."),
  BelowClaimed: flag("voucher-not-above-claimed", "Takes a voucher that claims nothing more than was claimed.", "Old vouchers buy content again."),
  RefundFloor: flag("refund-floor", "Holds a refund to the floor of a paid request.", "Channels that were claimed to the last unit cannot be closed."),
  WithdrawDelay: flag("withdraw-delay-range", "Does not hold the delay to its range.", "The payer withdraws before the server can claim, or cannot withdraw at all."),
  RefundNonce: flag("refund-nonce-not-checked", "Takes a refund signed for another nonce of the channel.", "An old refund is submitted again, or the transaction reverts."),
  RefundAmount: flag("refund-amount-not-bound", "Takes a refund of another amount than was signed.", "The receiver loses what it did not agree to return."),
  ClaimRows: flag("claim-rows-not-bound", "Signs or checks only part of a batch's rows.", "Whoever relays a batch changes what is claimed."),
  ClaimAboveVoucher: flag("claim-above-voucher", "Claims more than the voucher allows.", "The claim reverts, with the whole batch."),
  // State
  ChargedFromMaximum: flag("cumulative-advanced-by-maximum", "Advances the record by the offered maximum and not by the charge.", "The payer is charged more than it was told, or the next voucher is refused."),
  CumulativeNotCompared: flag("cumulative-not-compared", "Serves a voucher that is not for the next amount.", "One voucher buys twice, or the payer signs away more than it owes."),
  ChargeAboveMaximum: flag("charge-above-maximum", "Charges more than the offered maximum.", "The payer is overcharged."),
  CommitOnFailure: flag("state-advanced-on-failure", "Advances the record although the handler failed.", "The payer pays for an error, and its voucher cannot be sent again."),
  CorrectiveIncomplete: flag("corrective-402-incomplete", "Refuses an amount without the state a client recovers from.", "A client that lost its state can never pay again."),
  CorrectiveUnproven: flag("corrective-402-unproven", "Corrects a client with a figure the client never signed.", "A client that believes it signs for charges it never made."),
  RefundCharged: flag("refund-with-charge", "Refunds on a voucher that includes another request's amount.", "The payer pays for a request that was never made."),
  RefundTooMuch: flag("refund-above-remainder", "Refunds what was charged already.", "The server works for nothing."),
  BaselineLost: flag("baseline-not-from-chain", "Starts a record anew from anything but what was claimed on the chain.", "Claimed amounts are spent twice, or the payer's word sets its debt."),
  ChannelBusy: flag("channel-busy-as-mismatch", "Calls a busy channel a wrong amount, or the reverse.", "Clients throw a good state away."),
  // Solana
  MessageLayout: flag("voucher-message-layout", "Builds the signed bytes with other widths, order or byte order.", "The program refuses the voucher.", "https://github.com/solana-foundation/payment-channels"),
  MessageHashed: flag("message-hashed-before-signing", "Hashes the message first, or leaves the hash out where it is asked for.", "No signature verifies anywhere else.", ED25519),
  Ed25519Form: flag("ed25519-signature-form", "Takes signatures in other encodings or lengths.", "The program refuses the voucher.", ED25519),
  Ed25519Malleable: flag("ed25519-s-not-reduced", "Takes an s that is not below the group's order.", "One voucher has many signatures; the program refuses all but one.", `${ED25519}#section-5.1.7`),
  ExpiryNotZero: flag("voucher-expiry-not-zero", "Takes a voucher that expires.", "The voucher cannot be redeemed when the server gets to it."),
  ProofReplayed: flag("proof-not-bound", "Takes a proof for another channel, operator, request or amount.", "A leaked proof buys elsewhere."),
  RequestId: flag("request-id-bytes", "Counts characters of requestId instead of bytes, or writes its length otherwise.", "Proofs with other letters than ASCII verify nowhere else."),
  TimeWindow: flag("time-window-edge", "Has the edge of a validity elsewhere, or does not look.", "An expired proof buys, or a close is authorized for ever."),
  CloseReplayed: flag("close-authorization-not-bound", "Takes the consent for one close for another one.", "A channel is closed below what was charged."),
  // Fiat
  AcceptedNotOffered: flag("accepted-not-offered", "Does not compare the payment with what is offered.", "The agent sets its price."),
  AmountAsText: flag("numbers-compared-as-text", "Compares amounts as text or as floating-point numbers.", "9 counts as more than 10."),
  CurrencyNotCompared: flag("currency-not-compared", "Compares amounts without their currency.", "100 yen buy what costs 100 dollars."),
  AcceptedOverStrict: flag("accepted-extra-members-refused", "Refuses accepted for members that the text's own example adds or leaves out.", "Agents that follow the example cannot pay."),
  PayloadDiffers: flag("payload-not-compared-with-accepted", "Judges by one of payload and accepted and bills by the other.", "The agent is billed another amount than was checked."),
} as const satisfies Record<string, VectorFlag>;

/** Name of an error around channels. */
export type FlagName = keyof typeof FLAGS;
