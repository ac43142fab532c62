/**
 * The messages of x402 V2 as TypeScript types.
 *
 * They say what a correct peer sends. What arrives off the wire is `unknown` until a schema of
 * `spec/schemas/` has accepted it: never cast a received value to one of these types unchecked.
 *
 * Clauses are of the pinned revision (`spec/revision.ts`). Members known only from newer texts say so.
 */

/** The one protocol version this suite speaks. Clause: x402-specification-v2.md 5.1.2. */
export const X402_VERSION = 2;

/**
 * A network name of the form `namespace:reference`, for example `eip155:84532`.
 * Clause: x402-specification-v2.md 11.1.
 */
export type NetworkId = `${string}:${string}`;

/**
 * What a {@link NetworkId} looks like. Laxer than CAIP-2 itself, because names used upstream need it.
 */
export const NETWORK_PATTERN = "^[-a-z0-9]{3,32}:[-_a-zA-Z0-9+/=]{1,64}$";

/**
 * A non-negative integer in the asset's smallest unit, written in decimal without sign, point or
 * exponent. A string, so that values above 2^53 survive JSON. Clause: x402-specification-v2.md 5.1.2.
 */
export type AtomicAmount = string;

/** An EVM address: `0x` and 40 hex digits, in any letter case. */
export type EvmAddress = `0x${string}`;

/** Bytes in hex with a `0x` prefix. */
export type Hex = `0x${string}`;

/**
 * What is being sold. Clause: x402-specification-v2.md 5.1.2.
 */
export type ResourceInfo = {
  /** The URL of the protected resource. */
  readonly url: string;
  /** For people. */
  readonly description?: string;
  /** The media type of the paid response. */
  readonly mimeType?: string;
  /** Newer text: the seller's name, printable ASCII, at most 32 characters. */
  readonly serviceName?: string;
  /** Newer text: at most 5 tags of at most 32 printable ASCII characters each. */
  readonly tags?: readonly string[];
  /** Newer text: an absolute http or https URL of at most 2048 characters. */
  readonly iconUrl?: string;
};

/**
 * One way to pay. Clause: x402-specification-v2.md 5.1.2.
 */
