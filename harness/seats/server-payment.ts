import { bytesToHex } from "viem";
import type { PaymentRequirements } from "../../spec/types.ts";
import type { Wallet } from "../../simulators/chains/evm/index.ts";
import { faultSet } from "../../simulators/faults.ts";
import { createClient, tokenDomain } from "../../simulators/schemes/exact-evm/client.ts";
import { authorizationToWire, signAuthorization, type TransferAuthorization } from "../../simulators/schemes/exact-evm/eip3009.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import { decodeHeader } from "../../simulators/transports/http/header-codec.ts";
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
 */
export function readOffer(options: { exchange: Exchange; route: RouteConfig }): ReceivedOffer {
  const { exchange, route } = options;
  const header = exchange.response === undefined ? undefined : headerValue({ headers: exchange.response.headers, name: "payment-required" });
  const decoded = header === undefined ? undefined : decodeHeader(header);
  const value = object(decoded === undefined ? undefined : decoded.ok ? decoded.value : decoded.lenient);
  const offered = Array.isArray(value["accepts"]) ? (value["accepts"] as unknown[]).filter(isPayable) : [];
  const accepts = route.accepts.map((configured, index) => offered[index] ?? configured);
  const extensions = value["extensions"];
  return {
    accepts: accepts.length === 0 ? offered : accepts,
    resource: isObject(value["resource"]) && typeof value["resource"]["url"] === "string" ? value["resource"] : undefined,
    extensions: isObject(extensions) && Object.keys(extensions).length > 0 ? extensions : undefined,
  };
}

function isPayable(entry: unknown): entry is RouteAccept {
  const value = object(entry);
  return (
    ["scheme", "network", "asset", "payTo"].every((member) => typeof value[member] === "string") &&
    typeof value["amount"] === "string" &&
    /^[0-9]+$/.test(value["amount"]) &&
    typeof value["maxTimeoutSeconds"] === "number" &&
    value["maxTimeoutSeconds"] > 0 &&
    tokenDomain(value as unknown as PaymentRequirements) !== undefined
  );
}

/** Makes the payload for one offer, signed as an honest client would, with members of the authorization replaced before signing. */
export async function createPayment(options: {
  offer: ReceivedOffer;
  accept: RouteAccept;
  wallet: Wallet;
  effects: Effects;
  authorization?: Partial<TransferAuthorization>;
}): Promise<PaymentJson> {
  const { offer, accept, wallet, effects } = options;
  const requirements = accept as PaymentRequirements;
  const payload =
    accept.extra?.["assetTransferMethod"] === "permit2"
      ? permit2Payload({ accept, wallet, effects })
      : await createClient({ effects, faults: faultSet() }).createPayload({ requirements, resource: undefined, wallets: [{ namespace: "eip155", privateKey: wallet.privateKey }] });
  const bent = options.authorization === undefined ? payload : await resign({ payload, requirements, wallet, authorization: options.authorization });
  return structuredClone({
    x402Version: 2,
    ...(offer.resource === undefined ? {} : { resource: offer.resource }),
    accepted: { ...accept } as Record<string, unknown>,
    payload: bent,
    ...(offer.extensions === undefined ? {} : { extensions: offer.extensions }),
  });
}

async function resign(options: { payload: Record<string, unknown>; requirements: PaymentRequirements; wallet: Wallet; authorization: Partial<TransferAuthorization> }): Promise<Record<string, unknown>> {
  const wire = object(options.payload["authorization"]) as Readonly<Record<string, string>>;
  const authorization: TransferAuthorization = {
    from: options.wallet.address,
    to: wire["to"] as `0x${string}`,
    value: BigInt(wire["value"] ?? 0),
    validAfter: BigInt(wire["validAfter"] ?? 0),
    validBefore: BigInt(wire["validBefore"] ?? 0),
    nonce: wire["nonce"] as `0x${string}`,
    ...options.authorization,
  };
  const domain = tokenDomain(options.requirements);
  if (domain === undefined) throw new Error("The offer names no EIP-712 domain to sign under");
  return { signature: await signAuthorization({ domain, authorization, privateKey: options.wallet.privateKey }), authorization: authorizationToWire(authorization) };
}

/** Shaped like a Permit2 payment and signed by nobody: only a scripted facilitator gets to see it. */
function permit2Payload(options: { accept: RouteAccept; wallet: Wallet; effects: Effects }): Record<string, unknown> {
  const { accept, wallet, effects } = options;
  const now = Math.floor(effects.now() / 1000);
  return {
    signature: bytesToHex(effects.randomBytes(65)),
    permit2Authorization: {
      permitted: { token: accept.asset, amount: accept.amount },
      from: wallet.address,
      spender: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001",
      nonce: BigInt(bytesToHex(effects.randomBytes(32))).toString(),
      deadline: String(now + accept.maxTimeoutSeconds),
      witness: { to: accept.payTo, validAfter: String(now - 600) },
    },
  };
}

/** Everything in a payment that only its case can know. */
export function tokensOf(payment: PaymentJson): readonly string[] {
  const signed = object(object(payment.payload)["authorization"]);
  return [object(payment.payload)["signature"], signed["nonce"], signed["from"]].filter((token): token is string => typeof token === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
