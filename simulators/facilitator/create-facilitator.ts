import type { NetworkId, SettleResponse, SupportedResponse, VerifyResponse } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints, faultSet } from "../faults.ts";
import type { SchemeFacilitator } from "../schemes/scheme.ts";
import { type PaymentRequest, faults as requestFaults, readRequest } from "./read-request.ts";
import { bendReply, type DraftReply } from "./reply-faults.ts";
import { supportedReply } from "./supported.ts";

/** The facilitator role: core specification §7. It composes scheme halves and knows none by name. */

export const faults = defineFaults({
  "facilitator.dispatch.scheme-ignored": { role: "facilitator", bug: "BUG: treats every scheme as the first one it has" },
  "facilitator.dispatch.network-ignored": { role: "facilitator", bug: "BUG: treats every network as the first one it has" },
  "facilitator.dispatch.accepted-uncompared": { role: "facilitator", bug: "BUG: does not compare accepted's scheme and network with the required ones" },
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
   */
  verify(request: unknown): Promise<FacilitatorReply<VerifyResponse>>;
  /** POST /settle, the same way. `transaction` is empty exactly when nothing was broadcast. */
  settle(request: unknown): Promise<FacilitatorReply<SettleResponse>>;
  /** GET /supported. */
  supported(): FacilitatorReply<SupportedResponse>;
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

  const dispatch = ({ accepted, requirements }: PaymentRequest): { half: SchemeFacilitator } | { reason: string } => {
    const ofScheme = fault("facilitator.dispatch.scheme-ignored") ? schemes : schemes.filter(({ scheme }) => scheme === requirements.scheme);
    if (ofScheme.length === 0) return { reason: "unsupported_scheme" };
    const half = fault("facilitator.dispatch.network-ignored") ? ofScheme[0] : ofScheme.find(({ network }) => network === requirements.network);
    if (half === undefined) return { reason: "invalid_network" };
    if (!fault("facilitator.dispatch.accepted-uncompared")) {
      if (accepted.scheme !== requirements.scheme) return { reason: "invalid_scheme" };
      // That fault takes the network from accepted, so it cannot compare the two either.
      if (accepted.network !== requirements.network && !active.has("facilitator.exact-evm.chain-from-accepted")) return { reason: "invalid_network" };
    }
    return { half };
  };

  return {
    async verify(request) {
      const reply = (status: number, body: VerifyResponse): FacilitatorReply<VerifyResponse> => bend({ endpoint: "verify", reply: { status, body }, faults: active, signer });
      const read = readRequest({ body: request, endpoint: "verify", faults: active });
      if (!read.ok) return reply(read.status, fault("facilitator.request.malformed-valid") && read.status === 400 ? { isValid: true } : { isValid: false, invalidReason: read.reason });
      const found = dispatch(read.request);
      if ("reason" in found) return reply(200, { isValid: false, invalidReason: found.reason });
      try {
        return reply(200, await found.half.verify(read.request));
      } catch (error) {
        return reply(500, { isValid: false, invalidReason: "unexpected_verify_error", ...leak(error) });
      }
    },
    async settle(request) {
      const reply = (status: number, body: SettleResponse): FacilitatorReply<SettleResponse> => bend({ endpoint: "settle", reply: { status, body }, faults: active, signer });
      const failure = (status: number, errorReason: string, network: string): FacilitatorReply<SettleResponse> => reply(status, { success: false, errorReason, transaction: "", network: network as NetworkId });
      const read = readRequest({ body: request, endpoint: "settle", faults: active });
      if (!read.ok) return failure(read.status, read.reason, read.network);
      const { network } = read.request.requirements;
      const found = dispatch(read.request);
      if ("reason" in found) return failure(200, found.reason, network);
      try {
        return reply(200, await found.half.settle(read.request));
      } catch (error) {
        return reply(500, { success: false, errorReason: "unexpected_settle_error", transaction: "", network, ...leak(error) });
      }
    },
    supported: () => supportedReply({ schemes, extensions, faults: active }),
  };

  function leak(error: unknown): { stack?: string } {
    return fault("facilitator.reply.error-leaked") && error instanceof Error ? { stack: `${error.message}\n${error.stack ?? ""}` } : {};
  }
}

/** A bent body need not be what its type says; that is the point of it. */
function bend<Body>(options: Parameters<typeof bendReply>[0] & { reply: { status: number; body: Body } }): FacilitatorReply<Body> {
  return bendReply(options) as DraftReply & { body: Body };
}
