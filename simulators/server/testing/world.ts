import type { PaymentRequirements, SettleResponse } from "../../../spec/types.ts";
import { faultSet } from "../../faults.ts";
import type { SchemeServer } from "../../schemes/scheme.ts";
import type { Store } from "../../store.ts";
import { decodeHeader, encodeHeader } from "../../transports/http/header-codec.ts";
import type { ProtectedRoute } from "../config.ts";
import type { FacilitatorRequest } from "../facilitator-client.ts";
import { headerValues, type ServerResponse } from "../messages.ts";
import { createResourceServer, type ResourceServer } from "../resource-server.ts";

/** For tests: a server of one made-up payment method, whose facilitator and handler are functions. */

export const OFFER: PaymentRequirements = { scheme: "promise", network: "test:1", amount: "100", asset: "USD", payTo: "shop", maxTimeoutSeconds: 60 };
export const NETWORK = OFFER.network;
export const DONE: SettleResponse = { success: true, transaction: "t1", network: NETWORK };
export const PENDING: SettleResponse = { success: false, errorReason: "settlement_pending", transaction: "t1", network: NETWORK };
export const REFUSED: SettleResponse = { success: false, errorReason: "insufficient_funds", transaction: "", network: NETWORK };

/** An answer that never arrives. */
export const LOST = (): never => {
  throw new TypeError("socket closed");
};

export interface ShopOptions {
  readonly half: Partial<SchemeServer>;
  readonly offer?: PaymentRequirements;
  /** Answers to settle, in order; the last one is for all that follow. */
  readonly settles?: readonly (SettleResponse | (() => SettleResponse))[];
  readonly isValid?: boolean;
  readonly handler?: () => ServerResponse | Promise<ServerResponse>;
  readonly store?: Store;
  readonly faults?: readonly string[];
  readonly pause?: () => Promise<void>;
}

export interface Shop {
  readonly server: ResourceServer;
  /** What it did, in order: `verify`, `handler`, and `settle` with what stands in `payload.type`. */
  readonly calls: string[];
  readonly settled: FacilitatorRequest[];
  pay(paymentId: string, edit?: { accepted?: PaymentRequirements; payload?: Record<string, unknown> }): Promise<ServerResponse>;
}

export const content = (headers: ServerResponse["headers"] = []): ServerResponse => ({ status: 200, headers: [["Content-Type", "text/plain"], ...headers], body: Buffer.from("content") });

export function openShop(options: ShopOptions): Shop {
  const { half, offer = OFFER, settles = [DONE] } = options;
  const calls: string[] = [];
  const settled: FacilitatorRequest[] = [];
  const scheme: SchemeServer = { scheme: "promise", supports: () => true, flows: ["authorization", "upfront", "escrow"], offer: ({ requirements }) => requirements, replayKey: ({ payload }) => String(payload["paymentId"]), ...half };
  const route: ProtectedRoute = { id: "only", method: "GET", path: "/", accepts: [offer] };
  const server = createResourceServer({
    routes: [route],
    schemes: [scheme],
    facilitators: ["http://facilitator.example"],
    faults: faultSet(options.faults),
    ...(options.store === undefined ? {} : { store: options.store }),
    pause: options.pause ?? (() => new Promise(() => undefined)),
    async handler() {
      calls.push("handler");
      return (await options.handler?.()) ?? content();
    },
    async fetch({ url, body }) {
      const { paymentPayload: payment, paymentRequirements: requirements } = JSON.parse(Buffer.from(body ?? []).toString("utf8")) as { paymentPayload: FacilitatorRequest["payment"]; paymentRequirements: PaymentRequirements };
      const reply = (value: unknown) => ({ status: 200, headers: [], body: Buffer.from(JSON.stringify(value)) });
      if (url.endsWith("/verify")) {
        calls.push("verify");
        return reply({ isValid: options.isValid ?? true, invalidReason: "invalid_payload" });
      }
      const type = payment.payload["type"];
      calls.push(typeof type === "string" ? `settle ${type}` : "settle");
      settled.push({ payment, requirements });
      const answer = settles[Math.min(settled.length, settles.length) - 1] ?? DONE;
      return await Promise.resolve(reply(typeof answer === "function" ? answer() : answer));
    },
  });
  const pay: Shop["pay"] = (paymentId, { accepted = offer, payload = {} } = {}) =>
    server.handle({ method: "GET", target: "/", authority: "shop.example", headers: [["PAYMENT-SIGNATURE", encodeHeader({ x402Version: 2, accepted, payload: { paymentId, ...payload } })]], body: new Uint8Array() });
  return { server, calls, settled, pay };
}

/** PAYMENT-RESPONSE of an answer, `undefined` where it has none. */
export function reportOf({ headers }: ServerResponse): unknown {
  const [value] = headerValues({ headers, name: "PAYMENT-RESPONSE" });
  const decoded = value === undefined ? undefined : decodeHeader(value);
  return decoded?.ok === true ? decoded.value : undefined;
}

export const textOf = ({ body }: ServerResponse): string => Buffer.from(body).toString("utf8");
