import { setTimeout } from "node:timers/promises";
import type { PaymentPayload, PaymentRequired } from "../../spec/types.ts";
import { defineFaults, faultPoints, faultSet, type FaultSet } from "../faults.ts";
import type { ExtensionServer } from "../extensions/extension.ts";
import type { CarryingRequest, PaymentFlow, SchemeServer } from "../schemes/scheme.ts";
import { memoryStore, type Store } from "../store.ts";
import { awaited, awaitingFacilitator } from "./awaiting-facilitator.ts";
import { DEFAULT_LIMITS, type ProtectedRoute, type ServerLimits } from "./config.ts";
import { createEchoCheck } from "./extension-echo.ts";
import { createFacilitatorClient, FacilitatorError } from "./facilitator-client.ts";
import { createFacilitators } from "./facilitators.ts";
import { createFinalizations, type OpenHold, type Pause } from "./finalizations.ts";
import { authorization } from "./flows/authorization.ts";
import { withoutCharge } from "./flows/charge.ts";
import { escrow } from "./flows/escrow.ts";
import type { Flow, FlowOutcome } from "./flows/flow.ts";
import { upfront } from "./flows/upfront.ts";
import type { Handler } from "./handler.ts";
import { isObject } from "../json.ts";
import { inquiringFacilitator } from "./inquiring-facilitator.ts";
import { judgedByScheme } from "./judged-by-scheme.ts";
import { createMatcher } from "./match-offer.ts";
import { jsonResponse, type ServerRequest, type ServerResponse, withHeaders } from "./messages.ts";
import { createOffers, type Offer, withHints } from "./offers.ts";
import { createOutcomeResponses } from "./outcome-response.ts";
import { createPaymentReader } from "./payment-header.ts";
import { createPaymentRequired } from "./payment-required.ts";
import { corsHeaders, createSignal, type SignalReason } from "./payment-required-header.ts";
import { createPendingPayments, replayKeyOf } from "./pending-payments.ts";
import { createRouteExtensions, withSchemeExtensions } from "./route-extensions.ts";
import { createRouter, parseTarget } from "./routing.ts";
import { createUsedPayments } from "./used-payments.ts";
import type { HttpFetch } from "../transports/http/http-fetch.ts";

/** A resource server over HTTP: transports-v2/http.md with x402-specification-v2.md §2. */

export const faults = defineFaults({
  "server.http.duplicate-header-settles-both": { role: "server", bug: "BUG: processes both payments of two PAYMENT-SIGNATURE headers" },
  "server.http.unmatched-400": { role: "server", bug: "BUG: answers a payment for terms it does not offer with 400" },
  "server.http.unpaid-402-with-content": { role: "server", bug: "BUG: puts the content into the body of the 402 to an unpaid POST" },
  "server.http.first-payment-unread": { role: "server", bug: "BUG: where it judges payments itself, asks for payment of a resource before it looks at one that came unasked" },
  "server.http.preflight-402": { role: "server", bug: "BUG: asks for payment of an OPTIONS preflight" },
  "server.payload.malformed-settled": { role: "server", bug: "BUG: asks for settlement of a payment whose accepted is incomplete, before refusing it" },
  "server.payload.operation-passed": { role: "server", bug: "BUG: hands on a payload that is no buyer's to send, such as an operation of its own" },
  "server.payload.token-trimmed": { role: "server", bug: "BUG: cuts a payload's token to 20 characters before it hands it on" },
  "server.payload.prices-by-resource": { role: "server", bug: "BUG: takes the price from the route that the payment's resource.url names" },
});

export interface ResourceServerOptions {
  readonly routes: readonly ProtectedRoute[];
  readonly schemes: readonly SchemeServer[];
  /** Base URLs, first is preferred. */
  readonly facilitators: readonly string[];
  /** Presented to facilitators as a bearer token, where one asks who the server is. */
  readonly credential?: string;
  readonly handler: Handler;
  readonly fetch: HttpFetch;
  readonly faults?: FaultSet;
  readonly limits?: Partial<ServerLimits>;
  /** Server halves, by identifier, of the extensions this server has. */
  readonly extensions?: ReadonlyMap<string, ExtensionServer>;
  /** What the server must know again after a restart. Default: kept in memory. */
  readonly store?: Store;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  readonly pause?: Pause;
}

