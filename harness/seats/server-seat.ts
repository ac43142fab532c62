import type { CarryingRequest, Effects } from "../../simulators/schemes/scheme.ts";
import type { ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import { encodeHeader, HEADERS } from "../../simulators/transports/http/header-codec.ts";
import type { PaymentBend, PaymentMethod } from "../methods/method.ts";
import { scenarioFor } from "../scenarios/scenario.ts";
import type { Feature, RouteConfig } from "../targets/protocol.ts";
import type { HeaderFields } from "../trace/events.ts";
import { createRecorder } from "../trace/recorder.ts";
import { type Exchange, send } from "../world/http-client.ts";
import type { World } from "../world/world.ts";
import type { Endpoint, FacilitatorScripts, ServerCase, UpstreamScript } from "./server-case.ts";
import type { ServerInstance, StartInstance } from "./server-instances.ts";
import { createPayment, type PaymentJson, readOffer, type ReceivedOffer } from "./server-payment.ts";

/** What a server scenario has in hand: the client's part, and the scripts of the server's facilitator and upstream. */
export interface ServerSeat<Chain extends LocalChain = LocalChain, Bend extends PaymentBend = PaymentBend> {
  readonly node: Chain;
  readonly network: string;
  /** Address with which the facilitator says it pays fees, until it is scripted to say otherwise. */
  readonly sponsor: string;
  readonly tag: string;
  readonly signal: AbortSignal;
  /** The wall clock, and the case's own randomness. */
  readonly effects: Effects;
  /** One of the scenario's wallets, default `payer`, or `stranger`, which has nothing. */
  wallet(name?: string): ReturnType<Chain["wallet"]>;
  /** Whether the target declares a feature, for steps a scenario can do without. */
  has(feature: Feature): boolean;
  /** Ids of the standard routes the target serves. */
  readonly routes: readonly string[];
  /** A route as it was configured, with the path the target serves it at. */
  route(id: string): RouteConfig;
  /** Request target of a route, with the case's token. */
  target(route: string): string;
  /** One request. `as` names it for checks, see `harness/checks/server-steps.ts`. Never rejects. */
  request(options: RequestOptions): Promise<Exchange>;
  /** The target's own offer, from one unpaid request per route. */
  offer(route: string): Promise<ReceivedOffer>;
  /** A good payment for an offer, unless the options bend it. */
  payment(options?: PaymentOptions<Bend>): Promise<PaymentJson>;
  /** `payment` and then `request` with it. */
  pay(options: Omit<RequestOptions, "payment"> & PaymentOptions<Bend>): Promise<Exchange>;
  readonly facilitator: {
    /** Replaces the answers of the case's facilitator; endpoints left out answer plausibly. */
    script(scripts: FacilitatorScripts): void;
    /** Answers with the reference facilitator on the real chain. Its transfers are recorded when the drive ends. */
    honest(): void;
    /** Resolves when the endpoint has been called that often. */
    arrived(endpoint: Endpoint, count?: number): Promise<void>;
  };
  readonly upstream: { script(script: UpstreamScript): void; /** Content only a paid response may bring. */ readonly marker: string };
  /** A further, independent instance of the target; `undefined` when it would not start so. Needs `instance: "fresh"`. */
  start(options: StartInstance): Promise<ServerInstance | undefined>;
  /** Stops an instance that {@link ServerSeat.start} started, marks `restarting`, and starts it again with the same configuration, or with other routes. Needs the feature `restart`. */
  restart(instance: ServerInstance, options?: { readonly routes: readonly RouteConfig[] }): Promise<ServerInstance>;
  /**
   * Round trips that do not depend on what is held back. When they are done the target had every
   * opportunity to act early. Bounded: a target that serves one request at a time cannot make them.
   */
  barrier(): Promise<void>;
  /** States a fact about the drive, never about the target. */
  mark(name: string, data: unknown): void;
}

export interface RequestOptions {
  readonly as: string;
  /** Id of a standard route, default `basic`. */
  readonly route?: string;
  /** Instead of the route's own request target. */
  readonly target?: string;
  readonly method?: string;
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
  /** Goes into PAYMENT-SIGNATURE as base64 JSON. */
  readonly payment?: unknown;
  /** Spelling of that header's name. */
  readonly paymentHeader?: string;
  /** Header fields over the request as it is otherwise. Default: what the method asks of requests with a payment, signed by {@link signer}. */
  readonly sign?: (request: CarryingRequest) => HeaderFields;
  /** Name of the wallet that signs, default `payer`. */
  readonly signer?: string;
  readonly instance?: ServerInstance;
  readonly onBody?: (chunk: Uint8Array) => void;
}

export interface PaymentOptions<Bend extends PaymentBend = PaymentBend> {
  readonly route?: string;
  /** Which of the route's offers, default the first. */
  readonly index?: number;
  /** Whose money, default `payer`. */
  readonly wallet?: string;
  /** How it differs from what an honest client would sign. */
  readonly bend?: Bend;
  /** A negative test is an edit of the happy path. Signatures are not renewed. */
  readonly edit?: (payment: PaymentJson) => void;
}

/** Declares a server scenario that any payment method will do for. */
export const serverScenario = scenarioFor<ServerSeat>("server");

/** Declares server scenarios of one payment method. */
export const serverScenarioOn = <Chain extends LocalChain, Bend extends PaymentBend>(method: PaymentMethod<Chain, Bend>) => scenarioFor<ServerSeat<Chain, Bend>>("server", method.id);

/** What a scenario's checks may rely on; recorded as the mark `case` when it opens. */
export interface CaseFacts {
  readonly tag: string;
  readonly marker: string;
  readonly network: string;
  readonly wallets: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, RouteConfig>>;
  /** Whether the content comes from our upstream. Without, a success status is all that tells delivery. */
  readonly upstream: boolean;
  /** Whether the target serves the routes as they were given to it. */
  readonly configured: boolean;
}

/** Milliseconds a barrier waits for a target that cannot make its round trips. It bounds the drive and judges nothing. */
const BARRIER_BOUND = 2_000;
const BARRIER_TRIPS = 5;

export interface ServerSeatOptions {
  readonly world: World;
  readonly method: PaymentMethod;
  readonly chain: LocalChain;
  /** Who pays the fees of the case's facilitator. */
  readonly sponsor: string;
  readonly owner: ServerCase;
  readonly instance: ServerInstance;
  readonly routes: Readonly<Record<string, RouteConfig>>;
  readonly wallets: ReadonlyMap<string, ChainWallet>;
  readonly stranger: () => ChainWallet;
  readonly signal: AbortSignal;
  readonly features: readonly string[];
  readonly claim: (tokens: readonly string[]) => void;
  readonly honest: () => FacilitatorScripts;
  readonly start: ServerSeat["start"];
  readonly restart: ServerSeat["restart"];
}

export function createServerSeat(options: ServerSeatOptions): ServerSeat {
  const { world, owner, wallets, signal, method, chain } = options;
  const { recorder, tag } = owner;
  const effects = world.effects(`server-seat/${tag}`);
  const offers = new Map<string, Promise<ReceivedOffer>>();
  const mark = (name: string, data: unknown): void => void recorder.record({ kind: "mark", name, data });

  const route = (id: string): RouteConfig => {
    const found = options.routes[id];
    if (found === undefined) throw new Error(`The scenario uses the route "${id}"; name it in its needs.routes, and in harness/world/routes.ts if it is new`);
    return found;
  };
  const wallet = (name = "payer"): ChainWallet => {
    const found = wallets.get(name) ?? (name === "stranger" ? options.stranger() : undefined);
    if (found === undefined) throw new Error(`The scenario has no wallet "${name}"; name it in its wallets`);
    return found;
  };
  const target = (id: string): string => `${route(id).path}?case=${tag}`;

  const request: ServerSeat["request"] = async ({ as, ...given }) => {
    const instance = given.instance ?? options.instance;
    const id = given.route ?? "basic";
    const payment: HeaderFields = given.payment === undefined ? [] : [[given.paymentHeader ?? HEADERS.paymentSignature, encodeHeader(given.payment)]];
    const requested = given.target ?? `${instance.prefix}${target(id)}`;
    const verb = given.method ?? route(id).method;
    const unsigned: HeaderFields = [...(given.headers ?? []), ...payment];
    const carrying = { method: verb, url: `${instance.origin}${requested}`, headers: unsigned };
    const signed = given.sign?.(carrying) ?? (given.payment === undefined ? undefined : method.sign?.({ wallet: wallet(given.signer), request: carrying, effects })) ?? [];
    return await send({
      origin: instance.origin,
      target: requested,
      method: verb,
      headers: [...unsigned, ...signed],
      ...(given.body === undefined ? {} : { body: given.body }),
      recorder,
      from: "client",
      to: "server",
      signal,
      onRequest: ({ exchange }) => mark("step", { as, exchange, ...(given.target === undefined ? { route: id } : {}) }),
      ...(given.onBody === undefined ? {} : { onBody: given.onBody }),
    });
  };
  const offer = async (id: string): Promise<ReceivedOffer> => {
    const known = offers.get(id) ?? request({ as: "offer", route: id }).then((exchange) => readOffer({ exchange, route: route(id), method, extra: method.offeredExtra({ chain, sponsor: options.sponsor }) }));
    offers.set(id, known);
    return await known;
  };
  const payment: ServerSeat["payment"] = async (bend = {}) => {
    const id = bend.route ?? "basic";
    const received = await offer(id);
    const accept = received.accepts[bend.index ?? 0];
    if (accept === undefined) throw new Error(`The route "${id}" has no offer number ${bend.index ?? 0}, neither offered nor configured`);
    const made = await createPayment({ offer: received, accept, wallet: wallet(bend.wallet), effects, method, chain, ...(bend.bend === undefined ? {} : { bend: bend.bend }) });
    options.claim(method.tokens(made.payload));
    bend.edit?.(made);
    return made;
  };

  return {
    node: chain,
    network: method.network,
    sponsor: options.sponsor,
    tag,
    signal,
    effects,
    wallet,
    has: (feature) => options.features.includes(feature),
    routes: Object.keys(options.routes),
    route,
    target,
    request,
    offer,
    payment,
    async pay({ index, wallet: payer, bend, edit, ...rest }) {
      const made = await payment({
        ...(rest.route === undefined ? {} : { route: rest.route }),
        ...(index === undefined ? {} : { index }),
        ...(payer === undefined ? {} : { wallet: payer }),
        ...(bend === undefined ? {} : { bend }),
        ...(edit === undefined ? {} : { edit }),
      });
      return await request({ ...(payer === undefined ? {} : { signer: payer }), ...rest, payment: made });
    },
    facilitator: {
      script: (scripts) => void (owner.scripts = scripts),
      honest: () => void (owner.scripts = options.honest()),
      arrived: (endpoint, count = 1) => owner.arrived({ endpoint, count }),
    },
    upstream: { script: (script) => void (owner.upstream = script), marker: owner.marker },
    start: options.start,
    restart: options.restart,
    async barrier() {
      // Kept out of the trace: these requests ask for nothing and stand for nothing.
      const aside = createRecorder({ now: world.now });
      const bound = AbortSignal.any([signal, AbortSignal.timeout(BARRIER_BOUND)]);
      let whole = 0;
      for (let trip = 0; trip < BARRIER_TRIPS && !bound.aborted; trip += 1) {
        const { response } = await send({ origin: options.instance.origin, target: `${options.instance.prefix}/x402-conformance/barrier`, recorder: aside, from: "client", to: "server", signal: bound });
        if (response !== undefined) whole += 1;
      }
      mark("barrier", { roundTrips: whole });
    },
    mark,
  };
}
