/**
 * The driver protocol: what the harness says to a target and what the target answers.
 *
 * `cmd:` carries one message per line of JSON on stdin and stdout, `http:` posts the same
 * messages, `inproc:` passes the same objects. Replies may come out of order and are matched by
 * `id`. Nothing here needs protocol knowledge of x402: an adapter passes configuration to its
 * SDK and requests to its client.
 */

export const DRIVER_PROTOCOL = 1;

export type Role = "client" | "server" | "facilitator";

/** What a target says it can do. Anything not named is `unsupported`, never a failure. */
export interface Capabilities {
  /** Payment schemes, e.g. `exact`. */
  readonly schemes: readonly string[];
  /** CAIP-2 networks, e.g. `eip155:84532`. */
  readonly networks: readonly string[];
  /** Protocol extensions by identifier. */
  readonly extensions: readonly string[];
  /** `http`, later `mcp` and `a2a`. */
  readonly transports: readonly string[];
  /** Abilities of the adapter, see {@link FEATURES}. */
  readonly features: readonly string[];
}

/**
 * Abilities an adapter may declare. They say what the harness can arrange, not what x402 asks.
 */
export const FEATURES = {
  /** Server: the paid handler fetches `config.upstream` + request target and relays status, content type and body. */
  upstream: "server",
  /** Server: takes the facilitator's URL from `start`. */
  facilitator: "server",
  /** Server, facilitator: `start` may be called again for another, independent instance. */
  instances: "any",
  /** Server: serves `config.routes` as given, instead of routes of its own named in the manifest. */
  routes: "server",
  /** Server: route with `flow: "upfront"`. */
  "flow-upfront": "server",
  /** Server: a route with `below` is every path below that one. */
  "routes-below": "server",
  /** Client: sends method, headers and body of the harness's choice. */
  request: "client",
  /** Client: reports the decoded settlement in `payment`. */
  "payment-result": "client",
  /** Facilitator: takes the chain's RPC URL and its own signer key from `start`; on fiat rails the provider's base URL and its own secret key there. */
  chain: "facilitator",
  /** Server, facilitator: an instance that is stopped and started again with the same config knows what it must not have lost. `config.stateFolder` is its own to keep it in. */
  restart: "any",
  /** Facilitator: takes the events of payment service providers at the URLs of `webhooks` in the reply to `start`. */
  webhooks: "facilitator",
  /** Server: takes at most the price, and as much of it as the upstream's answer says in its header `X402-Charge`, where the scheme lets it. */
  metered: "server",
  /** Server: takes a payment that comes with the first request for a resource, by terms agreed with its payer beforehand. */
  preauthorized: "server",
} as const satisfies Record<string, Role | "any">;

export type Feature = keyof typeof FEATURES;

/** One way to pay, as the server is asked to offer it. Amounts are decimal strings in atomic units. */
export interface RouteAccept {
  readonly scheme: string;
  readonly network: string;
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly maxTimeoutSeconds: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A protected route. `path` has no query; the harness adds `?case=…` to tell its cases apart. */
export interface RouteConfig {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The route is every path below this one; `path` is one of them. Asked only of servers with the feature `routes-below`. */
  readonly below?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly accepts: readonly RouteAccept[];
  /** Extension declarations to advertise, keyed by identifier. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface ChainConfig {
  /** JSON-RPC endpoint on the loopback interface. */
  readonly rpcUrl: string;
  /** Its subscriptions, where the family has them: Solana's pubsub. */
  readonly wsUrl?: string;
}

/** A payment service provider, as a facilitator is given it. */
export interface ProviderConfig {
  /** Base URL of its API, on the loopback interface. */
  readonly url: string;
  /** Secret key, sent as a bearer token. */
  readonly key: string;
  /** What its webhooks are signed with. */
  readonly webhookSecret?: string;
}

export interface ServerConfig {
  readonly role: "server";
  /** Facilitator base URLs, first is preferred. */
  readonly facilitators: readonly string[];
  /** Base URL the protected handler relays to; its request target is appended unchanged. */
  readonly upstream: string;
  readonly routes: readonly RouteConfig[];
  readonly chains: Readonly<Record<string, ChainConfig>>;
  /** Where the facilitator asks for one: presented to it as `Authorization: Bearer <credential>`. */
  readonly credential?: string;
  /** With the feature `restart`. */
  readonly stateFolder?: string;
}

export interface FacilitatorConfig {
  readonly role: "facilitator";
  /** On fiat rails `rpcUrl` and `signerPrivateKey` are those of the first provider, and `providers` has them all by name. */
  readonly chains: Readonly<Record<string, ChainConfig & { readonly signerPrivateKey: string; readonly providers?: Readonly<Record<string, ProviderConfig>> }>>;
  /** Servers it knows: by the credential that each presents as `Authorization: Bearer <credential>`, with the values of `payTo` that are its own. */
  readonly servers?: readonly { readonly credential: string; readonly accounts: readonly string[] }[];
  /** With the feature `restart`. */
  readonly stateFolder?: string;
  /** Give up waiting for a receipt after this many seconds. */
  readonly confirmationTimeoutSeconds: number;
}

export interface ClientConfig {
  readonly role: "client";
  readonly chains: Readonly<Record<string, ChainConfig>>;
}

export type StartConfig = ServerConfig | FacilitatorConfig | ClientConfig;

/** A request for the target client to make and, if asked, pay for. */
export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body?: string;
}

/** What the client's caller got to see. A thrown error is an outcome, not a protocol failure. */
export type FetchOutcome =
  | {
      readonly outcome: "response";
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      /** Base64, at most 64 KiB are kept. */
      readonly body: string;
      /** The settlement as the client's API reports it to its caller, if it does. */
      readonly payment?: unknown;
    }
  | { readonly outcome: "error"; readonly message: string };

export type DriverRequest =
  | { readonly id: number; readonly op: "hello"; readonly protocol: number }
  | { readonly id: number; readonly op: "start"; readonly instance: string; readonly config: StartConfig }
  | {
      readonly id: number;
      readonly op: "fetch";
      readonly instance: string;
      readonly request: FetchRequest;
      /**
       * Private keys by CAIP-2 namespace, e.g. `{ eip155: "0x…" }`. Well-known or derived test keys only. On fiat rails payment methods in
       * their stead, `<psp>/<token>` with spaces between them, e.g. `{ card: "simpay/pm_…" }`. Where an agent signs its requests,
       * its origin and its Ed25519 key, e.g. `{ cloudflare: "http://127.0.0.1:41005 nWGx…" }`.
       */
      readonly wallets: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly op: "reset"; readonly instance: string }
  | { readonly id: number; readonly op: "stop"; readonly instance?: string };

/** `op` and `case` values the liar check invents are refused with `unsupported` like any unknown one. */
export type DriverErrorCode = "unsupported" | "failed";

export interface HelloReply {
  readonly name: string;
  readonly version: string;
  readonly role: Role;
  readonly capabilities: Capabilities;
}

export interface StartReply {
  /** Base URL of the started server or facilitator; absent for a client. */
  readonly url?: string;
  /** Server: ids of the routes it could not serve. */
  readonly unsupportedRoutes?: readonly string[];
  /** Facilitator with the feature `webhooks`: where each provider's events go, by its name. */
  readonly webhooks?: Readonly<Record<string, string>>;
}

export type DriverReply<Result = unknown> =
  | { readonly id: number; readonly ok: true; readonly result: Result }
  | {
      readonly id: number;
      readonly ok: false;
      readonly error: { readonly code: DriverErrorCode; readonly message: string };
    };
