import type { PaymentRequirements, ResourceInfo, SettleResponse, SupportedKind, VerifyResponse } from "../../spec/types.ts";
import type { FaultSet } from "../faults.ts";

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
  /** `0x…`, 32 bytes for eip155; base58 of the 64 bytes secret and public key for solana. */
  readonly privateKey: string;
}

export interface SchemeClient {
  readonly scheme: string;
  supports(network: string): boolean;
  /** Flows the scheme defines; an offer that names another one is not payable. */
  readonly flows: readonly PaymentFlow[];
  /** Whether this half can pay that offer with one of the wallets. Pure, no network. */
  canPay(options: { requirements: PaymentRequirements; wallets: readonly ClientWallet[] }): boolean;
  /** The scheme-specific `payload` of a PaymentPayload. */
  createPayload(options: { requirements: PaymentRequirements; resource: ResourceInfo | undefined; wallets: readonly ClientWallet[] }): Promise<Record<string, unknown>>;
}

export interface SchemeServer {
  readonly scheme: string;
  supports(network: string): boolean;
  /** Flows the scheme defines, default first. */
  readonly flows: readonly PaymentFlow[];
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
  replayKey?(options: { payload: Readonly<Record<string, unknown>>; accepted: PaymentRequirements }): string;
}

export interface SchemeFacilitator {
  readonly scheme: string;
  readonly network: string;
  kind(): SupportedKind;
  /** Public addresses this half signs with, by CAIP-2 pattern. */
  signers(): Record<string, string[]>;
  verify(options: { payload: Record<string, unknown>; accepted: PaymentRequirements; requirements: PaymentRequirements }): Promise<VerifyResponse>;
  settle(options: { payload: Record<string, unknown>; accepted: PaymentRequirements; requirements: PaymentRequirements }): Promise<SettleResponse>;
}

/** Where a client or server half reads its chains, by CAIP-2. Schemes that can do without asking a chain need none. */
export type Chains = Readonly<Record<string, { readonly rpcUrl: string }>>;

export type CreateSchemeClient = (options: { effects: Effects; faults: FaultSet; chains?: Chains }) => SchemeClient;
export type CreateSchemeServer = (options: { faults: FaultSet; chains?: Chains }) => SchemeServer;

/** What a facilitator half is given of its chain: where to read and write it, and the key it pays the network's fee with. */
export interface FacilitatorChain {
  readonly rpcUrl: string;
  /** As {@link ClientWallet.privateKey}. */
  readonly signerPrivateKey: string;
}

export type CreateSchemeFacilitator = (options: {
  effects: Effects;
  faults: FaultSet;
  /** CAIP-2, the one network this half serves. */
  network: string;
  chain: FacilitatorChain;
  /** Give up waiting for a receipt after this many seconds. */
  confirmationTimeoutSeconds: number;
}) => SchemeFacilitator;