export type PaymentRequirements = {
  /** The payment scheme, for example `exact`. */
  readonly scheme: string;
  readonly network: NetworkId;
  readonly amount: AtomicAmount;
  /** A token contract or mint address; an ISO 4217 code where the rail is fiat. */
  readonly asset: string;
  /** The recipient's address, or a role name such as `merchant`. */
  readonly payTo: string;
  /** Seconds the payer has to complete the payment. */
  readonly maxTimeoutSeconds: number;
  /**
   * What the scheme adds. For `exact` on EVM: `name` and `version` of the token's EIP-712 domain and,
   * optionally, `assetTransferMethod`. Newer text reserves `assetTransferMethod` and `paymentFlow`.
   */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/**
 * One advertised extension. Clause: x402-specification-v2.md 5.1.2. An extension may add members of
 * its own beside these two.
 */
export type ExtensionDeclaration = {
  readonly info: Readonly<Record<string, unknown>>;
  /** A JSON Schema of `info`. */
  readonly schema: Readonly<Record<string, unknown>>;
};

/** Extension identifier to what one side says about it. Clause: x402-specification-v2.md 5.1.2. */
export type Extensions = Readonly<Record<string, unknown>>;

/**
 * The payment-required signal; over HTTP the base64 JSON of the `PAYMENT-REQUIRED` header.
 * Clauses: x402-specification-v2.md 5.1, transports-v2/http.md.
 */
export type PaymentRequired = {
  readonly x402Version: typeof X402_VERSION;
  /** For people: why payment is asked for. */
  readonly error?: string;
  readonly resource: ResourceInfo;
  readonly accepts: readonly PaymentRequirements[];
  readonly extensions?: Readonly<Record<string, ExtensionDeclaration>>;
};

/**
 * A payment; over HTTP the base64 JSON of the `PAYMENT-SIGNATURE` header.
 * Clauses: x402-specification-v2.md 5.2, transports-v2/http.md.
 *
 * @typeParam Payload the scheme's own part, for example {@link Eip3009Payload}
 */
export type PaymentPayload<Payload = Readonly<Record<string, unknown>>> = {
  readonly x402Version: typeof X402_VERSION;
  readonly resource?: ResourceInfo;
  /** The offer the payer chose, whole. */
  readonly accepted: PaymentRequirements;
  readonly payload: Payload;
  readonly extensions?: Extensions;
};

/**
 * The signed members of an EIP-3009 transfer. Clause: x402-specification-v2.md 5.2.2.
 */
export type Eip3009Authorization = {
  readonly from: EvmAddress;
  readonly to: EvmAddress;
  readonly value: AtomicAmount;
  /** Unix time in seconds, decimal; valid strictly after it. */
  readonly validAfter: string;
  /** Unix time in seconds, decimal; valid strictly before it. */
  readonly validBefore: string;
  /** 32 random bytes in hex. */
  readonly nonce: Hex;
};

/**
 * The scheme part of an `exact` payment on EVM by EIP-3009.
 * Clause: schemes/exact/scheme_exact_evm.md section 1, phase 1.
 */
export type Eip3009Payload = {
  /** 65 bytes in hex: r, s, v. */
  readonly signature: Hex;
  readonly authorization: Eip3009Authorization;
};

/**
 * What a server asks a facilitator to verify. Clause: x402-specification-v2.md 7.1.
 */
export type VerifyRequest<Payload = Readonly<Record<string, unknown>>> = {
  readonly x402Version: typeof X402_VERSION;
  readonly paymentPayload: PaymentPayload<Payload>;
  readonly paymentRequirements: PaymentRequirements;
};

/** What a server asks a facilitator to settle: the same envelope. Clause: x402-specification-v2.md 7.2. */
export type SettleRequest<Payload = Readonly<Record<string, unknown>>> = VerifyRequest<Payload>;

/**
 * A facilitator's judgement of a payment. Clause: x402-specification-v2.md 5.4.2.
 */
export type VerifyResponse = {
  readonly isValid: boolean;
  /** A code of `spec/registry/error-codes.json`; absent when valid. */
  readonly invalidReason?: string;
  /** The paying account. */
  readonly payer?: string;
  /** Newer text. */
  readonly extensions?: Extensions;
  /** Newer text: scheme-specific. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/**
 * The outcome of a settlement; over HTTP also the base64 JSON of the `PAYMENT-RESPONSE` header.
 * Clauses: x402-specification-v2.md 5.3 and 7.2, transports-v2/http.md.
 */
export type SettleResponse = {
  readonly success: boolean;
  /** A code of `spec/registry/error-codes.json`; absent on success. */
  readonly errorReason?: string;
  /** The paying account. */
  readonly payer?: string;
  /**
   * The network's transaction identifier: for EVM `0x` and 64 hex digits. Empty when settlement
   * failed; newer text: empty only when nothing was broadcast.
   */
  readonly transaction: string;
  readonly network: NetworkId;
  /** What was settled, where the scheme lets that differ from what was authorised. */
  readonly amount?: AtomicAmount;
  readonly extensions?: Extensions;
  /** Newer text: scheme-specific. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/**
 * One kind of payment a facilitator takes. Clause: x402-specification-v2.md 7.3.1.
 */
export type SupportedKind = {
  readonly x402Version: number;
  readonly scheme: string;
  readonly network: NetworkId;
  readonly extra?: Readonly<Record<string, unknown>>;
};

/**
 * What a facilitator can do: the reply to `GET /supported`. Clause: x402-specification-v2.md 7.3.
 */
export type SupportedResponse = {
  readonly kinds: readonly SupportedKind[];
  /** Identifiers of the extensions the facilitator implements. */
  readonly extensions: readonly string[];
  /** Network pattern such as `eip155:*` to the public addresses the facilitator signs with. */
  readonly signers: Readonly<Record<string, readonly string[]>>;
};
