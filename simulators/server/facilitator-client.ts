import { X402_VERSION, type PaymentPayload, type PaymentRequirements, type SettleResponse, type SupportedKind } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { fieldValues, type HeaderFields, type HttpFetch } from "../transports/http/http-fetch.ts";
import type { ServerLimits } from "./config.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Calls of a resource server to one facilitator: x402-specification-v2.md §7. */

export const faults = defineFaults({
  "server.facilitator.requirements-without-extra": { role: "server", bug: "BUG: leaves extra out of the requirements it has verified" },
  "server.facilitator.settle-without-version": { role: "server", bug: "BUG: leaves x402Version out of the envelope of a settle call" },
  "server.facilitator.missing-is-valid": { role: "server", bug: "BUG: takes a verify reply without isValid for a yes" },
  "server.facilitator.missing-success": { role: "server", bug: "BUG: takes a settle reply without success for a yes" },
  "server.facilitator.strict-verify-reply": { role: "server", bug: "BUG: cannot read a verify reply that has extensions or extra" },
  "server.facilitator.strict-settle-reply": { role: "server", bug: "BUG: cannot read a settle reply with a member it does not know" },
  "server.facilitator.http-error-is-valid": { role: "server", bug: "BUG: takes a facilitator's 5xx answer to verify for a yes" },
  "server.facilitator.unreadable-is-valid": { role: "server", bug: "BUG: takes a facilitator that cannot be reached or read at verify for a yes" },
  "server.facilitator.lost-settle-is-success": { role: "server", bug: "BUG: takes a settle call whose answer is lost or no JSON for settled" },
  "server.facilitator.settle-retried": { role: "server", bug: "BUG: sends a settle call again and again when its answer is lost" },
});

export interface FacilitatorRequest {
  readonly payment: PaymentPayload;
  readonly requirements: PaymentRequirements;
}

/** What went wrong on the way to a facilitator. Never the buyer's fault, and never a yes. */
export class FacilitatorError extends Error {
  override readonly name = "FacilitatorError";
  readonly code: "unexpected_verify_error" | "unexpected_settle_error";

  constructor(options: { code: "unexpected_verify_error" | "unexpected_settle_error"; message: string; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.code = options.code;
  }
}

export type Verification = { readonly isValid: true; readonly sidechannel: string | undefined } | { readonly isValid: false; readonly invalidReason: string };

export interface Settlement {
  readonly settlement: SettleResponse;
  /** EXTENSION-RESPONSES of the reply: for the server, not for its buyers. Newer text §7.2.1. */
  readonly sidechannel: string | undefined;
}

export interface FacilitatorClient {
  readonly url: string;
  /** @throws FacilitatorError when there is no answer that says yes or no */
  verify(request: FacilitatorRequest): Promise<Verification>;
  /** @throws FacilitatorError when there is no answer that says yes or no; the money may have moved */
  settle(request: FacilitatorRequest): Promise<Settlement>;
  /** Whether the facilitator lists that kind. `undefined` when its list cannot be read. */
  supports(kind: { scheme: string; network: string }): Promise<boolean | undefined>;
  /**
   * What the facilitator announces for that kind, `undefined` where it does not list it.
   *
   * @throws FacilitatorError when its list cannot be read
   */
  kind(kind: { scheme: string; network: string }): Promise<SupportedKind | undefined>;
}

interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly sidechannel: string | undefined;
}

/**
 * @param options.url base URL, without a trailing slash
 * @param options.credential presented as a bearer token with every call
 */
