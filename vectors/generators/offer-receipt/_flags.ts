import type { VectorFlag } from "../../vector-file.ts";

const flag = (bugClass: string, description: string, effect: string, ...links: string[]): VectorFlag => ({ bugClass, description, effect, links });

const RFC = (number: number, section = ""): string => `https://www.rfc-editor.org/rfc/rfc${number}${section === "" ? "" : `#section-${section}`}`;
const EIP = (number: number): string => `https://eips.ethereum.org/EIPS/eip-${number}`;

const UNVERIFIABLE = "Signatures made here verify nowhere else.";
const FORGED = "Anybody signs offers and receipts in the service's name.";

/** Errors around signed offers and receipts, by the name vectors carry. */
const FLAGS = {
  // Canonical JSON
  KeyOrder: flag("jcs-key-order", "Sorts member names by something else than their UTF-16 code units, or not at every depth.", UNVERIFIABLE, RFC(8785, "3.2.3")),
  NumberForm: flag("jcs-number-form", "Writes numbers otherwise than ECMAScript does.", UNVERIFIABLE, RFC(8785, "3.2.2.3")),
  NumberRange: flag("jcs-number-range", "Writes a number that no double holds.", "null or Infinity is signed for an amount.", RFC(8785, "3.2.2.3")),
  Escapes: flag("jcs-escapes", "Escapes characters that stand bare in canonical JSON, or the reverse.", UNVERIFIABLE, RFC(8785, "3.2.2.2")),
  LoneSurrogate: flag("jcs-lone-surrogate", "Writes half of a surrogate pair.", "What is signed cannot be encoded as UTF-8, and is replaced on the way.", RFC(8785, "3.2.2.2")),
  Normalized: flag("jcs-unicode-normalized", "Brings text into a Unicode normal form.", UNVERIFIABLE, RFC(8785, "3.1")),
  WhiteSpace: flag("jcs-white-space", "Leaves white space between tokens.", UNVERIFIABLE, RFC(8785, "3.2.1")),
  Emptiness: flag("jcs-members-dropped", "Drops members that are null, false, empty or zero.", UNVERIFIABLE, RFC(8785)),
  DuplicateMember: flag("duplicate-json-member", "Does not settle which of two members of one name counts.", "What one side checks is not what the other signed.", RFC(8785, "3.1")),
  NotJson: flag("lenient-json", "Reads a superset of JSON.", "Two readers of one text disagree on what it says.", RFC(8259)),
  // JWS
  SignatureNotChecked: flag("jws-signature-not-checked", "Reads the payload without verifying the signature over it.", FORGED, RFC(7515, "5.2")),
  AlgNone: flag("jws-alg-none", "Takes an unsigned JWS.", FORGED, RFC(8725, "3.1")),
  AlgConfusion: flag("jws-alg-confusion", "Lets the header choose an algorithm that is not the key's, for example HMAC with the public key as secret.", FORGED, RFC(8725, "3.1")),
  AlgName: flag("jws-alg-name", "Reads names of algorithms loosely, or does not know the newer ones.", "Two verifiers disagree on one artifact.", RFC(7515, "4.1.1"), RFC(9864)),
  KeyLookup: flag("jws-kid-lookup", "Takes another key than the one kid names, or does not resolve a kind of DID.", "Good artifacts are refused, or anybody's key counts.", "https://www.w3.org/TR/did-core/"),
  HeaderKeyTrusted: flag("jws-header-key-trusted", "Verifies with the key in the header and does not hold it against kid.", FORGED, RFC(7515, "4.1.3")),
  SignerNotAuthorized: flag("signer-not-authorized", "Stops at a good signature and does not ask whether its key may sign for the resource's service.", FORGED),
  Critical: flag("jws-crit-ignored", "Ignores crit.", "An extension that changes the meaning of the signature is passed over.", RFC(7515, "4.1.11")),
  HeaderMember: flag("jws-header-member", "Refuses header members that are allowed, or goes on without those that are needed.", "Good artifacts are refused, or keys are guessed.", RFC(7515, "4")),
  CompactForm: flag("jws-compact-form", "Reads something else than three parts of base64url.", "Two verifiers disagree on what was signed.", RFC(7515, "7.1")),
  Base64url: flag("base64url-strictness", "Does not settle whether padding, the other alphabet or loose bits pass.", "One signature has several spellings, which pass lists of known ones.", RFC(7515, "2")),
  SignatureFormat: flag("jws-ecdsa-format", "Writes or reads ECDSA signatures as DER, or with a recovery byte.", "No JOSE library takes the signature.", RFC(7518, "3.4")),
  PayloadForm: flag("offer-payload-form", "Does not look at what the payload is.", "A receipt passes for an offer, or a crash is answered with 500."),
  PayloadVersion: flag("offer-payload-version", "Does not look at the payload's version.", "Members of a later version are read with today's meaning."),
  PayloadReserialized: flag("jws-payload-reserialized", "Verifies over a payload it has written anew instead of the bytes received.", "Artifacts of other serializers are refused.", RFC(7515, "5.2")),
  PayloadBeside: flag("jws-payload-beside", "Reads the payload that stands beside the signature.", "Unsigned terms pass for signed ones."),
  Format: flag("artifact-format", "Guesses the format of an artifact.", "Two verifiers disagree on one artifact."),
  Malleable: flag("signature-malleable", "Does not settle whether the second form of an ECDSA signature passes.", "One artifact has two signatures, which pass lists of known ones.", EIP(2)),
  UnknownMember: flag("unknown-member-refused", "Refuses a member it does not know.", "Every later addition to the protocol breaks it."),
  // EIP-712
  DomainName: flag("offer-domain-name", "Signs or accepts a receipt under the name of an offer, or the reverse.", "Neither verifies elsewhere, or one passes for the other.", EIP(712)),
  DomainChain: flag("offer-domain-chain", "Signs or verifies with the payment's chain id, or a contract, in the domain.", UNVERIFIABLE, EIP(712)),
  TypeString: flag("eip712-type-string", "Hashes another type string than the text's.", UNVERIFIABLE, EIP(712)),
  TypesFromArtifact: flag("eip712-types-from-artifact", "Verifies with types that came along with the artifact.", "Whoever writes the types chooses what was signed.", EIP(712)),
  OptionalMember: flag("offer-optional-default", "Does not sign 0 or an empty string for an optional member that is not used.", UNVERIFIABLE, EIP(712)),
  ValueRewritten: flag("offer-value-rewritten", "Normalizes a value before hashing it.", UNVERIFIABLE, EIP(712)),
  MemberNotSigned: flag("signed-member-not-bound", "Leaves a member out of what the signature is checked over, or fills it in from elsewhere.", "Whoever carries the artifact can change that member."),
  MemberType: flag("offer-member-type", "Converts members of another JSON type.", "What is checked is not what is shown.", EIP(712)),
  SignatureNotCompared: flag("signature-not-compared", "Recovers some signer and does not compare it with those who may sign.", FORGED, EIP(712)),
  SignatureForm: flag("signature-form-not-checked", "Cuts, pads or guesses at a signature that is not 65 bytes.", FORGED),
  RecoveryId: flag("signature-v-0-1", "Does not settle how the last byte of a signature is read.", "A good signature is refused.", "https://github.com/x402-foundation/x402/pull/997"),
  PersonalSign: flag("personal-sign-for-typed-data", "Signs or accepts the digest under the prefix of personal_sign.", UNVERIFIABLE, EIP(191)),
  NonEvmTerms: flag("eip712-non-evm-terms", "Does not settle whether terms of other networks are signed with EIP-712.", "Two implementations disagree on one offer."),
  // Terms
  IndexTrusted: flag("offer-index-trusted", "Takes the entry at acceptIndex, or at the offer's own place, for the one that was signed.", "The client pays terms nobody signed, and holds a proof of others."),
  AmountNotCompared: flag("amount-not-compared", "Does not compare the signed amount with the entry's.", "A cheap signed offer covers up a dear one."),
  TermNotCompared: flag("offer-term-not-compared", "Leaves a term out when it looks for the entry an offer is for.", "An offer for another token, recipient or network passes for this one."),
  AddressCase: flag("address-case", "Compares EVM addresses as text, or addresses of other networks without letter case.", "Good offers are refused, or another account passes for this one.", EIP(55)),
  ResourceNotCompared: flag("offer-resource-not-compared", "Does not look at the resource an artifact is for.", "An artifact for another resource passes for this one."),
  OfferExpired: flag("offer-expiry", "Reads 0 as an end in 1970, or does not look at the end at all.", "Good offers are refused, or the client pays for one the server no longer honours."),
  PayerNotCompared: flag("receipt-payer-not-compared", "Does not compare the payer.", "Somebody else's receipt proves my payment."),
  TransactionNotCompared: flag("receipt-transaction-not-compared", "Does not compare a transaction that is there, or wants one that need not be.", "A receipt points to another payment, or every private receipt is refused."),
  Milliseconds: flag("milliseconds-for-seconds", "Writes or reads times in milliseconds.", "Receipts lie in the far future."),
} as const satisfies Record<string, VectorFlag>;

/** The flags of a file's head. */
export const pickFlags = (...names: readonly (keyof typeof FLAGS)[]): Readonly<Record<string, VectorFlag>> => Object.fromEntries(names.map((name) => [name, FLAGS[name]]));
