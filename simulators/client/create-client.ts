import { setTimeout } from "node:timers/promises";
import { createValidator, type Validator } from "../../spec/schemas.ts";
import type { PaymentPayload, PaymentRequired } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet, faultSet } from "../faults.ts";
import type { ExtensionClient } from "../extensions/extension.ts";
import type { ClientWallet, SchemeClient } from "../schemes/scheme.ts";
import { HEADERS } from "../transports/http/header-codec.ts";
import { fieldValues, type HttpFetch, type HttpRequest, type HttpResponse } from "../transports/http/http-fetch.ts";
import { jsonEqual } from "../json.ts";
import { ClientError } from "./errors.ts";
import { createPaidRequest } from "./paid-request.ts";
import { createPayloadWrapper } from "./payment-payload.ts";
import { createPendingPayments, type Pause, pauseBefore, type PendingPayment, PRESENTATIONS } from "./pending-payments.ts";
import { createPaymentRequiredReader } from "./payment-required.ts";
import type { SelectionRule } from "./policy.ts";
import { followRedirects, type Followed } from "./redirects.ts";
import { selectRequirement } from "./select-requirement.ts";
import { createSettlementReader, type Settlement } from "./settlement.ts";

/** The client role: x402-specification-v2.md §2 over HTTP. It composes scheme halves and knows none by name. */

export const faults = defineFaults({
  "client.flow.never-pays": { role: "client", bug: "BUG: hands every 402 to its caller" },
  "client.flow.signs-without-end": { role: "client", bug: "BUG: signs a fresh payment for every 402 that makes an offer" },
  "client.flow.signs-after-drop": { role: "client", bug: "BUG: signs a fresh payment whenever the connection of a paid request breaks" },
  "client.flow.repays-failed-settlement": { role: "client", bug: "BUG: pays again whenever PAYMENT-RESPONSE says that settlement failed" },
  "client.flow.pending-forgotten": { role: "client", bug: "BUG: signs a fresh payment while the result of the last one is still to come" },
  "client.flow.pending-other-offer": { role: "client", bug: "BUG: pays by another offer while the result of a payment is still to come" },
  "client.ext.unknown-refused": { role: "client", bug: "BUG: does not pay where an extension it does not know is advertised" },
  "client.flow.price-remembered": { role: "client", bug: "BUG: pays for a URL again by terms that were given no time, without asking what it costs now" },
  "client.http.wedged-by-large-header": { role: "client", bug: "BUG: answers nothing more once a response's headers were too large" },
});

export interface ClientOptions {
  /** Client halves of the payment methods this client has. */
  readonly schemes: readonly SchemeClient[];
  readonly wallets: readonly ClientWallet[];
  /** What the payer wants, see `./policy.ts`. Default: the server's first payable offer. */
  readonly policy?: readonly SelectionRule[];
  /** Identifiers of the extensions this client supports. It repeats what a server advertises either way. */
  readonly extensions?: readonly string[];
  /** Client halves, by identifier, of those that answer an advertisement before anything is paid. */
  readonly extensionClients?: ReadonlyMap<string, ExtensionClient>;
  readonly fetch: HttpFetch;
  readonly faults?: FaultSet;
  /** To share compiled schemas between clients. */
  readonly validator?: Validator;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  readonly pause?: Pause;
}

