import type { VectorFlag } from "../../vector-file.ts";
import { flag } from "../../generate/rows.ts";

const EIP = (number: number): string => `https://eips.ethereum.org/EIPS/eip-${number}`;
const ESCROW = "https://github.com/base/commerce-payments";
const LUHN = "https://www.iso.org/standard/70484.html";

/** Errors around holds, captures and refunds, by the name vectors carry. */
export const FLAGS = {
  // Identity on EVM
  SaltUntagged: flag("salt-binding-untagged", "Leaves the tag out of the salt's commitment, or packs its words.", "Every bound payment of this implementation is refused.", EIP(712)),
  SaltWidth: flag("salt-width", "Reads or writes salts without their leading zeros.", "One payment has two keys in a database, or the hash is another."),
  HashDomain: flag("payment-hash-without-domain", "Leaves chain or escrow out of the payment's hash, or uses an EIP-712 domain.", "The nonce is refused, or stands for payments on several chains.", ESCROW),
  HashPayer: flag("payment-hash-payer", "Mixes up the hash with the payer and the one without.", "The nonce is refused, or the payment is not found.", ESCROW),
  HashMember: flag("payment-info-member", "Encodes the payment's struct in another order, packed, or without one of its members.", "The nonce is refused.", ESCROW),
  IntegerWidth: flag("integer-width", "Reads amounts or times into too few bits, or into floating point.", "The hash is one of another amount."),
  OutOfRange: flag("integer-range-not-checked", "Does not hold a number to the range of its type.", "The escrow reverts."),
  NumberForm: flag("number-form-not-checked", "Reads part of a string as a number, or converts other JSON types.", "What is checked is not what is signed."),
  AddressForm: flag("address-form-not-checked", "Pads or cuts what is not an address or 32 bytes.", "The payment has a hash nobody else finds."),
  AddressCase: flag("address-case", "Compares or hashes addresses as text.", "Good payments are refused.", EIP(55)),
  FeeField: flag("fee-field-of-other-deployment", "Signs feeBps where the escrow takes feeAmount, or the reverse.", "The signature does not cover what executes.", ESCROW),
  OperatorDomain: flag("operator-domain", "Signs for the escrow or the token in place of the operator.", "No facilitator takes the authorizer's signature."),
  PrimaryType: flag("eip712-primary-type", "Signs or accepts another message of the same contract.", "The signature is good for something else than this payment.", EIP(712)),
  // Verification on EVM
  NonceNotRecomputed: flag("nonce-not-recomputed", "Does not derive the nonce from the offer.", "The payer's terms are others than the server's: receiver, deadlines, fees or operator."),
  SaltNotReopened: flag("salt-commitment-not-reopened", "Does not open the commitment in the salt.", "A collected payment can be pointed at another authorizer."),
  CollectorNotChecked: flag("collector-not-compared", "Does not hold the recipient to the collector of the escrow.", "The money goes to the escrow of nobody, or of another release."),
  AmountNotEqual: flag("amount-not-compared", "Does not hold the signed value to the amount.", "A hold of another size than was offered."),
  DeadlineOrder: flag("deadline-order", "Does not hold the deadlines to their order.", "The escrow reverts, or the hold ends before it can be captured."),
  WindowNotChecked: flag("valid-before-not-checked", "Does not look at the end of the signature's validity, or looks in milliseconds.", "The settlement reverts after the content was given."),
  ValidAfter: flag("valid-after-not-zero", "Takes another beginning of the validity than the one the collector submits.", "The settlement reverts."),
  TransferType: flag("transfer-for-receive", "Signs or accepts TransferWithAuthorization in place of ReceiveWithAuthorization.", "The collector cannot use the signature.", EIP(3009)),
  SignatureNotCompared: flag("signature-not-compared", "Recovers some signer and does not compare it with the payer.", "Anybody spends anybody's tokens as far as the server knows."),
  ContractPayer: flag("contract-wallet-not-asked", "Does not ask a payer that is a contract.", "Smart wallets cannot pay, or anybody pays for them.", EIP(1271)),
  TokenDomain: flag("eip712-domain-not-checked", "Does not bind the signature to chain and token.", "A signature on a test network buys content."),
  MethodByShape: flag("transfer-method-by-shape", "Lets the payload choose the method in place of the offer.", "The server gets another kind of payment than it asked for."),
  ExtraIncomplete: flag("extra-not-checked", "Takes offers without one of their terms, or reads a default into it.", "A payment is judged without one of its terms."),
  FeeBounds: flag("fee-bounds", "Does not hold fee bounds to their order and range, or takes a fee without receiver.", "The payer loses up to the whole amount to fees."),
  EscrowUnknown: flag("escrow-not-canonical", "Takes an escrow that an offer makes up.", "The money lies in somebody's contract."),
  OperatorNotOwn: flag("operator-not-own", "Takes a payment whose operator is not the facilitator.", "The hold can be neither captured nor voided by it."),
  UnknownExtra: flag("unknown-member-refused", "Refuses an offer for a member it does not know.", "Every later addition to the protocol breaks it."),
  AutoCapture: flag("auto-capture-ignored", "Holds where the offer of an earlier release asks for a charge.", "The server believes it was paid, and the hold lapses."),
  ChargeForm: flag("charge-completed-by-client", "Does not tell the client's form of a charge from the completed one.", "A charge is settled without the server's consent, or cannot be verified."),
  // Lifecycle
  CaptureCeiling: flag("capture-above-hold", "Captures more than is left of the hold.", "The payer is overcharged, or the transaction reverts."),
  CaptureOnce: flag("capture-once-only", "Refuses a second capture of what is left, or a part.", "Metered payments cannot be captured."),
  RefundCeiling: flag("refund-above-captured", "Refunds more than was captured and not yet refunded.", "Whoever funds refunds loses money."),
  VoidNeedsHold: flag("void-without-hold", "Reports a void although nothing is left to release.", "The server believes a payment undone that was captured."),
  CaptureDeadline: flag("capture-deadline", "Captures at or after the deadline, or keeps a margin of its own.", "The capture races the payer's reclaim."),
  RefundDeadline: flag("refund-deadline", "Refunds at or after the deadline, or ties refunds to the capture's deadline.", "The transaction reverts, or payers lose refunds."),
  ReclaimEarly: flag("reclaim-before-deadline", "Lets a hold be reclaimed while it can be captured, or not at all.", "The server loses what it delivered, or the payer its hold."),
  CollectTwice: flag("collected-twice", "Collects one authorization twice.", "The payer is held or charged twice."),
  FlowMixed: flag("flows-mixed", "Captures what was charged, or charges what was held.", "Money moves twice."),
  ConsentReused: flag("consent-reused", "Carries out a second operation on one consent.", "One consent moves money twice."),
  FullAuthorize: flag("hold-of-part", "Holds less than was authorized.", "The authorization is used up, and the rest can never be held."),
  // Cards
  CardNumber: flag("card-number-in-payload", "Puts a card number where a token belongs, or does not look for one.", "One log line brings every system on the path into the scope of PCI DSS.", LUHN),
  CardFalsePositive: flag("card-number-false-positive", "Takes any run of digits for a card number.", "Good tokens and identifiers are refused.", LUHN),
  PaymentId: flag("payment-id-grammar", "Does not hold paymentId to its grammar, or holds it to a narrower one.", "Retries are not recognised, or good payments are refused."),
  CardAmount: flag("card-amount-units", "Writes amounts in whole units of the currency, or takes every currency for one with cents.", "Cards are charged a hundred times too much or too little."),
  CardCurrency: flag("card-currency", "Takes a currency by another name than its alphabetic code.", "The card is charged in another currency, or not at all."),
  CardNetwork: flag("card-network-name", "Puts the PSP, or nothing, where the card network's name belongs.", "The rules of the wrong network are applied."),
  CardFlow: flag("card-flow", "Offers cards without a hold.", "The handler runs on a check that cards do not have."),
  CardMember: flag("required-member-not-checked", "Reads a member that is not there as a default.", "A payment is judged without one of its terms."),
  CardDedup: flag("card-hold-twice", "Opens a second hold for a retry.", "The buyer's balance is blocked twice."),
  CardConflict: flag("card-retry-conflict", "Answers another payment with the outcome of the first, or the reverse.", "A payment is lost, or made twice."),
  CardDecline: flag("card-decline-retried", "Submits a declined payment again.", "Fines by the card network."),
  CardClosed: flag("card-closed-payment", "Captures or voids a payment a second time.", "The buyer is charged twice, or the server believes it was."),
} as const satisfies Record<string, VectorFlag>;

/** Name of an error around auth-capture. */
export type FlagName = keyof typeof FLAGS;
