import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { PaymentPayload, PaymentRequired } from "../../spec/types.ts";
import { faultSet } from "../faults.ts";
import { createClient as createExactEvm } from "../schemes/exact-evm/client.ts";
import { decodeHeader, encodeHeader } from "../transports/http/header-codec.ts";
import { createHttpFetch } from "../transports/http/http-fetch.ts";
import { createClient } from "./create-client.ts";

type Handler = (request: IncomingMessage & { body: string; payment: PaymentPayload | undefined }, response: ServerResponse) => void;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const RECEIPT = { success: true, transaction: `0x${"ab".repeat(32)}`, network: "eip155:84532" };
const OFFER = { scheme: "exact", network: "eip155:84532", amount: "10000", asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e", payTo: "0x1111111111111111111111111111111111111111", maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" } } as const;
const REQUIRED: PaymentRequired = { x402Version: 2, resource: { url: "http://shop.test/a", description: "支払い" }, accepts: [OFFER], extensions: { unheard: { info: { kept: false, deep: { list: [1] } }, schema: {} } } };

/** A server that records what it is asked. */
async function serve(handler: Handler): Promise<{ origin: string; seen: { method: string; url: string; body: string; headers: IncomingMessage["headers"] }[] }> {
  const seen: { method: string; url: string; body: string; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) body += chunk;
      seen.push({ method: request.method ?? "", url: request.url ?? "", body, headers: request.headers });
      const header = request.headers["payment-signature"];
      const decoded = typeof header === "string" ? decodeHeader(header) : undefined;
      handler(Object.assign(request, { body, payment: decoded?.ok === true ? (decoded.value as PaymentPayload) : undefined }), response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => await new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const client = () =>
  createClient({
    schemes: [createExactEvm({ effects: { now: () => 1_800_000_000_000, randomBytes: (length) => new Uint8Array(length).fill(7) }, faults: faultSet() })],
    wallets: [{ namespace: "eip155", privateKey: `0x${"17".repeat(32)}` }],
    fetch: createHttpFetch(),
  });

const ask = (response: ServerResponse, header: string | readonly string[] = encodeHeader(REQUIRED), body = "<html>"): void => void response.writeHead(402, { "PAYMENT-REQUIRED": header as string }).end(body);

it("pays once, with the request as it was and everything it was told", async () => {
  const { origin, seen } = await serve(({ payment }, response) => (payment === undefined ? ask(response) : response.writeHead(201, { "payment-response": encodeHeader(RECEIPT) }).end("content")));
  const answer = await client().fetch({ url: `${origin}/a?b=%20c`, method: "POST", headers: [["Authorization", "Bearer x"]], body: Buffer.from("zażółć") });

  expect(answer).toMatchObject({ status: 201, body: Buffer.from("content"), payment: { settlement: { kind: "read", response: RECEIPT } } });
  expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ["POST", "/a?b=%20c", "zażółć"],
    ["POST", "/a?b=%20c", "zażółć"],
  ]);
  expect(seen[1]?.headers.authorization).toBe("Bearer x");
  expect(answer.payment?.sent).toMatchObject({ x402Version: 2, resource: REQUIRED.resource, accepted: OFFER, extensions: REQUIRED.extensions });
  expect(answer.payment?.sent.payload["authorization"]).toMatchObject({ to: OFFER.payTo, value: "10000", validAfter: "1799999400", validBefore: "1800000060", nonce: `0x${"07".repeat(32)}` });
});

it("does not pay twice, whatever the second answer asks for", async () => {
  const { origin, seen } = await serve((_, response) => ask(response));
  const answer = await client().fetch({ url: origin });
  expect(answer).toMatchObject({ status: 402, payment: { settlement: { kind: "absent" } } });
  expect(seen).toHaveLength(2);
});

it("pays in place of a payment its caller sent, which was refused", async () => {
  const { origin, seen } = await serve(({ payment }, response) => (payment === undefined ? ask(response) : response.writeHead(200).end()));
  await expect(client().fetch({ url: origin, headers: [["payment-signature", "stale"]] })).resolves.toMatchObject({ status: 200 });
  expect(seen.map(({ headers }) => headers["payment-signature"] === "stale")).toEqual([true, false]);
});

it("declines an offer whose time no authorization can hold", async () => {
  const { origin } = await serve((_, response) => ask(response, encodeHeader({ ...REQUIRED, accepts: [{ ...OFFER, maxTimeoutSeconds: 1e300 }] })));
  await expect(client().fetch({ url: origin })).rejects.toMatchObject({ code: "nothing-payable" });
});

it("leaves a 402 that does not speak x402 V2 to its caller", async () => {
  const { origin, seen } = await serve((_, response) => void response.writeHead(402).end(JSON.stringify({ x402Version: 1, accepts: [OFFER] })));
  await expect(client().fetch({ url: origin })).resolves.toMatchObject({ status: 402 });
  expect(seen).toHaveLength(1);
});