export interface ClientRequest {
  readonly url: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: HttpRequest["headers"];
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface ClientResponse extends HttpResponse {
  /** What was sent in PAYMENT-SIGNATURE and what the server says became of it; absent where nothing was paid. */
  readonly payment?: { readonly sent: PaymentPayload; readonly settlement: Settlement };
}

export interface Client {
  /**
   * Performs a request and pays for it if asked to: once, with the first offer that fits.
   *
   * A 402 without PAYMENT-REQUIRED is the caller's to read, and so is a 402 after paying. A payment whose result is still to
   * come is presented again as it is: a few times in this call, and in later ones for the same method and URL.
   *
   * @throws ClientError `malformed-payment-required` or `nothing-payable`, nothing being signed; anything the transport throws
   */
  fetch(request: ClientRequest): Promise<ClientResponse>;
}

/**
 * @example
 * const client = createClient({
 *   schemes: [exactEvm.createClient({ effects, faults: faultSet() })],
 *   wallets: [{ namespace: "eip155", privateKey }],
 *   policy: [avoidMainnet(), cheapest()],
 *   fetch: createHttpFetch(),
 * });
 * const { status, body, payment } = await client.fetch({ url: "http://127.0.0.1:4021/weather" });
 */
export function createClient(options: ClientOptions): Client {
  const { schemes, wallets, policy = [], extensions = [], extensionClients = new Map<string, ExtensionClient>() } = options;
  const active = options.faults ?? faultSet();
  const fault = faultPoints({ declared: faults, active });
  const validator = options.validator ?? createValidator();
  const readPaymentRequired = createPaymentRequiredReader({ faults: active, validator, schemes });
  const readSettlement = createSettlementReader({ faults: active, validator });
  const wrap = createPayloadWrapper({ faults: active, extensions });
  const paidRequest = createPaidRequest({ faults: active });
  const follow = followRedirects({ fetch: options.fetch, faults: active });
  const pending = createPendingPayments({ capacity: MOST_PENDING });
  const now = options.now ?? Date.now;
  const pause = options.pause ?? (async (milliseconds, signal) => await setTimeout(milliseconds, undefined, { signal }));
  let wedged = false;
  /** Terms without a time that were paid, by URL. */
  const timeless = new Map<string, PaymentRequired>();

  const pay = async (required: PaymentRequired): Promise<PendingPayment> => {
    if (Object.keys(required.extensions ?? {}).some((name) => !extensions.includes(name)) && fault("client.ext.unknown-refused")) throw new ClientError({ code: "nothing-payable", message: "an extension is unknown" });
    const selection = selectRequirement({ accepts: required.accepts, schemes, wallets, policy, faults: active });
    if (!selection.ok) throw new ClientError({ code: "nothing-payable", message: `No offer can be paid: ${selection.reasons.join("; ") || "there is none"}` });
    const { requirements: accepted, scheme } = selection;
    return { scheme, sent: wrap({ required, accepted, payload: await scheme.createPayload({ requirements: accepted, resource: required.resource, wallets, ...(required.extensions === undefined ? {} : { extensions: required.extensions }) }) }) };
  };

  /** Asks again with what the advertised extensions answer, where one of them does. */
  const askAgain = async (request: HttpRequest, required: PaymentRequired): Promise<Followed | undefined> => {
    const fields = Object.entries(required.extensions ?? {}).flatMap(([id, advertised]) => extensionClients.get(id)?.answer?.({ advertised, accepts: required.accepts, url: request.url, wallets }) ?? []);
    return fields.length === 0 ? undefined : await follow({ ...request, headers: [...request.headers, ...fields] });
  };

  /** A paid request with what the advertised extensions add to it. */
  const withAttachments = (request: HttpRequest, required: PaymentRequired): HttpRequest => {
    const fields = Object.entries(required.extensions ?? {}).flatMap(([id, advertised]) => extensionClients.get(id)?.attach?.({ advertised, request, wallets }) ?? []);
    return fields.length === 0 ? request : { ...request, headers: [...request.headers, ...fields] };
  };

  /** Pays for a request, with what was paid for it before where that has no result yet. Under its faults, more than once. */
  const sendPaid = async ({ asked, original, required }: Purchase): Promise<{ response: HttpResponse; sent: PaymentPayload }> => {
    let payment = pending.of(asked) ?? (await pay(required));
    for (let count = 1; ; count += 1) {
      const { sent, scheme } = payment;
      let response: HttpResponse;
      try {
        ({ response } = await follow(withAttachments(paidRequest(original, sent), required)));
      } catch (error) {
        // Whether it arrived is not known.
        if (scheme.awaits?.(UNKNOWN) === true) pending.keep(asked, payment);
        if (error instanceof ClientError || !fault("client.flow.signs-after-drop")) throw error;
        payment = await pay(required);
        continue;
      }
      const settlement = readSettlement(response);
      const reason = response.status >= 500 ? UNKNOWN : response.status === 402 && settlement.kind === "read" && !settlement.response.success ? settlement.response.errorReason : undefined;
      if (reason === undefined || scheme.awaits?.(reason) !== true) {
        pending.end(asked);
        const offersAgain = response.status === 402 && fieldValues({ headers: response.headers, name: HEADERS.paymentRequired }).length > 0;
        const failed = response.status === 402 && fieldValues({ headers: response.headers, name: HEADERS.paymentResponse }).length > 0;
        if (!(offersAgain && fault("client.flow.signs-without-end")) && !(failed && fault("client.flow.repays-failed-settlement"))) return { response, sent };
        payment = await pay(required);
        continue;
      }
      pending.keep(asked, payment);
      if (response.status !== 402 || count >= PRESENTATIONS) return { response, sent };
      await pause(pauseBefore({ response, count, now: now() }), asked.signal);
      const others = { ...required, accepts: required.accepts.filter((offer) => !jsonEqual(offer, sent.accepted)) };
      const other = (): boolean => selectRequirement({ accepts: others.accepts, schemes, wallets, policy }).ok;
      if (fault("client.flow.pending-other-offer", other) && other()) payment = await pay(others);
      else if (fault("client.flow.pending-forgotten")) payment = await pay(required);
    }
  };

  return {
    async fetch({ url, method = "GET", headers = [], body, signal }) {
      if (wedged) throw new Error("out of order");
      const asked: HttpRequest = { method, url, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
      const remembered = timeless.get(url);
      if (remembered !== undefined && fault("client.flow.price-remembered")) return (await sendPaid({ asked, original: asked, required: remembered })).response;
      let first: Followed;
      try {
        first = await follow(asked);
      } catch (error) {
        wedged = isHeaderOverflow(error) && fault("client.http.wedged-by-large-header");
        throw error;
      }
      if (first.response.status !== 402 || fault("client.flow.never-pays")) return first.response;
      const reading = readPaymentRequired(first.response);
      if (reading.kind === "absent") return first.response;
      if (reading.kind === "malformed") throw new ClientError({ code: "malformed-payment-required", message: reading.message });
      const second = await askAgain(first.request, reading.required);
      if (second !== undefined && second.response.status !== 402) return second.response;
      const again = second === undefined ? reading : readPaymentRequired(second.response);
      const required = again.kind === "read" ? again.required : reading.required;
      // Who made the offer is paid: after a redirect that is another address, which credentials did not follow to.
      const { response, sent } = await sendPaid({ asked, original: first.request, required });
      // Of one URL only, as a client may live long; and for the fault alone.
      timeless.clear();
      if (!(sent.accepted.maxTimeoutSeconds > 0)) timeless.set(url, required);
      return { ...response, payment: { sent, settlement: readSettlement(response) } };
    },
  };
}

interface Purchase {
  /** As the caller asked. */
  readonly asked: HttpRequest;
  /** As it was answered, after redirects. */
  readonly original: HttpRequest;
  readonly required: PaymentRequired;
}

/** Core specification §9: what became of the payment is not known. */
const UNKNOWN = "unexpected_settle_error";
/** Payments without a result that are kept. */
const MOST_PENDING = 1_000;

function isHeaderOverflow(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "UND_ERR_HEADERS_OVERFLOW";
}