export interface ResourceServer {
  /**
   * Answers one request. Never rejects.
   *
   * @param options.sendEarly puts the beginning of an answer on the wire ahead of the rest
   */
  handle(request: ServerRequest, options?: { sendEarly: (response: ServerResponse) => void }): Promise<ServerResponse>;
  /** Ends what goes on between requests. What is unfinished stays in the store, for a server that is made with it later. */
  close(): void;
}

const FLOWS: Readonly<Record<PaymentFlow, Flow>> = { authorization, upfront, escrow };

interface RouteState {
  readonly method: string;
  readonly path: string;
  readonly below?: string;
  readonly config: ProtectedRoute;
  readonly offers: () => Promise<readonly Offer[]>;
}

/** A route with its offers complete. */
type ReadyRoute = Omit<RouteState, "offers"> & { readonly offers: readonly Offer[] };

/** @throws OfferConfigurationError when a route cannot be offered as configured */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  const active = options.faults ?? faultSet();
  const fault = faultPoints({ declared: faults, active });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = options.store ?? memoryStore();
  const clients = options.facilitators.map((url) => createFacilitatorClient({ url: url.replace(/\/$/, ""), fetch: options.fetch, limits, faults: active, ...(options.credential === undefined ? {} : { credential: options.credential }) }));
  const facilitators = createFacilitators({ clients, faults: active });
  const configured = options.routes.map((route) => withSchemeExtensions({ route, schemes: options.schemes }));
  const extensions = createRouteExtensions({ routes: configured, halves: options.extensions ?? new Map<string, ExtensionServer>() });
  const routes: readonly RouteState[] = configured.map((config) => ({ ...config, config, offers: createOffers({ route: config, schemes: options.schemes, kindOf: facilitators.kindOf }) }));
  const ready = async (route: RouteState): Promise<ReadyRoute> => ({ ...route, offers: await route.offers() });
  const resolve = createRouter({ routes, faults: active });
  const reader = createPaymentReader({ faults: active, limits });
  const match = createMatcher({ faults: active });
  const tampered = createEchoCheck({ faults: active });
  const used = createUsedPayments({ capacity: limits.rememberedPayments, store, faults: active });
  const pending = createPendingPayments({ store, capacity: limits.pendingPayments, schemes: options.schemes, faults: active });
  const finalizations = createFinalizations({ store, clients, now: options.now ?? Date.now, pause: options.pause ?? pause, faults: active });
  const paymentRequired = createPaymentRequired({ faults: active });
  const signal = createSignal({ faults: active });
  const outcomes = createOutcomeResponses({ faults: active });
  const cors = corsHeaders({ faults: active });

  /** Request targets that were answered with an offer, the last thousand; for a fault alone. */
  const asked = new Set<string>();
  const shown = (target: string): void => {
    if (asked.size >= 1_000) asked.clear();
    asked.add(target);
  };

  const protect = async (call: { request: ServerRequest; values: readonly string[]; route: ReadyRoute; url: string; sendEarly: (response: ServerResponse) => void }): Promise<ServerResponse> => {
    const { request, route } = call;
    const run = (): Promise<ServerResponse> => options.handler(request);
    const required = async (error: string): Promise<PaymentRequired> => paymentRequired({ route: route.config, offers: await withHints(route.offers), url: call.url, error });
    const ask = async (error: string, reason: SignalReason, status = 402): Promise<ServerResponse> => signal({ required: await required(error), reason, status });

    const [firstOffer] = route.offers;
    if (firstOffer !== undefined && (await facilitators.protectionLost(firstOffer))) return await run();
    const read = reader.read({ values: call.values, headers: request.headers });
    switch (read.kind) {
      case "none": {
        shown(request.target);
        const unpaid = await ask("PAYMENT-SIGNATURE header is required", "unpaid");
        return request.method === "POST" && fault("server.http.unpaid-402-with-content") ? { ...unpaid, body: (await run()).body } : unpaid;
      }
      case "malformed":
        if (isObject(read.decoded) && isObject(read.decoded["accepted"]) && read.defect.code === "invalid_payload" && firstOffer !== undefined && fault("server.payload.malformed-settled")) {
          const facilitator = await facilitators.forOffer(firstOffer);
          await facilitator?.settle({ payment: read.decoded as unknown as PaymentPayload, requirements: firstOffer.requirements }).catch(() => undefined);
        }
        return jsonResponse({ status: 400, body: { error: read.defect.code, message: read.defect.message } });
      case "too-large":
        return jsonResponse({ status: 431, body: { error: "invalid_payload", message: `PAYMENT-SIGNATURE is longer than ${limits.paymentHeaderCharacters} characters` } });
      case "waived":
        return await run();
      case "payment":
        if (!asked.has(request.target) && firstOffer?.scheme.judge !== undefined && fault("server.http.first-payment-unread")) {
          shown(request.target);
          return await ask("PAYMENT-SIGNATURE header is required", "unpaid");
        }
        return await process({ ...call, payment: read.payment, run, required, ask });
    }
  };

  const process = async (call: {
    request: ServerRequest;
    route: ReadyRoute;
    url: string;
    payment: PaymentPayload;
    run: () => Promise<ServerResponse>;
    required: (error: string) => Promise<PaymentRequired>;
    ask: (error: string, reason: SignalReason, status?: number) => Promise<ServerResponse>;
    sendEarly: (response: ServerResponse) => void;
  }): Promise<ServerResponse> => {
    const { route, ask } = call;
    const named = routeNamedBy({ payment: call.payment, routes });
    const elsewhere = named !== undefined && named.path !== route.path;
    const offers = fault("server.payload.prices-by-resource", () => elsewhere) && elsewhere ? await named.offers() : route.offers;
    const offer = match({ payment: call.payment, offers }) ?? pending.offerFor({ payment: call.payment, route: route.config.id });
    if (offer === undefined) return await ask("accepted is none of the current offers of this resource", "refused", fault("server.http.unmatched-400") ? 400 : 402);
    // Terms are missing only where a fault let a payload of version 1 through.
    const payment = call.payment.accepted.amount === undefined ? { ...call.payment, accepted: offer.requirements } : call.payment;
    if (tampered({ payment, advertised: route.config.extensions ?? {} }) !== undefined) return await ask("extension_echo_mismatch", "refused");
    const refusal = offer.scheme.refuses?.({ payload: payment.payload, accepted: offer.requirements });
    if (refusal !== undefined && !fault("server.payload.operation-passed")) return await ask(refusal, "refused");

    const { token } = payment.payload;
    const handed = typeof token === "string" && fault("server.payload.token-trimmed") ? { ...payment, payload: { ...payment.payload, token: token.slice(0, 20) } } : payment;
    const carrier: CarryingRequest = { method: call.request.method, url: call.url, headers: call.request.headers };
    const { judge } = offer.scheme;
    const facilitator = judge === undefined ? await facilitators.forOffer(offer) : judgedByScheme({ judge, request: carrier });
    if (facilitator === undefined) return outcomes.error({ code: "unexpected_verify_error", error: new Error(`no facilitator supports ${offer.requirements.scheme} on ${offer.requirements.network}`) });
    const key = replayKeyOf({ scheme: offer.scheme, payment, accepted: offer.requirements, request: carrier });
    const claim = used.claim(key);
    const target = call.request.target;
    if (claim.kind === "taken") return await ask(claim.settled ? "this payment was already used" : "this payment is being processed by another request", "refused");
    if (claim.kind === "waived") return await outcomes.of({ outcome: { kind: "delivered", response: await call.run(), settled: claim.settlement }, offer, target, required: call.required });

    const stale = pending.stale(key);
    const awaiting = awaitingFacilitator({ facilitator, offer });
    let hold: OpenHold | undefined;
    let outcome: FlowOutcome | undefined;
    try {
      outcome =
        stale === undefined
          ? await FLOWS[offer.flow]({
              offer,
              payment: handed,
              facilitator: pending.isUnknown(key) ? inquiringFacilitator({ facilitator: awaiting, offer, faults: active }) : awaiting,
              run: call.run,
              open() {
                hold = finalizations.open({ key, offer, payment, facilitator });
                // A hold ends once, and however it ends the payment is over.
                if (hold !== undefined) claim.spend();
                return hold;
              },
              sendEarly: call.sendEarly,
              faults: active,
            })
          : { kind: "settlement-failed", settled: stale };
    } finally {
      const settled = outcome !== undefined && "settled" in outcome ? outcome.settled : undefined;
      claim.end({ used: outcome?.kind === "delivered" || settled?.settlement.success === true || hold !== undefined, settled });
      if (outcome?.kind === "settlement-failed" && hold === undefined && awaited({ offer, settlement: outcome.settled.settlement })) pending.keep({ key, payment, route: route.config.id, offer, settled: outcome.settled });
      else if (outcome !== undefined) pending.end(key);
    }
    return await outcomes.of({ outcome, offer, target, required: call.required });
  };

  const answer = async (request: ServerRequest, sendEarly: (response: ServerResponse) => void): Promise<ServerResponse> => {
    const target = parseTarget({ target: request.target, headers: request.headers, authority: request.authority });
    if (target === undefined) return jsonResponse({ status: 400, body: { error: "the request target is neither a path nor an absolute URL" } });
    const beside = extensions.serve({ method: request.method, path: target.path });
    if (beside !== undefined) return beside;
    const resolved = resolve({ method: request.method, target, wire: request.target, headers: request.headers });
    switch (resolved.kind) {
      case "not-found":
        return jsonResponse({ status: 404, body: { error: "not found" } });
      case "method-not-allowed":
        return jsonResponse({ status: 405, headers: [["Allow", resolved.allow]], body: { error: "method not allowed" } });
      case "preflight":
        if (fault("server.http.preflight-402")) return signal({ required: paymentRequired({ route: resolved.route.config, offers: await resolved.route.offers(), url: `http://${target.authority}${target.origin}`, error: "PAYMENT-SIGNATURE header is required" }), reason: "refused" });
        return { status: 204, headers: [["Access-Control-Allow-Methods", `${resolved.route.method}, OPTIONS`], ["Access-Control-Allow-Headers", "PAYMENT-SIGNATURE, Content-Type"], ["Access-Control-Max-Age", "600"]], body: new Uint8Array() };
      case "bypassed":
        return await options.handler({ ...request, method: resolved.route.method, target: resolved.path });
      case "route": {
        const route = await ready(resolved.route);
        const values = reader.values(request.headers);
        const call = { request: { ...request, target: target.origin }, route, url: `http://${target.authority}${target.origin}`, sendEarly };
        if (values.length === 2 && fault("server.http.duplicate-header-settles-both")) {
          const [first] = await Promise.all(values.map((value) => protect({ ...call, values: [value] })));
          if (first !== undefined) return first;
        }
        const response = await protect({ ...call, values });
        const attached = extensions.attach({ route: route.config, request: { method: request.method, url: call.url, headers: request.headers }, response });
        return attached.length === 0 ? response : withHeaders({ response, headers: attached });
      }
    }
  };

  finalizations.resume();
  return {
    close: () => finalizations.close(),
    async handle(request, { sendEarly } = { sendEarly: () => undefined }) {
      try {
        return withHeaders({ response: withoutCharge(await answer(request, (early) => sendEarly(withoutCharge(early)))), headers: cors });
      } catch (error) {
        return withHeaders({ response: outcomes.error({ code: error instanceof FacilitatorError ? error.code : "internal_error", error }), headers: cors });
      }
    },
  };
}

/** Keeps no process alive. */
const pause: Pause = async (milliseconds, signal) => await setTimeout(milliseconds, undefined, { signal, ref: false });

function routeNamedBy(options: { payment: PaymentPayload; routes: readonly RouteState[] }): RouteState | undefined {
  const url = options.payment.resource?.url ?? "";
  return options.routes.find(({ path }) => URL.canParse(url) && new URL(url).pathname === path);
}
