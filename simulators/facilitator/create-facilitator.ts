import type { NetworkId, SettleResponse, SupportedResponse, VerifyResponse } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints, faultSet } from "../faults.ts";
import type { Caller, CarryingRequest, PaymentToJudge, SchemeFacilitator } from "../schemes/scheme.ts";
import { type PaymentRequest, faults as requestFaults, readRequest } from "./read-request.ts";
import { bendReply, type DraftReply } from "./reply-faults.ts";
import { supportedReply } from "./supported.ts";

/** The facilitator role: core specification §7. It composes scheme halves and knows none by name. */

export const faults = defineFaults({
  "facilitator.dispatch.scheme-ignored": { role: "facilitator", bug: "BUG: treats every scheme as the first one it has" },
  "facilitator.dispatch.network-ignored": { role: "facilitator", bug: "BUG: treats every network as the first one it has" },
  "facilitator.dispatch.accepted-uncompared": { role: "facilitator", bug: "BUG: does not compare accepted with the requirements" },
  "facilitator.dispatch.unsupported-as-500": { role: "facilitator", bug: "BUG: fails with 500 on a version, scheme or network it does not have" },
  "facilitator.dispatch.malformed-remembered": { role: "facilitator", bug: "BUG: refuses a payer for good once a request in its name was malformed" },
  "facilitator.reply.error-as-success": { role: "facilitator", bug: "BUG: reports a settlement as done when the chain cannot be asked" },
  "facilitator.reply.error-leaked": { role: "facilitator", bug: "BUG: answers an unexpected error with its message and stack" },
});

/** What goes onto the wire: an HTTP status and a JSON body. */
export interface FacilitatorReply<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Facilitator {
  /**
   * POST /verify. Never rejects. 200 with `isValid` either way; 400 with `isValid: false` when the
   * request is not an x402 one; 500 with `unexpected_verify_error` when the chain cannot be asked.
   *
   * @param request the request body as parsed JSON, whatever it is
   * @param caller the server that asks, where it proved who it is
   * @param carrier the HTTP request that carried the payment, where who asks is in this process and has it
   */
  verify(request: unknown, caller?: Caller, carrier?: CarryingRequest): Promise<FacilitatorReply<VerifyResponse>>;
  /** POST /settle, the same way. `transaction` is empty exactly when nothing was broadcast. */
  settle(request: unknown, caller?: Caller, carrier?: CarryingRequest): Promise<FacilitatorReply<SettleResponse>>;
  /** GET /supported. */
  supported(): FacilitatorReply<SupportedResponse>;
  /** POST /webhooks/<provider>: an event of a payment service provider. 200 where a half believes it, 400 where none does. Never rejects. */
  notify(event: { readonly provider: string; readonly signature: string | null; readonly body: string }): Promise<FacilitatorReply<Readonly<Record<string, unknown>>>>;
  /** Ends what goes on between requests. Never rejects. */
  close(): Promise<void>;
}

/**
 * Composes a facilitator from scheme halves.
 *
 * @param options.schemes one half per scheme and network
 * @param options.extensions identifiers to advertise; default none
 *
 * @example
 * const facilitator = createFacilitator({
 *   schemes: [exactEvm.createFacilitator({ effects, faults: faultSet(), network: node.network, chain: { rpcUrl: node.rpcUrl, signerPrivateKey }, confirmationTimeoutSeconds: 30 })],
 * });
 * const { status, body } = await facilitator.verify({ x402Version: 2, paymentPayload, paymentRequirements });
 */
