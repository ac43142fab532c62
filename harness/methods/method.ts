import type { Standing } from "../../reports/results.ts";
import type { PaymentRequirements } from "../../spec/types.ts";
import type { ChainKey, ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import type { CarryingRequest, CreateSchemeFacilitator, Effects } from "../../simulators/schemes/scheme.ts";
import type { FacilitatorConfig, RouteAccept, RouteConfig } from "../targets/protocol.ts";
import type { HeaderFields } from "../trace/events.ts";
import type { HttpPeer } from "../world/http-peer.ts";
import type { RpcProxy } from "../world/rpc-proxy.ts";
import type { PaymentReader } from "./reader.ts";

/**
 * A payment method as the harness plays it: one scheme on one family of networks. Each folder beside this
 * file is one, found by its `method.ts`. Seats, runner and scenarios of no method's own know none by name.
 */
export interface PaymentMethod<Chain extends LocalChain = LocalChain, Bend extends PaymentBend = PaymentBend> {
  /** The folder's name, and that of its folder under `simulators/schemes/`. */
  readonly id: string;
  /** What any method can be used for is driven by the first of those that a target declares. */
  readonly order: number;
  readonly scheme: string;
  /** CAIP-2 namespace, under which targets are given their keys. */
  readonly namespace: string;
  /** CAIP-2, the network that the local chain stands for. */
  readonly network: string;
  readonly chain: ChainKey<Chain>;
  readonly reader: PaymentReader;
  /**
   * Set where the method's own text is a proposal: what it alone carried is marked in every report, and counts in no
   * profile but a draft's that has the method's id among its areas.
   */
  readonly standing?: Standing;
  /** Name of the schema of its payload in `spec/schemas`. */
  readonly payloadSchema: string;
  /** Whether the method's text says of all that a payload has what it is, so that a member beside that may be refused. Default: it does not. */
  readonly closedPayload?: boolean;
  readonly rpc: RpcDialect;
  /** How a facilitator reaches the network, where that is not JSON-RPC. */
  readonly access?: NetworkAccess<Chain>;
  /** Whether a facilitator has to know which server asks: each is then given a credential. Default: it need not. */
  readonly knowsServers?: boolean;
  /** What verification has to look at. The rest a payment does not say itself, or nobody knows before it is settled. */
  readonly verified: readonly (keyof PaymentBend | "funds")[];
  /** Whether servers judge payments by themselves, so that there is no facilitator to play, and none to be judged. Default: they ask one. */
  readonly judgedByServer?: boolean;
  /** Whether an offer may leave `maxTimeoutSeconds` out, or have 0 for it. Default: it may not. */
  readonly timeless?: boolean;
  /** What a case's wallets hold unless it says otherwise, and what a sponsor of fees holds. */
  readonly funds: { readonly payer: bigint; readonly sponsor: { readonly amount: bigint; readonly nativeAmount: bigint } };

  /** `extra` of an offer as an operator configures it. */
  configuredExtra(options: { chain: Chain }): Readonly<Record<string, unknown>>;
  /** `extra` of an offer as a server shows it, given who sponsors its fees. */
  offeredExtra(options: { chain: Chain; sponsor: string }): Readonly<Record<string, unknown>>;
  /** What differs in `extra` of an offer of a flow; `undefined` where the method has none. Default: the flow's name. */
  flowExtra?(flow: "authorization" | "upfront"): Readonly<Record<string, unknown>> | undefined;
  /**
   * Where a payment settles days after it was accepted: lets those days pass for what these wallets pay. Offers to
   * facilitators are then of the upfront flow, by which the settle that delivers is the one that tells of the money.
   */
  letSettle?(options: { chain: Chain; wallets: readonly ChainWallet[] }): Promise<void>;
  /** Standard routes of the method's own, beside those of `harness/world/routes.ts`. */
  routes(options: { accept: (path: string, amount: string, extra?: Record<string, unknown>) => RouteAccept }): readonly RouteConfig[];
  /** What a scripted facilitator says of itself. */
  supported(options: { sponsor: string }): {
    readonly kindExtra?: Readonly<Record<string, unknown>>;
    readonly signers: Readonly<Record<string, readonly string[]>>;
    /** Beside the method's scheme and network: of routes of its own, which a server may not offer otherwise. */
    readonly moreKinds?: readonly { readonly scheme: string; readonly network: string; readonly extra?: Readonly<Record<string, unknown>> }[];
  };
  /** An id as the network gives its transactions, made up. */
  transactionId(options: { randomBytes: (length: number) => Uint8Array }): string;
  /** Why a payload cannot be a good payment of these terms, as far as that is seen without a chain; `undefined` where nothing is. */
  refusal(options: { payload: Readonly<Record<string, unknown>>; terms: Readonly<Record<string, unknown>> }): string | undefined;
  /** Whether a payload is an operation on a payment that is there, which only its server sends. Default: there is no such thing. */
  isOperation?(payload: Readonly<Record<string, unknown>>): boolean;
  /** Whether an offer says all that a payment needs. */
  isPayable(offer: PaymentRequirements): boolean;

  /** The reference facilitator's half, for peers that settle in earnest. */
  readonly createFacilitator: CreateSchemeFacilitator;
  /** The scheme-specific part of a payment, as an honest client makes it unless it is bent. */
  createPayload(options: { chain: Chain; requirements: PaymentRequirements; wallet: ChainWallet; effects: Effects; bend?: Bend & { readonly signer?: ChainWallet } }): Promise<Record<string, unknown>>;
  /** Extensions that every 402 with an offer of the method advertises. Default: none. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Header fields that a request with a payment needs beside it, such as a signature over it. Default: none. */
  sign?(options: { wallet: ReturnType<Chain["wallet"]>; request: CarryingRequest; effects: Effects }): HeaderFields;
  /** What a payer agrees with its provider before it can pay an offer, such as a mandate for a merchant's debits. Default: nothing. */
  authorize?(options: { chain: Chain; wallet: ReturnType<Chain["wallet"]>; requirements: PaymentRequirements }): void;
  /**
   * What, beside a stranger's signature, makes a payment one that every facilitator has to refuse: nothing where the text has
   * the signature looked at.
   */
  forged(options: { requirements: PaymentRequirements }): Bend | undefined;
  /** Where such a payment is refused at the latest. Default: in verification, which some texts do not have. */
  readonly refusedAt?: "settle";
  /** Where a settle only reserves money: the payload of the one that takes it. Default: a settle takes it. */
  collecting?(options: { payload: Readonly<Record<string, unknown>>; terms: Readonly<Record<string, unknown>> }): Record<string, unknown>;
  /** Texts of a payload that only its case can know, as they stand in messages that carry it. */
  tokens(payload: Readonly<Record<string, unknown>>): readonly string[];
  /** Makes a payment be for another network of the family; `undefined` where the method cannot. */
  onNetwork(network: string): Bend | undefined;
}

/** Differences from the honest payment that every method has. */
export interface PaymentBend {
  /** Atomic units. */
  readonly amount?: bigint;
  readonly recipient?: string;
  /** Signed for a time that is over. */
  readonly expired?: boolean;
}

export interface NetworkAccess<Chain extends LocalChain> {
  /** @param options.name first path segment below the peer, unique in it */
  startProxy(options: { chain: Chain; peer: HttpPeer; name: string }): RpcProxy;
  /** What a facilitator is told of the network. @param options.url the proxy's */
  config(options: { chain: Chain; url: string; sponsor: ChainWallet }): FacilitatorConfig["chains"][string];
  /** Told when a facilitator runs. @param options.webhooks where it takes events, by whose they are */
  onStarted?(options: { chain: Chain; sponsor: ChainWallet; webhooks: Readonly<Record<string, string>> }): void;
}

/** How a family's JSON-RPC speaks of transactions. */
export interface RpcDialect {
  /** Calls that send a transaction. */
  readonly broadcasts: ReadonlySet<string>;
  /** The result that says the transactions asked for are not there yet; `undefined` for a call that asks for none. */
  absent(call: { readonly method: string; readonly params: unknown }): { readonly result: unknown } | undefined;
  /** Whether a notification of a subscription tells that a transaction is there. */
  announces?(notification: { readonly method: string; readonly params: unknown }): boolean;
}