export function createFacilitatorClient(options: { url: string; credential?: string; fetch: HttpFetch; limits: ServerLimits; faults: FaultSet }): FacilitatorClient {
  const { url, limits } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const identity: HeaderFields = options.credential === undefined ? [] : [["Authorization", `Bearer ${options.credential}`]];
  let kinds: Promise<readonly unknown[] | undefined> | undefined;

  const call = async (path: string, body?: unknown): Promise<Reply> => {
    // Redirects are not followed: there would be another facilitator than the one that was configured.
    const { status, headers, body: bytes } = await options.fetch({
      url: `${url}${path}`,
      ...(body === undefined ? { method: "GET", headers: identity } : { method: "POST", headers: [["Content-Type", "application/json"], ...identity], body: Buffer.from(JSON.stringify(body), "utf8") }),
      responseBytes: limits.facilitatorReplyBytes,
      signal: AbortSignal.timeout(limits.facilitatorReplyMilliseconds),
    });
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (status >= 500) throw new HttpFailure(status, text);
    const parsed = JSON.parse(text) as unknown;
    if (!isObject(parsed)) throw new TypeError("the reply is not a JSON object");
    return { status, body: parsed, sidechannel: fieldValues({ headers, name: "EXTENSION-RESPONSES" })[0] };
  };

  const verified = ({ status, body, sidechannel }: Reply): Verification => {
    if (("extensions" in body || "extra" in body) && fault("server.facilitator.strict-verify-reply")) throw new TypeError("unknown member in the verify reply");
    const isValid = body["isValid"] ?? (fault("server.facilitator.missing-is-valid") ? true : undefined);
    if (isValid === true && status < 300) return { isValid: true, sidechannel };
    if (isValid === false) return { isValid: false, invalidReason: typeof body["invalidReason"] === "string" ? body["invalidReason"] : "unexpected_verify_error" };
    throw new UnclearReply(`the verify reply (${status}) does not say whether the payment is valid`);
  };
  const settled = ({ status, body, sidechannel }: Reply, requirements: PaymentRequirements): Settlement => {
    const unknown = Object.keys(body).find((member) => !SETTLE_MEMBERS.includes(member));
    if (unknown !== undefined && fault("server.facilitator.strict-settle-reply")) throw new TypeError(`unknown member ${unknown} in the settle reply`);
    const success = body["success"] ?? (fault("server.facilitator.missing-success") ? true : undefined);
    if (success !== false && !(success === true && status < 300)) throw new UnclearReply(`the settle reply (${status}) does not say whether the payment was settled`);
    const transaction = typeof body["transaction"] === "string" ? body["transaction"] : "";
    return { settlement: { network: requirements.network, ...body, success, transaction } as SettleResponse, sidechannel };
  };

  const listed = async (): Promise<readonly unknown[] | undefined> => {
    kinds ??= call("/supported").then(
      ({ status, body }) => (status === 200 && Array.isArray(body["kinds"]) ? (body["kinds"] as readonly unknown[]) : undefined),
      () => undefined,
    );
    const list = await kinds;
    // Asked again next time: a list that could not be read today may be there tomorrow.
    if (list === undefined) kinds = undefined;
    return list;
  };

  return {
    url,
    async verify({ payment, requirements }) {
      const { extra: _, ...withoutExtra } = requirements;
      const asked = fault("server.facilitator.requirements-without-extra") ? withoutExtra : requirements;
      try {
        return verified(await call("/verify", { x402Version: X402_VERSION, paymentPayload: payment, paymentRequirements: asked }));
      } catch (cause) {
        if (fault(cause instanceof HttpFailure ? "server.facilitator.http-error-is-valid" : "server.facilitator.unreadable-is-valid")) return { isValid: true, sidechannel: undefined };
        throw new FacilitatorError({ code: "unexpected_verify_error", message: `${url}/verify: ${messageOf(cause)}`, cause });
      }
    },
    async settle({ payment, requirements }) {
      const envelope = { ...(fault("server.facilitator.settle-without-version") ? {} : { x402Version: X402_VERSION }), paymentPayload: payment, paymentRequirements: requirements };
      for (let attempt = 1; ; attempt += 1) {
        try {
          return settled(await call("/settle", envelope), requirements);
        } catch (cause) {
          const lost = !(cause instanceof HttpFailure || cause instanceof UnclearReply);
          if (lost && fault("server.facilitator.lost-settle-is-success")) return { settlement: { success: true, transaction: "", network: requirements.network }, sidechannel: undefined };
          // One attempt: whether the first was carried out is not known, and only the chain can tell.
          if (attempt === MOST_ATTEMPTS || !fault("server.facilitator.settle-retried")) throw new FacilitatorError({ code: "unexpected_settle_error", message: `${url}/settle: ${messageOf(cause)}`, cause });
        }
      }
    },
    supports: async (asked) => (await listed())?.some(isKind(asked)),
    async kind(asked) {
      const list = await listed();
      if (list === undefined) throw new FacilitatorError({ code: "unexpected_verify_error", message: `${url}/supported cannot be read` });
      return list.find(isKind(asked));
    },
  };
}

function isKind({ scheme, network }: { scheme: string; network: string }): (kind: unknown) => kind is SupportedKind {
  return (kind): kind is SupportedKind => isObject(kind) && kind["x402Version"] === X402_VERSION && kind["scheme"] === scheme && kind["network"] === network;
}

/** Of the fault that retries. */
const MOST_ATTEMPTS = 3;
const SETTLE_MEMBERS = ["success", "errorReason", "payer", "transaction", "network", "amount", "extensions"];

class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  constructor(status: number, text: string) {
    super(`status ${status}: ${text.slice(0, 500)}`);
  }
}

/** A reply that is JSON and says neither yes nor no. */
class UnclearReply extends Error {
  override readonly name = "UnclearReply";
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
