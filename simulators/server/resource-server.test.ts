import { describe, expect, test } from "vitest";
import type { PaymentRequired, PaymentRequirements, SettleResponse } from "../../spec/types.ts";
import { createServer as createExactEvm } from "../schemes/exact-evm/server.ts";
import type { PaymentFlow, SchemeServer } from "../schemes/scheme.ts";
import { faultSet } from "../faults.ts";
import { decodeHeader, encodeHeader } from "../transports/http/header-codec.ts";
import { type HttpResponse, ResponseTooLargeError } from "../transports/http/http-fetch.ts";
import type { ProtectedRoute } from "./config.ts";
import { headerValues, type HeaderFields, type ServerResponse } from "./messages.ts";
import { createResourceServer, type ResourceServer } from "./resource-server.ts";

const OFFER: PaymentRequirements = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "10000",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x209693Bc6afc0C5328bA36FaF03C514EF312287C",
  maxTimeoutSeconds: 60,
  extra: { name: "USDC", version: "2" },
};
const ROUTE: ProtectedRoute = { id: "basic", method: "GET", path: "/paid", description: "Żółć", accepts: [OFFER] };
const SETTLED: SettleResponse = { success: true, transaction: `0x${"12".repeat(32)}`, network: "eip155:84532", payer: "0x857b06519E91e3A54538791bDbb0E22373e36b66" };

type Peer = (body: unknown) => unknown;
interface Peers {
  readonly verify?: Peer;
  readonly settle?: Peer;
  readonly supported?: Readonly<Record<string, unknown>>;
  readonly handler?: () => ServerResponse | Promise<ServerResponse>;
}

const reply = (body: unknown, init?: ResponseInit): Response => (body instanceof Response ? body : Response.json(body, init));

/** A server whose world is in memory; `calls` is what it did, in order. */
function world(options: { route?: Partial<ProtectedRoute>; schemes?: readonly SchemeServer[]; facilitators?: readonly string[]; faults?: readonly string[]; limits?: { facilitatorReplyBytes: number } } & Peers = {}): { server: ResourceServer; calls: string[]; bodies: unknown[] } {
  const calls: string[] = [];
  const bodies: unknown[] = [];
  const server = createResourceServer({
    routes: [{ ...ROUTE, ...options.route }],
    schemes: options.schemes ?? [createExactEvm({ faults: faultSet() })],
    facilitators: options.facilitators ?? ["http://facilitator.example"],
    faults: faultSet(options.faults),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    async handler() {
      calls.push("handler");
      return (await options.handler?.()) ?? { status: 200, headers: [["Content-Type", "text/plain"]], body: Buffer.from("content") };
    },
    async fetch({ url: text, body: bytes, responseBytes = Infinity }) {
      const url = new URL(text);
      const endpoint = url.pathname.slice(1);
      const answer = async (given: unknown): Promise<HttpResponse> => {
        const response = reply(given);
        const answered = new Uint8Array(await response.arrayBuffer());
        if (answered.byteLength > responseBytes) throw new ResponseTooLargeError("too large");
        return { status: response.status, headers: [...response.headers], body: answered };
      };
      if (endpoint === "supported") return await answer(options.supported?.[url.host] ?? { kinds: [] });
      calls.push(options.facilitators === undefined ? endpoint : `${url.host}/${endpoint}`);
      const body = JSON.parse(Buffer.from(bytes ?? []).toString("utf8")) as unknown;
      bodies.push(body);
      return await answer(await (endpoint === "verify" ? (options.verify?.(body) ?? { isValid: true }) : (options.settle?.(body) ?? SETTLED)));
    },
  });
  return { server, calls, bodies };
}

let nonces = 0;
function payment(edit: Record<string, unknown> = {}): Record<string, unknown> {
  nonces += 1;
  const authorization = { from: SETTLED.payer, to: OFFER.payTo, value: OFFER.amount, validAfter: "0", validBefore: "9999999999", nonce: `0x${nonces.toString(16).padStart(64, "0")}` };
  return { x402Version: 2, accepted: OFFER, payload: { signature: "0x00", authorization }, ...edit };
}

