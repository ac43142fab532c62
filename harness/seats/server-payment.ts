import type { PaymentRequirements } from "../../spec/types.ts";
import type { ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import { decodeHeader } from "../../simulators/transports/http/header-codec.ts";
import type { PaymentBend, PaymentMethod } from "../methods/method.ts";
import { headerValue } from "../trace/headers.ts";
import type { RouteAccept, RouteConfig } from "../targets/protocol.ts";
import type { Exchange } from "../world/http-client.ts";

/** Payments for a server under test: made from its own offer, then bent. */

/** A payment as plain data, to be edited by scenarios. */
export interface PaymentJson {
  x402Version: unknown;
  resource?: unknown;
  accepted: Record<string, unknown>;
  payload: Record<string, unknown>;
  extensions?: unknown;
  [member: string]: unknown;
}

/** What an unpaid request brought, as far as it can be used to pay. */
export interface ReceivedOffer {
  readonly accepts: readonly RouteAccept[];
  readonly resource: unknown;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads a target's offer leniently: an entry that cannot be paid is replaced by the one that was
 * configured, so that a broken offer fails the checks that are about offers and spares the rest.
 *
 * @param options.extra what an offer has in `extra` when a server shows it, for those that are put in
 */
export function readOffer(options: { exchange: Exchange; route: RouteConfig; method: PaymentMethod; extra: Readonly<Record<string, unknown>> }): ReceivedOffer {
  const { exchange, route, method } = options;
  const header = exchange.response === undefined ? undefined : headerValue({ headers: exchange.response.headers, name: "payment-required" });
  const decoded = header === undefined ? undefined : decodeHeader(header);
  const value = object(decoded === undefined ? undefined : decoded.ok ? decoded.value : decoded.lenient);
  const offered = Array.isArray(value["accepts"]) ? (value["accepts"] as unknown[]).filter((entry) => isPayable({ entry, method })) : [];
  const accepts = route.accepts.map((configured, index) => (offered[index] as RouteAccept | undefined) ?? { ...configured, extra: { ...options.extra, ...configured.extra } });
  const extensions = value["extensions"];
  return {
    accepts: accepts.length === 0 ? (offered as RouteAccept[]) : accepts,
    resource: isObject(value["resource"]) && typeof value["resource"]["url"] === "string" ? value["resource"] : undefined,
    extensions: isObject(extensions) && Object.keys(extensions).length > 0 ? extensions : undefined,
  };
}

function isPayable(options: { entry: unknown; method: PaymentMethod }): boolean {
  const value = object(options.entry);
  return (
    ["scheme", "network", "asset", "payTo"].every((member) => typeof value[member] === "string") &&
    typeof value["amount"] === "string" &&
    /^[0-9]+$/.test(value["amount"]) &&
    hasTime({ maxTimeoutSeconds: value["maxTimeoutSeconds"], method: options.method }) &&
    options.method.isPayable(value as unknown as PaymentRequirements)
  );
}

function hasTime({ maxTimeoutSeconds, method }: { maxTimeoutSeconds: unknown; method: PaymentMethod }): boolean {
  if (method.timeless === true && maxTimeoutSeconds === undefined) return true;
  return typeof maxTimeoutSeconds === "number" && (maxTimeoutSeconds > 0 || (method.timeless === true && maxTimeoutSeconds === 0));
}

/** Makes the payload for one offer, as an honest client would unless it is bent. */
export async function createPayment(options: {
  offer: ReceivedOffer;
  accept: RouteAccept;
  wallet: ChainWallet;
  effects: Effects;
  method: PaymentMethod;
  chain: LocalChain;
  bend?: PaymentBend;
}): Promise<PaymentJson> {
  const { offer, accept, wallet, effects, method, chain, bend } = options;
  const payload = await method.createPayload({ chain, requirements: accept as PaymentRequirements, wallet, effects, ...(bend === undefined ? {} : { bend }) });
  return structuredClone({
    x402Version: 2,
    ...(offer.resource === undefined ? {} : { resource: offer.resource }),
    accepted: { ...accept } as Record<string, unknown>,
    payload,
    ...(offer.extensions === undefined ? {} : { extensions: offer.extensions }),
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
