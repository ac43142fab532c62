import type { VectorFlag } from "../../vector-file.ts";

const flag = (bugClass: string, description: string, effect: string, ...links: string[]): VectorFlag => ({ bugClass, description, effect, links });

const EIP = (number: number): string => `https://eips.ethereum.org/EIPS/eip-${number}`;
const SIWE = EIP(4361);
const SIWS = "https://github.com/phantom/sign-in-with-solana";
const RFC3339 = "https://www.rfc-editor.org/rfc/rfc3339";

/** Errors around signing in with a wallet, by the name vectors carry. */
const FLAGS = {
  // The text
  OptionalLine: flag("siwx-optional-lines", "Leaves out, adds or misplaces a line for an optional member.", "Client and server build different texts, and a good signature is refused.", SIWE),
  EmptyLines: flag("siwx-empty-lines", "Has other empty lines around the statement than the format.", "Client and server build different texts, and a good signature is refused.", SIWE, SIWS),
  EmptyOptional: flag("siwx-empty-optional", "Does not settle what an optional member that is empty becomes.", "Client and server build different texts.", SIWE),
  ChainIdLine: flag("siwx-chain-id-line", "Writes something else than the CAIP-2 reference into the Chain ID line.", "A good signature is refused, or one chain's signature counts on another.", SIWE),
  ChainIdForm: flag("caip2-not-checked", "Reads a chain out of what is no CAIP-2 name of this namespace.", "A signature names a chain nobody offered.", "https://chainagnostic.org/CAIPs/caip-2"),
  TimeRewritten: flag("siwx-time-rewritten", "Parses times and writes them in its own notation.", "The text differs from the one the other side builds, and a good signature is refused.", RFC3339),
  ValueRewritten: flag("siwx-value-rewritten", "Normalizes, trims or escapes a value before it goes into the text.", "The text differs from the one the other side builds, and a good signature is refused.", SIWE),
  LineInjected: flag("siwx-line-injected", "Takes a line break inside a value.", "A server makes the wallet sign lines of its own choice, for example another site's.", SIWE),
  MissingMember: flag("siwx-member-missing", "Goes on without a required member.", "The word undefined is signed, or a rule on that member is passed by leaving it out.", SIWE),
  MemberForm: flag("siwx-member-form", "Does not check type or form of a member.", "A list is read from a string, or a text that no verifier can parse is signed.", SIWE),
  AddressForm: flag("address-form-not-checked", "Takes what is no address of the chain.", "The text names no account, or another one than signs.", EIP(55)),
  AddressCase: flag("address-case", "Does not settle how the letters of an EVM address are written.", "Client and server build different texts, and a good signature is refused.", EIP(55)),
  UnknownMember: flag("unknown-member-refused", "Refuses or writes down a member it does not know.", "Every later addition to the protocol breaks it."),
  // Rules on members
  ForeignSigned: flag("siwx-foreign-origin-signed", "Signs whatever a challenge says, or takes the challenge's own domain for the one that is allowed.", "Any site the client visits signs in as the user elsewhere.", "https://github.com/cardotrejos/x402/pull/86", SIWE),
  DomainNotChecked: flag("siwx-domain-not-checked", "Does not hold the domain to the server's own.", "A signature made for another site signs its user in here."),
  DomainForm: flag("siwx-domain-form", "Does not settle the notation of the domain.", "Two implementations disagree on one proof."),
  UriNotChecked: flag("siwx-uri-not-checked", "Does not hold the uri to the server's own origin.", "A signature made for another site signs its user in here."),
  UriPrefix: flag("siwx-uri-prefix", "Compares the uri with the origin as text that it begins with.", "A site whose name begins with this one's collects signatures that count here."),
  OriginFromProof: flag("siwx-origin-from-request", "Takes the expected origin from the request instead of its configuration.", "The sender chooses what is expected.", "https://github.com/daydreamsai/lucid-agents/issues/1679"),
  ExpiryNotChecked: flag("siwx-expiry-not-checked", "Does not look at expirationTime.", "A proof that leaked signs in for ever."),
  NotBeforeNotChecked: flag("siwx-not-before-not-checked", "Does not look at notBefore.", "A proof counts before its time."),
  AgeNotChecked: flag("siwx-age-not-checked", "Does not look at how old issuedAt is.", "A proof without expirationTime signs in for ever."),
  FutureNotChecked: flag("siwx-future-not-checked", "Takes a proof issued in the future.", "A stock of proofs signed in one go lasts for as long as their maker likes."),
  TimeEdge: flag("siwx-time-edge", "Has the edge of a time rule elsewhere, or grants a tolerance.", "Proofs near the edge pass here and fail there."),
  TimeUnreadable: flag("nan-comparison", "Compares a time that is none: with NaN no comparison is true, so nothing is refused.", "Writing nonsense into a time switches its rule off."),
  TimeNotation: flag("siwx-time-notation", "Reads fewer or other notations of a time than RFC 3339 has.", "Peers written in another language are refused.", RFC3339),
  NonceReplayed: flag("siwx-nonce-replayed", "Does not remember nonces.", "Whoever sees a proof once can use it again."),
  NonceCase: flag("siwx-nonce-case", "Does not settle whether nonces in other letter case are the same.", "Two implementations disagree on one proof."),
  ChainNotOffered: flag("siwx-chain-not-offered", "Takes a chain the challenge did not name.", "Wallets of a test chain count like those of the main one."),
  ChainRouting: flag("siwx-chain-routing", "Does not choose the kind of verification by the prefix of chainId.", "A proof is judged by the rules of another chain, or the server fails with 500."),
  TypeMember: flag("siwx-type-member", "Does not settle what a type or hint means that does not fit the chain.", "Two implementations disagree on one proof."),
  VersionMember: flag("siwx-version", "Does not settle which versions of the message are taken.", "Two implementations disagree on one proof."),
  // Signatures
  SignatureNotCompared: flag("signature-not-compared", "Recovers some signer, or checks the form alone, and does not compare the signer with the address.", "Anybody signs in as anybody.", EIP(191)),
  SignatureForm: flag("signature-form-not-checked", "Cuts, pads or guesses at a signature of the wrong length.", "Anybody signs in as anybody, or a crash is answered with 500."),
  SignatureEncoding: flag("signature-encoding", "Does not settle which encodings of a signature are taken.", "Two implementations disagree on one proof."),
  RecoveryId: flag("signature-v-0-1", "Does not settle how the last byte of a signature is read.", "A good signature is refused.", "https://github.com/x402-foundation/x402/pull/997"),
  SignatureMalleable: flag("signature-malleable", "Tells proofs apart by their signature, of which every proof has two.", "A replay passes a list of known signatures.", EIP(2)),
  ZeroAddressRecovered: flag("zero-address-recovered", "Takes the zero address, which ecrecover gives for a signature that recovers to nobody, for a signer.", "The zero address signs in without a key."),
  PersonalPrefix: flag("personal-sign-prefix", "Hashes the text without EIP-191's prefix, or with a wrong length in it.", "No wallet's signature is taken, or one made for another purpose is.", EIP(191)),
  MessageNotRebuilt: flag("siwx-member-not-signed", "Does not build the text from the proof's own members, every one of them.", "Members can be changed after signing.", SIWE),
  Ed25519Malleable: flag("ed25519-malleable", "Takes an s that is not below the group's order.", "Every signature has a second form, which passes lists of known ones.", "https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7"),
  Ed25519SmallOrder: flag("ed25519-small-order", "Does not settle whether keys of small order are keys.", "One signature is good for many texts.", "https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7"),
  // Contracts
  ContractNotAsked: flag("contract-signature-not-asked", "Takes any long signature, or any for a contract, without asking the contract.", "Anybody signs in as a smart wallet.", EIP(1271)),
  ContractAnswer: flag("erc1271-answer-not-compared", "Does not compare the contract's answer with ERC-1271's value, byte for byte.", "A contract that says no is taken to say yes.", EIP(1271)),
  ContractWallet: flag("contract-wallet", "Does not settle whether contracts can sign in.", "Smart wallets sign in at one server and not at another.", EIP(1271)),
  ContractOtherChain: flag("contract-of-other-chain", "Asks a contract on another chain than the proof's.", "The owner of an address on one chain signs in as its owner on another.", EIP(1271)),
  DelegatedAccount: flag("signature-kind-misjudged", "Misjudges an account that has both a key and code (EIP-7702).", "Upgraded wallets cannot sign in.", EIP(7702)),
  CounterfactualWallet: flag("erc6492-not-simulated", "Takes an ERC-6492 wrapping without deploying the wallet in simulation, or unwraps it wrongly.", "Any signature passes inside a wrapping.", EIP(6492)),
} as const satisfies Record<string, VectorFlag>;

/** The flags of a file's head. */
export const pickFlags = (...names: readonly (keyof typeof FLAGS)[]): Readonly<Record<string, VectorFlag>> => Object.fromEntries(names.map((name) => [name, FLAGS[name]]));