export function createFacilitator(options: { schemes: readonly SchemeFacilitator[]; extensions?: readonly string[]; faults?: FaultSet }): Facilitator {
  const { schemes, extensions = [] } = options;
  const active = options.faults ?? faultSet();
  const fault = faultPoints({ declared: { ...faults, ...requestFaults }, active });
  const signer = Object.values(schemes[0]?.signers() ?? {})[0]?.[0] ?? "";

  const unsupported = (): number => (fault("facilitator.dispatch.unsupported-as-500") ? 500 : 200);
  const malformed = (): number => (fault("facilitator.request.malformed-as-200") ? 200 : 400);
  const shunned = new Set<string>();

  const dispatch = (request: PaymentRequest): { half: SchemeFacilitator; request: PaymentRequest } | { reason: string } => {
    const { accepted, requirements } = request;
    const named = schemes.filter(({ scheme }) => scheme === requirements.scheme);
    const ofScheme = named.length < schemes.length && fault("facilitator.dispatch.scheme-ignored") ? schemes : named;
    if (ofScheme.length === 0) return { reason: "unsupported_scheme" };
    const half = ofScheme.find(({ network }) => network === requirements.network) ?? (fault("facilitator.dispatch.network-ignored") ? ofScheme[0] : undefined);
    if (half === undefined) return { reason: "invalid_network" };
    const difference = differing({ accepted, requirements });
    if (difference !== undefined && !fault("facilitator.dispatch.accepted-uncompared")) return { reason: difference };
    if (half.network === requirements.network) return { half, request };
    const { network } = half.kind();
    return { half, request: { ...request, requirements: { ...requirements, network } } };
  };

  /** Why `accepted` is not what is required. */
  const differing = ({ accepted, requirements }: Pick<PaymentRequest, "accepted" | "requirements">): string | undefined => {
    if (accepted.scheme !== requirements.scheme) return "invalid_scheme";
    // A fault that takes a member from accepted cannot compare it either.
    if (accepted.network !== requirements.network && !active.has("facilitator.exact-evm.chain-from-accepted")) return "invalid_network";
    return !sameAsset(accepted.asset, requirements.asset) && !active.has("facilitator.exact-evm.asset-from-accepted") ? "invalid_payment_requirements" : undefined;
  };

  return {
    async verify(request, caller, carrier) {
      const reply = (status: number, body: VerifyResponse, judged = false): FacilitatorReply<VerifyResponse> => bend({ endpoint: "verify", reply: { status, body }, judged, faults: active, signer });
      const read = readRequest({ body: request, endpoint: "verify", faults: active });
      if (!read.ok) {
        if (read.status === 200) return reply(unsupported(), { isValid: false, invalidReason: read.reason });
        if (fault("facilitator.dispatch.malformed-remembered")) shunned.add(payerIn(request) ?? "");
        return fault("facilitator.request.malformed-valid") ? reply(200, { isValid: true }) : reply(malformed(), { isValid: false, invalidReason: read.reason });
      }
      const found = dispatch(read.request);
      if ("reason" in found) return reply(found.reason === "invalid_payment_requirements" ? 200 : unsupported(), { isValid: false, invalidReason: found.reason });
      if (shunned.has(payerIn(request) ?? "nobody")) return reply(200, { isValid: false, invalidReason: "invalid_payload" });
      try {
        const body = await found.half.verify(toJudge(found.request, caller, carrier));
        return body.invalidReason === "invalid_payload" ? reply(malformed(), body) : reply(200, body, true);
      } catch (error) {
        return reply(500, { isValid: false, invalidReason: "unexpected_verify_error", ...leak(error) });
      }
    },
    async settle(request, caller, carrier) {
      const reply = (status: number, body: SettleResponse): FacilitatorReply<SettleResponse> => bend({ endpoint: "settle", reply: { status, body }, judged: status === 200, faults: active, signer });
      const failure = (status: number, errorReason: string, network: string): FacilitatorReply<SettleResponse> => reply(status, { success: false, errorReason, transaction: "", network: network as NetworkId });
      const read = readRequest({ body: request, endpoint: "settle", faults: active });
      if (!read.ok) return failure(read.status, read.reason, read.network);
      const { network } = read.request.requirements;
      const found = dispatch(read.request);
      if ("reason" in found) return failure(200, found.reason, network);
      try {
        const body = await found.half.settle(toJudge(found.request, caller, carrier));
        return reply(body.errorReason === "invalid_payload" ? malformed() : 200, body);
      } catch (error) {
        if (fault("facilitator.reply.error-as-success")) return reply(200, { success: true, transaction: `0x${"42".repeat(32)}`, network });
        return reply(500, { success: false, errorReason: "unexpected_settle_error", transaction: "", network, ...leak(error) });
      }
    },
    supported: () => supportedReply({ schemes, extensions, faults: active }),
    async notify(event) {
      const believed = await Promise.all(schemes.map(async (half) => (await half.notify?.(event).catch(() => false)) ?? false));
      return believed.includes(true) ? { status: 200, body: { received: true } } : { status: 400, body: { error: "The event is not signed as it should be." } };
    },
    close: async () => void (await Promise.all(schemes.map((half) => half.close?.()))),
  };

  function leak(error: unknown): { stack?: string } {
    return fault("facilitator.reply.error-leaked") && error instanceof Error ? { stack: `${error.message}\n${error.stack ?? ""}` } : {};
  }
}

function toJudge(request: PaymentRequest, caller: Caller | undefined, carrier: CarryingRequest | undefined): PaymentToJudge {
  return { ...request, ...(caller === undefined ? {} : { caller }), ...(carrier === undefined ? {} : { request: carrier }) };
}

/** Hex without regard to letter case, which is a checksum; anything else as it is. */
function sameAsset(one: string, other: string): boolean {
  return one === other || (one.startsWith("0x") && one.toLowerCase() === other.toLowerCase());
}

/** Whom a request that could not be read seems to be from; for a fault only. */
function payerIn(request: unknown): string | undefined {
  type Open = { paymentPayload?: Open; payload?: Open; authorization?: Open; from?: unknown } | null | undefined;
  const from = (request as Open)?.paymentPayload?.payload?.authorization?.from;
  return typeof from === "string" ? from.toLowerCase() : undefined;
}

/** A bent body need not be what its type says; that is the point of it. */
function bend<Body>(options: Parameters<typeof bendReply>[0] & { reply: { status: number; body: Body } }): FacilitatorReply<Body> {
  return bendReply(options) as DraftReply & { body: Body };
}
