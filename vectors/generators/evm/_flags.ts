import type { VectorFlag } from "../../vector-file.ts";

const flag = (bugClass: string, description: string, effect: string, ...links: string[]): VectorFlag => ({ bugClass, description, effect, links });

const EIP = (number: number): string => `https://eips.ethereum.org/EIPS/eip-${number}`;
const ISSUE = "https://github.com/x402-foundation/x402";

/** Errors around payments on EVM, by the name vectors carry. */
const FLAGS = {
  // Signatures and what is signed
  SignatureNotCompared: flag("signature-not-compared", "Recovers some signer, or checks the form alone, and does not compare the signer with the payer.", "Anybody spends anybody's tokens as far as the server knows: content is given away.", EIP(712)),
  SignatureForm: flag("signature-form-not-checked", "Takes or pads a signature that is not 65 bytes of r, s and v.", "Verification passes and the settlement reverts.", "https://github.com/x402-rs/x402-rs/issues/26"),
  RecoveryId: flag("signature-v-0-1", "Does not settle how the last byte of a signature is read.", "A signature is found valid and reverts in settlement, or a good one is refused.", `${ISSUE}/pull/997`),
  SignatureMalleable: flag("signature-malleable", "Tells payments apart by their signature, of which every payment has two.", "A replay passes a list of known signatures; tokens that follow EIP-2 revert.", EIP(2)),
  CompactSignature: flag("signature-compact", "Does not settle whether the 64 bytes of ERC-2098 are a signature.", "A signature is found valid and reverts in settlement, or a good one is refused.", EIP(2098)),
  ZeroAddressRecovered: flag("zero-address-recovered", "Takes the zero address, which ecrecover gives for a signature that recovers to nobody, for a signer.", "A payment from the zero address needs no key.", "https://docs.soliditylang.org/en/latest/units-and-global-variables.html#mathematical-and-cryptographic-functions"),
  PersonalSign: flag("personal-sign-for-typed-data", "Signs or accepts the digest under the prefix of personal_sign.", "No token takes the signature.", EIP(191)),
  DigestConstruction: flag("eip712-digest-construction", "Builds the EIP-712 digest wrongly.", "Nothing this implementation signs recovers anywhere else.", EIP(712)),
  HashFunction: flag("sha3-for-keccak", "Hashes with NIST's SHA3-256 instead of Keccak-256.", "Nothing this implementation signs recovers anywhere else.", EIP(712)),
  DomainHardCoded: flag("eip712-domain-hard-coded", "Signs or verifies with name, version or chain of a table instead of the offer's.", "Nothing recovers on any other token or network.", `${ISSUE}/pull/271`, "https://github.com/DROOdotFOO/raxol/pull/261"),
  DomainNameBySymbol: flag("eip712-domain-name-by-symbol", "Guesses the domain's name from the token's symbol.", "No signature ever recovers on that token.", `${ISSUE}/issues/3102`),
  DomainNotChecked: flag("eip712-domain-not-checked", "Does not bind the signature to chain and contract.", "A signature for a worthless token, or for a test network, buys content.", EIP(712)),
  DomainMembers: flag("eip712-domain-members", "Takes other members into the signing domain than the contract does.", "No signature recovers on chain.", EIP(712)),
  TypeHash: flag("eip712-type-string", "Hashes another type string than the contract.", "No signature recovers on chain.", EIP(712)),
  WrongPrimaryType: flag("eip712-primary-type", "Signs or accepts another message of the same contract.", "The signature is good for something else than this payment.", EIP(3009)),
  MemberNotSigned: flag("signed-member-not-bound", "Leaves a member out of what the signature is checked over.", "Whoever carries the payment can change that member."),
  // Terms
  AmountOneSided: flag("amount-compared-one-sided", "Asks only that the value is not below the amount.", "The payer loses the difference.", `${ISSUE}/pull/1388`),
  AmountUnderpaid: flag("amount-not-compared", "Does not compare the signed value with the amount.", "Content is sold below its price."),
  AmountScaled: flag("amount-scaled-twice", "Multiplies or divides an amount in atomic units by the token's decimals.", "The payer pays a million times too much, or the price looks paid when it is not.", "https://github.com/activepieces/activepieces/pull/13249"),
  StringComparison: flag("numbers-compared-as-text", "Compares decimal strings as text.", "9 counts as more than 10000."),
  FloatComparison: flag("numbers-compared-as-floats", "Reads amounts into floating-point numbers.", "Amounts above 2^53 that differ are equal.", "https://www.rfc-editor.org/rfc/rfc8259#section-6"),
  IntegerWidth: flag("integer-width", "Reads a uint256 into 32, 64 or 128 bits.", "High digits fall off: a dear offer is paid with little, or a good payment is refused."),
  NumberForm: flag("number-form-not-checked", "Reads part of a string as a number, or converts other JSON types.", "What is checked is not what is signed.", EIP(3009)),
  NumberNotation: flag("number-notation", "Does not settle which notations of a number are taken.", "Two implementations disagree on one payment."),
  OutOfRange: flag("uint256-range-not-checked", "Does not hold numbers to the range of uint256.", "The digest is built over another number, or a crash is answered with 500."),
  RecipientNotChecked: flag("recipient-not-compared", "Does not compare the recipient with payTo.", "Content is given for a payment to somebody else."),
  AcceptedTrusted: flag("accepted-trusted-over-requirements", "Judges the payment by accepted, which the payer wrote, instead of by the requirements.", "The payer sets the price and the recipient.", "https://github.com/x402-rs/x402-rs/pull/101"),
  AddressCase: flag("address-case", "Compares addresses as text, or refuses those that are not checksummed.", "Good payments are refused.", EIP(55)),
  AddressChecksum: flag("address-checksum", "Does not settle whether an address with a wrong checksum is an address.", "Two implementations disagree on one payment.", EIP(55)),
  AddressForm: flag("address-form-not-checked", "Pads, cuts or converts what is not an address of 20 bytes.", "The payment is judged for another account than the one it names."),
  AssetNotChecked: flag("asset-not-compared", "Does not bind the payment to the required token.", "Content is given for a token without value."),
  AssetWithoutCode: flag("asset-without-code", "Takes a call to an address without code for a success.", "A payment in a token that does not exist settles.", `${ISSUE}/issues/2554`),
  NetworkNotChecked: flag("network-not-compared", "Does not bind the payment to the required network.", "A payment on a test network buys content on the main one."),
  SchemeNotChecked: flag("scheme-not-checked", "Judges a payload without looking at the scheme that is required.", "A payment that cannot settle under that scheme is found valid."),
  UnknownMember: flag("unknown-member-refused", "Refuses a payment for a member it does not know.", "Every later addition to the protocol breaks it."),
  MissingMember: flag("required-member-not-checked", "Reads a member that is not there as a default.", "A payment is judged without one of its terms."),
  MemberName: flag("snake-case-members", "Takes members under other names, or in another place.", "Peers of other languages cannot read the payment.", `${ISSUE}/issues/1120`),
  TransferMethod: flag("transfer-method-by-shape", "Does not settle whether requirement or payload selects the method.", "A server gets another kind of payment than it asked for."),
  LongTimeout: flag("timeout-limited", "Refuses offers with a long maxTimeoutSeconds.", "Slow resources cannot be sold."),
  // State of the chain
  WindowNotChecked: flag("valid-before-not-checked", "Does not look at the end of the validity.", "The settlement reverts after the content was given."),
  ValidAfterNotChecked: flag("valid-after-not-checked", "Does not look at the beginning of the validity.", "The settlement reverts after the content was given.", `${ISSUE}/pull/1223`),
  WindowEdge: flag("validity-edge", "Has the edge of the validity one second away from the contract's, or keeps a margin.", "Payments near the edge pass here and fail there.", "https://github.com/aprin-labs/archimedes/pull/1465"),
  Milliseconds: flag("milliseconds-for-seconds", "Writes or reads times in milliseconds.", "Authorizations that never begin, or never end."),
  YearOverflow: flag("time-32-bit", "Keeps times in 32 bits.", "Every payment fails from 2038 on."),
  BalanceNotChecked: flag("balance-not-checked", "Does not look at the payer's balance, or compares it wrongly.", "The settlement reverts after the content was given."),
  AllowanceNotChecked: flag("allowance-not-checked", "Does not look at the allowance of Permit2, or compares it wrongly.", "The settlement reverts after the content was given."),
  NonceReplayed: flag("nonce-not-checked", "Does not ask whether the nonce was used, or looks it up under another spelling.", "One payment buys twice.", EIP(3009)),
  NonceOfOthers: flag("nonce-not-per-payer", "Keeps one list of nonces for all payers.", "A payer's nonce blocks another's payment."),
  NonceForm: flag("nonce-form-not-checked", "Pads, cuts or converts a nonce that is not 32 bytes.", "Lists of used nonces are passed by spelling the nonce anew.", EIP(3009)),
  NonceBitmap: flag("permit2-nonce-bitmap", "Looks at another word or bit of the nonce bitmap than the contract.", "Used permits pass, or unused ones are refused.", "https://docs.uniswap.org/contracts/permit2/reference/signature-transfer"),
  SimulationSkipped: flag("not-simulated", "Believes the offer where the contract says otherwise.", "The settlement reverts after the content was given."),
  // Payers with code
  ContractNotAsked: flag("contract-signature-not-asked", "Takes a signature for a contract's, or for any long one, without asking the contract.", "Anybody spends anybody's tokens as far as the server knows.", EIP(1271)),
  ContractAnswer: flag("erc1271-answer-not-compared", "Does not compare the contract's answer with ERC-1271's value, byte for byte.", "A contract that says no is taken to say yes.", EIP(1271)),
  ContractPayer: flag("contract-payer", "Does not settle whether contracts can pay.", "Smart wallets can pay at one facilitator and not at another.", EIP(1271)),
  DelegatedAccount: flag("signature-kind-misjudged", "Misjudges an account that has both a key and code (EIP-7702).", "Upgraded wallets are refused, or found valid and revert in settlement.", EIP(7702), "https://github.com/x402-rs/x402-rs/issues/26"),
  CounterfactualWallet: flag("erc6492-not-simulated", "Takes an ERC-6492 wrapping without deploying the wallet in simulation, or unwraps it wrongly.", "Any signature passes inside a wrapping.", "https://eips.ethereum.org/EIPS/eip-6492"),
  // Permit2 and upto
  SpenderNotChecked: flag("spender-not-canonical", "Does not hold the spender to the canonical contract of the scheme.", "The settlement reverts, or the signature serves another contract."),
  WitnessNotSigned: flag("witness-not-bound", "Checks a permit without its witness, or with another one.", "The recipient is not bound: whoever settles chooses it."),
  WitnessOfOtherScheme: flag("witness-of-other-scheme", "Uses the witness of exact for upto, or the reverse.", "No signature recovers on chain."),
  FacilitatorNotBound: flag("facilitator-not-bound", "Does not compare the witness's facilitator with itself.", "The settlement reverts: the proxy takes it from the named facilitator only."),
  OverPermitted: flag("permit-over-amount", "Does not settle what becomes of a permit above the amount.", "The proxy of exact moves all that is permitted."),
  SettledAsExact: flag("upto-settled-as-exact", "Holds the settlement of upto to the equality of exact.", "Nothing but the maximum can be charged.", `${ISSUE}/issues/2437`),
  MaximumExceeded: flag("upto-maximum-exceeded", "Charges more than the payer signed, or does not look.", "The settlement reverts, or the payer is overcharged."),
  // Sponsoring
  PermitAmount: flag("permit-amount", "Does not compare the sponsored allowance with the payment.", "The allowance does not cover the payment, and the settlement reverts after gas was spent."),
  PermitNonce: flag("permit-nonce-not-checked", "Does not compare the nonce with the payer's current one.", "The sponsor pays for a transaction that fails."),
  PermitDeadline: flag("permit-deadline-not-checked", "Does not look at the permit's deadline.", "The sponsor pays for a transaction that fails."),
  SponsorOther: flag("sponsoring-of-other-payment", "Does not compare owner and token of the sponsoring data with the payment's.", "The sponsor pays for somebody else's approval."),
  TokenWithoutPermit: flag("token-without-permit", "Does not ask whether the token has EIP-2612 at all.", "The sponsor pays for a transaction that fails.", EIP(2612)),
  ExtensionVersion: flag("extension-version", "Does not settle which versions of the extension's data are taken.", "Two implementations disagree on one payment."),
  FailsOpen: flag("validation-fails-open", "Counts a transaction it cannot decode as a good one.", "The sponsor broadcasts whatever it is given.", `${ISSUE}/pull/1686`),
  CallNotChecked: flag("sponsored-call-not-checked", "Does not compare the transaction's call with approve, Permit2 and the amount.", "The sponsor pays for another call.", `${ISSUE}/pull/1686`),
  TransactionForm: flag("transaction-encoding", "Takes an encoding of a transaction that no node takes, or refuses one that nodes take.", "The sponsor pays gas for an approval that is never mined.", EIP(1559)),
  TransactionKind: flag("transaction-kind", "Does not settle which kinds of transaction are sponsored.", "Wallets that sign another kind cannot use the extension.", EIP(2718)),
  FeesNotChecked: flag("fees-not-checked", "Does not hold the transaction's fees and gas against what the network takes.", "The approval is never mined and the funding is lost.", EIP(1559)),
  ReplayedOnOtherChain: flag("transaction-of-other-chain", "Does not look at the transaction's chain id.", "The approval is not taken by the network.", EIP(155)),
} as const satisfies Record<string, VectorFlag>;

/** Name of an error around payments on EVM. */
export type FlagName = keyof typeof FLAGS;

/** The flags of a file's head. */
export const pickFlags = (...names: readonly FlagName[]): Readonly<Record<string, VectorFlag>> => Object.fromEntries(names.map((name) => [name, FLAGS[name]]));
