import type { SchemaName } from "../../spec/schemas.ts";
import type { PaymentPayload, PaymentRequirements, ResourceInfo, SettleResponse, SupportedKind, VerifyResponse } from "../../spec/types.ts";
import type { FaultSet } from "../faults.ts";
import type { Store } from "../store.ts";
import type { HeaderFields } from "../transports/http/http-fetch.ts";

/**
 * A payment method: one scheme on one family of networks. Each folder under `schemes/` exports its
 * three halves; the roles compose them and know none by name.
 */

/** Order of settlement and execution, core specification §6.1 (newer text). */
export type PaymentFlow = "authorization" | "upfront" | "escrow";

/** Effects handed in by whoever composes a role. */
export interface Effects {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Cryptographic in production, seeded in the suite. */
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface ClientWallet {
  /** CAIP-2 namespace, e.g. `eip155`. */
  readonly namespace: string;
  /**
   * `0x…`, 32 bytes for eip155; base58 of the 64 bytes secret and public key for solana. On fiat rails, what stands in for a
   * key: `<psp>/<token>`, the token of a payment method at that payment service provider, several with a space between them;
   * `<psp>/<rail>/<token>` where a network has several rails. Of an agent that signs its requests: its origin, a space, and its
   * Ed25519 private key, 32 bytes in base64url.
   */
  readonly privateKey: string;
}

/** An HTTP request that carries a payment, for schemes whose payments are bound to it. */
export interface CarryingRequest {
  readonly method: string;
  /** Absolute, as the client addressed it. */
  readonly url: string;
  /** In wire order. */
  readonly headers: HeaderFields;
}

export interface SchemeClient {
  readonly scheme: string;
  supports(network: string): boolean;
  /** Name of the schema (`spec/schemas`) of its offers, where they may leave out what the core text asks of every offer. */
  readonly offerSchema?: SchemaName;
  /** Flows the scheme defines; an offer that names another one is not payable. */
  readonly flows: readonly PaymentFlow[];
  /** Whether this half can pay that offer with one of the wallets. Pure, no network. */
  canPay(options: { requirements: PaymentRequirements; wallets: readonly ClientWallet[] }): boolean;
  /**
   * The scheme-specific `payload` of a PaymentPayload.
   *
   * @param options.extensions as the server advertises them
   */
  createPayload(options: { requirements: PaymentRequirements; resource: ResourceInfo | undefined; wallets: readonly ClientWallet[]; extensions?: Readonly<Record<string, unknown>> }): Promise<Record<string, unknown>>;
  /**
   * Whether a paid request that was refused for this reason left a payment whose result is still to come: it is then
   * presented again as it is, and no other is started for the same request. Default: never.
   */
  awaits?(errorReason: string | undefined): boolean;
}

export interface SchemeServer {
  readonly scheme: string;
  supports(network: string): boolean;
  /** Flows the scheme defines, default first. */
  readonly flows: readonly PaymentFlow[];
  /** Extensions that the scheme's offers need: advertised with every route that has one, by identifier. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /**
   * Who judges and settles payments on networks whose text knows no facilitator to be asked over HTTP: asked in its place.
   * The request that carried a payment is handed over with it.
   */
  readonly judge?: Pick<SchemeFacilitator, "verify" | "settle">;
  /** Whether an offer takes something from the kind that the facilitator announces. Default: it does not, and is complete from the start. */
  readonly needsKind?: boolean;
  /**
   * Completes a configured offer with what the scheme requires in `extra`.
   *
   * @param options.kind what the facilitator in use says of this scheme and network in /supported, where that is known
   * @throws Error when something required is missing and can be taken from nowhere
   */
  offer(options: { requirements: PaymentRequirements; kind?: SupportedKind }): PaymentRequirements;
  /**
   * Members of `extra` made afresh for every offer that is shown. They help to make a payment and bind nobody:
   * payments are matched without them. Never rejects.
   */
  hints?(options: { requirements: PaymentRequirements }): Promise<Readonly<Record<string, unknown>>>;
  /** Text that is equal for payments of which the network lets one through, e.g. payer and nonce. Default: the whole payload. */
  replayKey?(options: { payload: Readonly<Record<string, unknown>>; accepted: PaymentRequirements; /** Where one is at hand. */ request?: CarryingRequest }): string;
  /** What a client must not send as the payload of a payment, such as an operation that is the server's own. @returns why it is refused */
  refuses?(options: { payload: Readonly<Record<string, unknown>>; accepted: PaymentRequirements }): string | undefined;
  /** Whether this outcome of a settlement lets the content go. Default: one that succeeded. */
  delivers?(options: { settlement: SettleResponse; requirements: PaymentRequirements }): boolean;
  /** Whether a settlement that failed may succeed when the same payment is presented again, also when the offers have changed by then. Default: none. */
  awaits?(options: { settlement: SettleResponse; requirements: PaymentRequirements }): boolean;
  /** The settlement that asks the facilitator what became of a payment, and changes nothing. Default: there is nothing to ask. */
  inquiry?(options: { payment: PaymentPayload; requirements: PaymentRequirements }): { readonly payment: PaymentPayload; readonly requirements: PaymentRequirements };
  /**
   * The settlement that ends an escrow. Without this the first one is sent again after a resource that was produced, and
   * nothing after one that failed.
   *
   * @param options.charge atomic units to take in the end, at most the price; `undefined` where nothing is to be taken, as when the resource failed
   */
  finalize?(options: { payment: PaymentPayload; requirements: PaymentRequirements; charge: bigint | undefined }): { readonly payment: PaymentPayload; readonly requirements: PaymentRequirements };
}

export interface SchemeFacilitator {
  readonly scheme: string;
  readonly network: string;
  kind(): SupportedKind;
  /** Public addresses this half signs with, by CAIP-2 pattern. */
  signers(): Record<string, string[]>;
  verify(options: PaymentToJudge): Promise<VerifyResponse>;
  settle(options: PaymentToJudge): Promise<SettleResponse>;
  /**
   * Takes an event of a payment service provider in.
   *
   * @param options.provider its name
   * @param options.signature the header it is signed in, as the provider names it; `null` where there is none
   * @returns whether the event is genuine; one this half has no use for is
   */
  notify?(options: { readonly provider: string; readonly signature: string | null; readonly body: string }): Promise<boolean>;
  /** Ends what goes on between requests. Never rejects. */
  close?(): Promise<void>;
}

export interface PaymentToJudge {
  readonly payload: Record<string, unknown>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
  /** Of the payment, by identifier. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The server that asks, where it proved who it is. */
  readonly caller?: Caller;
  /** What carried the payment, where who judges it sees that. */
  readonly request?: CarryingRequest;
}

/** A server that a facilitator knows by the credential it issued to it. */
export interface Caller {
  /** Values of `payTo` that are this server's. */
  readonly accounts: readonly string[];
}

/** Where a client or server half reads its chains, by CAIP-2. Schemes that can do without asking a chain need none. */
export type Chains = Readonly<Record<string, { readonly rpcUrl: string }>>;

export type CreateSchemeClient = (options: { effects: Effects; faults: FaultSet; chains?: Chains }) => SchemeClient;
export type CreateSchemeServer = (options: { /** Default: the wall clock and cryptographic randomness. */ effects?: Effects; faults: FaultSet; chains?: Chains }) => SchemeServer;

/** What a facilitator half is given of its chain: where to read and write it, and the key it pays the network's fee with. */
export interface FacilitatorChain {
  readonly rpcUrl: string;
  /** As {@link ClientWallet.privateKey}; on fiat rails the facilitator's secret key at the first of the {@link providers}. */
  readonly signerPrivateKey: string;
  /** On fiat rails: payment service providers by name. */
  readonly providers?: Readonly<Record<string, Provider>>;
}

/** A payment service provider that a facilitator has an account with. */
export interface Provider {
  /** Base URL of its API. */
  readonly url: string;
  /** Secret key, sent as a bearer token. */
  readonly key: string;
  /** What its webhooks are signed with, where it sends any. */
  readonly webhookSecret?: string;
}

export type CreateSchemeFacilitator = (options: {
  effects: Effects;
  faults: FaultSet;
  /** CAIP-2, the one network this half serves. */
  network: string;
  chain: FacilitatorChain;
  /** Give up waiting for a receipt after this many seconds. */
  confirmationTimeoutSeconds: number;
  /** What a half must know again after a restart. Default: kept in memory. */
  store?: Store;
}) => SchemeFacilitator;