it.each([
  ["not base64", "{}"],
  ["truncated", Buffer.from(JSON.stringify(REQUIRED).slice(0, -2)).toString("base64")],
  ["of another version", encodeHeader({ ...REQUIRED, x402Version: 1 })],
  ["without accepts", encodeHeader({ ...REQUIRED, accepts: undefined })],
  ["without resource", encodeHeader({ ...REQUIRED, resource: undefined })],
  ["not an object", encodeHeader([OFFER])],
  ["sent twice", [encodeHeader(REQUIRED), encodeHeader(REQUIRED)]],
])("signs nothing when PAYMENT-REQUIRED is %s", async (_, header) => {
  const { origin, seen } = await serve((__, response) => ask(response, header));
  await expect(client().fetch({ url: origin })).rejects.toMatchObject({ name: "ClientError", code: "malformed-payment-required" });
  expect(seen).toHaveLength(1);
});

it.each([
  ["an amount that is none", { amount: "1.5" }],
  ["another scheme", { scheme: "upto" }],
  ["another kind of network", { network: "solana:1" }],
  ["another transfer method", { extra: { ...OFFER.extra, assetTransferMethod: "permit2" } }],
  ["a flow the scheme does not have", { extra: { ...OFFER.extra, paymentFlow: "escrow" } }],
  ["a token without a name", { extra: { version: "2" } }],
])("passes over an offer with %s", async (_, edit) => {
  const { origin, seen } = await serve((__, response) => ask(response, encodeHeader({ ...REQUIRED, accepts: [{ ...OFFER, ...edit }] })));
  await expect(client().fetch({ url: origin })).rejects.toMatchObject({ code: "nothing-payable" });
  expect(seen).toHaveLength(1);
});

it("takes its payment to no other origin", async () => {
  const other = await serve((_, response) => void response.writeHead(200).end("elsewhere"));
  const { origin } = await serve(({ payment }, response) => (payment === undefined ? ask(response) : void response.writeHead(307, { Location: `${other.origin}/x` }).end()));
  await expect(client().fetch({ url: origin, headers: [["Authorization", "Bearer x"], ["X-Kept", "yes"]] })).resolves.toMatchObject({ status: 200 });
  expect(other.seen[0]?.headers).toMatchObject({ "x-kept": "yes" });
  expect(other.seen[0]?.headers).not.toHaveProperty("payment-signature");
  expect(other.seen[0]?.headers).not.toHaveProperty("authorization");
});

it("pays who made the offer after a redirect, and tells him no more than that", async () => {
  const other = await serve(({ payment }, response) => (payment === undefined ? ask(response) : void response.writeHead(200).end()));
  const { origin, seen } = await serve((_, response) => void response.writeHead(307, { Location: `${other.origin}/shop` }).end());
  await expect(client().fetch({ url: origin, method: "PUT", body: Buffer.from("x"), headers: [["Authorization", "Bearer x"]] })).resolves.toMatchObject({ status: 200 });
  expect(seen).toHaveLength(1);
  expect(other.seen.map(({ method, url, body, headers }) => [method, url, body, headers.authorization, headers["payment-signature"] === undefined])).toEqual([
    ["PUT", "/shop", "x", undefined, true],
    ["PUT", "/shop", "x", undefined, false],
  ]);
});

it("keeps its payment on a redirect within the origin, and ends a circle", async () => {
  const { origin, seen } = await serve(({ payment, url }, response) => {
    if (payment === undefined) return ask(response);
    if (url === "/round") return void response.writeHead(308, { Location: "/round" }).end();
    return url === "/" ? void response.writeHead(307, { Location: "/moved" }).end() : void response.writeHead(200).end();
  });
  await expect(client().fetch({ url: origin })).resolves.toMatchObject({ status: 200 });
  expect(seen.at(-1)).toMatchObject({ url: "/moved", headers: { "payment-signature": expect.any(String) as string } });
  await expect(client().fetch({ url: `${origin}/round` })).rejects.toMatchObject({ code: "too-many-redirects" });
});

it.each([
  ["garbage", "%%%", "malformed"],
  ["a receipt without success", encodeHeader({ transaction: "", network: "eip155:1" }), "malformed"],
  ["a failure", encodeHeader({ success: false, errorReason: "insufficient_funds", transaction: "", network: "eip155:84532" }), "read"],
])("tells %s in PAYMENT-RESPONSE from success", async (_, header, kind) => {
  const { origin } = await serve(({ payment }, response) => (payment === undefined ? ask(response) : void response.writeHead(200, { "PAYMENT-RESPONSE": header }).end()));
  const { payment } = await client().fetch({ url: origin });
  expect(payment?.settlement.kind).toBe(kind);
  expect(payment?.settlement).not.toMatchObject({ response: { success: true } });
});
