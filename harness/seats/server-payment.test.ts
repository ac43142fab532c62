import { expect, test } from "vitest";
import { encodeHeader } from "../../simulators/transports/http/header-codec.ts";
import { method as onCredit } from "../methods/batch-settlement-cloudflare/method.ts";
import { method } from "../methods/exact-evm/method.ts";
import type { RouteConfig } from "../targets/protocol.ts";
import type { Exchange } from "../world/http-client.ts";
import { readOffer } from "./server-payment.ts";

const accept = { scheme: "exact", network: "eip155:84532", amount: "10000", asset: `0x${"a5".repeat(20)}`, payTo: `0x${"b6".repeat(20)}`, maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" } };
const route: RouteConfig = { id: "basic", method: "GET", path: "/x402/basic", accepts: [accept] };
const answered = (headers: [string, string][]): Exchange => ({ request: {} as Exchange["request"], response: { headers } as unknown as NonNullable<Exchange["response"]>, abort: undefined, body: new Uint8Array() });
const offering = (required: unknown): Exchange => answered([["payment-required", encodeHeader(required)]]);

test("the target's own offer is paid, with what it adds", () => {
  const own = { ...accept, amount: "7", vendor: true };
  const offer = readOffer({ exchange: offering({ x402Version: 2, accepts: [own], resource: { url: "http://h/x" }, extensions: { e: { info: {} } } }), route, method, extra: accept.extra });
  expect(offer).toEqual({ accepts: [own], resource: { url: "http://h/x" }, extensions: { e: { info: {} } } });
});

test.each([
  ["an amount that is a number", { accepts: [{ ...accept, amount: 10000 }] }],
  ["no scheme", { accepts: [{ ...accept, scheme: undefined }] }],
  ["no token domain", { accepts: [{ ...accept, extra: {} }] }],
  ["accepts that is no array", { accepts: { 0: accept } }],
  ["something else altogether", ["?"]],
])("an offer with %s is replaced by the configured one", (_, required) => {
  expect(readOffer({ exchange: offering(required), route, method, extra: accept.extra }).accepts).toEqual([accept]);
});

test("no offer at all leaves the configured one", () => {
  expect(readOffer({ exchange: answered([]), route, method, extra: accept.extra })).toEqual({ accepts: [accept], resource: undefined, extensions: undefined });
});

test.each([[undefined], [0], [30]])("where the network asks for no time, an offer with maxTimeoutSeconds %s is paid as it is", (maxTimeoutSeconds) => {
  const configured = { scheme: "batch-settlement", network: "cloudflare:402", amount: "5", asset: "USD", payTo: "merchant", maxTimeoutSeconds: 120, extra: { version: "1.0.0" } };
  const { maxTimeoutSeconds: _, ...timeless } = configured;
  const own = { ...timeless, ...(maxTimeoutSeconds === undefined ? {} : { maxTimeoutSeconds }) };
  expect(readOffer({ exchange: offering({ accepts: [own] }), route: { ...route, accepts: [configured] }, method: onCredit, extra: configured.extra }).accepts).toEqual([own]);
});