const ask = (server: ResourceServer, options: { method?: string; target?: string; headers?: HeaderFields } = {}): Promise<ServerResponse> => server.handle({ method: options.method ?? "GET", target: options.target ?? "/paid", authority: "127.0.0.1:80", headers: options.headers ?? [], body: new Uint8Array() });
const pay = (server: ResourceServer, paid: unknown = payment()): Promise<ServerResponse> => ask(server, { headers: [["PAYMENT-SIGNATURE", encodeHeader(paid)]] });
const header = (response: ServerResponse, name: string): unknown => {
  const [value] = headerValues({ headers: response.headers, name });
  const decoded = value === undefined ? undefined : decodeHeader(value);
  return decoded?.ok === true ? decoded.value : undefined;
};
const text = ({ body }: ServerResponse): string => Buffer.from(body).toString("utf8");

describe("asking for payment", () => {
  test("an unpaid request gets 402 with the whole offer, in UTF-8", async () => {
    const response = await ask(world().server, { target: "/paid?page=1" });
    expect(response.status).toBe(402);
    expect(header(response, "PAYMENT-REQUIRED") as PaymentRequired).toMatchObject({ x402Version: 2, accepts: [OFFER], resource: { url: "http://127.0.0.1:80/paid?page=1", description: "Żółć" } });
  });

  test.each([
    ["HEAD", "/paid", 402],
    ["POST", "/paid", 405],
    ["OPTIONS", "/paid", 204],
    ["GET", "//paid", 404],
    ["GET", "/paid/", 404],
    ["GET", "/p%61id", 404],
    ["GET", "/PAID", 404],
    ["GET", "/x/../paid", 404],
    ["GET", "http://other.example/paid", 402],
    ["GET", "*", 400],
    ["GET", "other.example:443", 400],
  ])("%s %s unpaid never runs the handler", async (method, target, status) => {
    const { server, calls } = world();
    expect((await ask(server, { method, target, headers: [["X-HTTP-Method-Override", "GET"]] })).status).toBe(status);
    expect(calls).toEqual([]);
  });

  test("a route that no scheme can serve is refused when the server is made", () => {
    expect(() => world({ route: { accepts: [{ ...OFFER, network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp" }] } })).toThrow(/Route basic cannot be offered/);
    expect(() => world({ route: { accepts: [{ ...OFFER, extra: { paymentFlow: "escrow", name: "USDC", version: "2" } }] } })).toThrow(/no payment flow "escrow"/);
  });
});

describe("reading a payment", () => {
  test.each([
    ["no base64", "!!!"],
    ["no JSON", Buffer.from("x").toString("base64")],
    ["no object", encodeHeader([])],
    ["without accepted", encodeHeader({ x402Version: 2, payload: {} })],
    ["amount as a number", encodeHeader(payment({ accepted: { ...OFFER, amount: 10000 } }))],
    ["another version", encodeHeader(payment({ x402Version: 3 }))],
    ["version as a string", encodeHeader(payment({ x402Version: "2" }))],
  ])("%s is 400, and nobody is asked", async (_, value) => {
    const { server, calls } = world();
    expect((await ask(server, { headers: [["PAYMENT-SIGNATURE", value]] })).status).toBe(400);
    expect(calls).toEqual([]);
  });

  test("two payments in one request are refused", async () => {
    const { server, calls } = world();
    const response = await ask(server, { headers: [["PAYMENT-SIGNATURE", encodeHeader(payment())], ["payment-signature", encodeHeader(payment())]] });
    expect([response.status, calls]).toEqual([400, []]);
  });

  test.each([
    ["lower amount", { ...OFFER, amount: "1" }],
    ["another recipient", { ...OFFER, payTo: "0x0000000000000000000000000000000000000001" }],
    ["a reserved key that was not offered", { ...OFFER, extra: { ...OFFER.extra, paymentFlow: "upfront" } }],
    ["extra left out", { ...OFFER, extra: undefined }],
  ])("%s in accepted matches no offer", async (_, accepted) => {
    const { server, calls } = world();
    expect([(await pay(server, payment({ accepted }))).status, calls]).toEqual([402, []]);
  });

  test("the order of members and a key added to extra do not matter", async () => {
    const accepted = Object.fromEntries(Object.entries({ ...OFFER, extra: { ...OFFER.extra, hint: 1 } }).toReversed());
    expect((await pay(world().server, payment({ accepted }))).status).toBe(200);
  });

  test("an extension may be appended to and left out, not overwritten", async () => {
    const extensions = { sample: { info: { a: 1, b: { c: 2 } }, schema: {} } };
    const { server } = world({ route: { extensions } });
    const echo = (info: unknown): Promise<ServerResponse> => pay(server, payment({ extensions: { sample: { info } } }));
    expect((await pay(server)).status).toBe(200);
    expect((await echo({ a: 1, b: { c: 2, d: 3 } })).status).toBe(200);
    expect((await echo({ a: 1, b: { c: 3 } })).status).toBe(402);
    expect((await echo({ b: { c: 2 } })).status).toBe(402);
  });
});

describe("the authorization flow", () => {
  test("verifies, serves, settles and reports", async () => {
    const { server, calls, bodies } = world();
    const paid = payment();
    const response = await pay(server, paid);
    expect([response.status, text(response), header(response, "PAYMENT-RESPONSE")]).toEqual([200, "content", SETTLED]);
    expect(calls).toEqual(["verify", "handler", "settle"]);
    const envelope = { x402Version: 2, paymentPayload: paid, paymentRequirements: OFFER };
    expect(bodies).toEqual([envelope, envelope]);
  });

  test("a payment found invalid is not settled, and the offer is made again with the reason", async () => {
    const { server, calls } = world({ verify: () => ({ isValid: false, invalidReason: "insufficient_funds" }) });
    const response = await pay(server);
    expect([response.status, (header(response, "PAYMENT-REQUIRED") as PaymentRequired).error, calls]).toEqual([402, "insufficient_funds", ["verify"]]);
  });

  test("a missing Permit2 allowance is 412", async () => {
    expect((await pay(world({ verify: () => ({ isValid: false, invalidReason: "PERMIT2_ALLOWANCE_REQUIRED" }) }).server)).status).toBe(412);
  });

  test("a failed settlement withholds the content and passes the report on", async () => {
    const failed = { success: false, errorReason: "settlement_pending", transaction: "0xabc", network: "eip155:84532" };
    const response = await pay(world({ settle: () => failed }).server);
    expect([response.status, text(response), header(response, "PAYMENT-RESPONSE")]).toEqual([402, "{}", failed]);
  });

  test("a handler that fails is not charged for, and the payment can be used again", async () => {
    let healthy = false;
    const { server, calls } = world({ handler: () => ({ status: healthy ? 200 : 503, headers: [], body: new Uint8Array() }) });
    const paid = payment();
    expect((await pay(server, paid)).status).toBe(503);
    expect(calls).toEqual(["verify", "handler"]);
    healthy = true;
    expect((await pay(server, paid)).status).toBe(200);
  });

  test("EXTENSION-RESPONSES stays with the server", async () => {
    const response = await pay(world({ settle: () => reply(SETTLED, { headers: { "EXTENSION-RESPONSES": "c2VjcmV0" } }) }).server);
    expect(JSON.stringify(response.headers)).not.toContain("c2VjcmV0");
  });
});

describe("a facilitator that cannot be relied on", () => {
  test.each<[string, Peer]>([
    ["answers 500", () => reply({ isValid: true }, { status: 500 })],
    ["says nothing", () => ({})],
    ["says yes as text", () => ({ isValid: "true" })],
    ["says yes with 404", () => reply({ isValid: true }, { status: 404 })],
    ["sends half a JSON", () => new Response('{"isValid":tr')],
    ["sends an array", () => reply([])],
    ["redirects", () => new Response(undefined, { status: 308, headers: { Location: "http://other.example" } })],
    ["sends too much", () => reply({ isValid: true, filler: "x".repeat(2_000) })],
    ["is not there", () => Promise.reject(new TypeError("fetch failed"))],
  ])("a facilitator that %s at verify serves nobody", async (_, verify) => {
    const { server, calls } = world({ verify, limits: { facilitatorReplyBytes: 1_000 } });
    const response = await pay(server);
    expect([response.status, calls, text(response)]).toEqual([500, ["verify"], '{"error":"unexpected_verify_error"}']);
  });

  test("a lost settle answer is 500, without content and without a second call", async () => {
    const { server, calls } = world({ settle: () => Promise.reject(new TypeError("socket closed")) });
    const response = await pay(server);
    expect([response.status, calls, text(response)]).toEqual([500, ["verify", "handler", "settle"], '{"error":"unexpected_settle_error"}']);
  });

  test("of several facilitators the first that supports the kind is asked", async () => {
    const kinds = [{ x402Version: 2, scheme: "exact", network: "eip155:84532" }];
    const facilitators = ["http://moved.example", "http://other-kinds.example", "http://good.example/", "http://spare.example"];
    const { server, calls } = world({ facilitators, supported: { "moved.example": new Response("<html>"), "good.example": { kinds }, "spare.example": { kinds } } });
    expect((await pay(server)).status).toBe(200);
    expect(calls).toEqual(["good.example/verify", "handler", "good.example/settle"]);
  });

  test("when no facilitator supports the kind nobody is served", async () => {
    const { server, calls } = world({ facilitators: ["http://a.example", "http://b.example"] });
    expect([(await pay(server)).status, calls]).toEqual([500, []]);
  });
});

describe("one delivery per payment", () => {
  test("twenty identical payments at once are served once", async () => {
    const { server, calls } = world();
    const paid = payment();
    const responses = await Promise.all(Array.from({ length: 20 }, () => pay(server, paid)));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(calls.filter((call) => call === "settle")).toHaveLength(1);
  });

  test("a settled payment is not served again, however its signature is written", async () => {
    const { server } = world();
    const paid = payment();
    expect((await pay(server, paid)).status).toBe(200);
    expect((await pay(server, { ...paid, payload: { ...(paid["payload"] as object), signature: "0x01" } })).status).toBe(402);
  });

  test("a payment whose settlement failed may be presented again", async () => {
    let funded = false;
    const { server } = world({ settle: () => (funded ? SETTLED : { success: false, errorReason: "insufficient_funds", transaction: "", network: OFFER.network }) });
    const paid = payment();
    expect((await pay(server, paid)).status).toBe(402);
    funded = true;
    expect((await pay(server, paid)).status).toBe(200);
  });
});

describe("flows that settle first", () => {
  test("upfront settles, serves and reports even a handler's failure", async () => {
    const accepted = { ...OFFER, extra: { ...OFFER.extra, paymentFlow: "upfront" } };
    const { server, calls } = world({ route: { accepts: [accepted] }, handler: () => ({ status: 500, headers: [], body: new Uint8Array() }) });
    const response = await pay(server, payment({ accepted }));
    expect([response.status, header(response, "PAYMENT-RESPONSE"), calls]).toEqual([500, SETTLED, ["settle", "handler"]]);
  });

  test("upfront does not serve when settlement failed", async () => {
    const accepted = { ...OFFER, extra: { ...OFFER.extra, paymentFlow: "upfront" } };
    const { server, calls } = world({ route: { accepts: [accepted] }, settle: () => ({ success: false, transaction: "", network: OFFER.network }) });
    expect([(await pay(server, payment({ accepted }))).status, calls]).toEqual([402, ["settle"]]);
  });

  /** `exact` has no escrow, so the test brings a payment method of its own that has nothing else. */
  const held = (flows: readonly PaymentFlow[]): SchemeServer => ({ scheme: "held", supports: () => true, flows, offer: ({ requirements }) => requirements });
  const escrowed = { ...OFFER, scheme: "held", extra: { paymentFlow: "escrow" } };

  test("escrow settles, serves and settles again, and reports the last settlement", async () => {
    let settlements = 0;
    const settle = (): SettleResponse => ({ ...SETTLED, transaction: `0x${(settlements += 1)}` });
    const { server, calls } = world({ route: { accepts: [escrowed] }, schemes: [held(["escrow"])], settle });
    const response = await pay(server, payment({ accepted: escrowed }));
    expect([response.status, calls]).toEqual([200, ["settle", "handler", "settle"]]);
    expect(header(response, "PAYMENT-RESPONSE")).toMatchObject({ transaction: "0x2" });
  });

  test("escrow withholds the content when the final charge fails", async () => {
    let settlements = 0;
    const settle = (): SettleResponse => ((settlements += 1) === 1 ? SETTLED : { success: false, transaction: "", network: "eip155:84532" });
    const response = await pay(world({ route: { accepts: [escrowed] }, schemes: [held(["authorization", "escrow"])], settle }).server, payment({ accepted: escrowed }));
    expect([response.status, text(response)]).toEqual([402, "{}"]);
  });

  test("escrow charges nothing more when the handler fails", async () => {
    const { server, calls } = world({ route: { accepts: [escrowed] }, schemes: [held(["escrow"])], handler: () => ({ status: 404, headers: [], body: new Uint8Array() }) });
    expect([(await pay(server, payment({ accepted: escrowed }))).status, calls]).toEqual([404, ["settle", "handler"]]);
  });
});
