import { expect, test } from "vitest";
import type { PaymentPayload, PaymentRequired, SettleResponse } from "../../spec/types.ts";
import { faultSet } from "../faults.ts";
import type { SchemeClient } from "../schemes/scheme.ts";
import { decodeHeader, encodeHeader } from "../transports/http/header-codec.ts";
import { fieldValues, type HttpResponse } from "../transports/http/http-fetch.ts";
import { createClient } from "./create-client.ts";

const offer = (network: "test:1" | "test:2") => ({ scheme: "promise", network, amount: "100", asset: "USD", payTo: "shop", maxTimeoutSeconds: 60 });
const REQUIRED: PaymentRequired = { x402Version: 2, resource: { url: "http://shop.example/" }, accepts: [offer("test:1"), offer("test:2")] };
const PENDING: SettleResponse = { success: false, errorReason: "settlement_pending", transaction: "t1", network: "test:1" };
const DONE: SettleResponse = { success: true, transaction: "t1", network: "test:1" };

const response = (status: number, headers: HttpResponse["headers"] = []): HttpResponse => ({ status, headers, body: new Uint8Array() });
const pending = (...headers: HttpResponse["headers"]): HttpResponse => response(402, [["PAYMENT-RESPONSE", encodeHeader(PENDING)], ...headers]);
const done = (): HttpResponse => response(200, [["PAYMENT-RESPONSE", encodeHeader(DONE)]]);
const dropped = (): never => {
  throw new TypeError("socket closed");
};

/** A buyer whose paid requests are answered in order, the last answer for all that follow. */
function buyer(options: { answers: readonly (() => HttpResponse)[]; awaits?: boolean; faults?: readonly string[] }) {
  const presented: string[] = [];
  const pauses: number[] = [];
  let made = 0;
  const scheme: SchemeClient = {
    scheme: "promise",
    flows: ["authorization"],
    supports: () => true,
    canPay: () => true,
    createPayload: async ({ requirements }) => await Promise.resolve({ paymentId: `${requirements.network}/${(made += 1)}` }),
    ...(options.awaits === false ? {} : { awaits: (reason) => reason === "settlement_pending" || reason === "unexpected_settle_error" }),
  };
  const client = createClient({
    schemes: [scheme],
    wallets: [],
    faults: faultSet(options.faults),
    now: () => Date.UTC(2026, 0, 1),
    pause: async (milliseconds) => await Promise.resolve(void pauses.push(milliseconds)),
    async fetch({ headers }) {
      const [value] = fieldValues({ headers, name: "PAYMENT-SIGNATURE" });
      if (value === undefined) return response(402, [["PAYMENT-REQUIRED", encodeHeader(REQUIRED)]]);
      const decoded = decodeHeader(value) as { value: PaymentPayload };
      presented.push(String(decoded.value.payload["paymentId"]));
      return await Promise.resolve((options.answers[Math.min(presented.length, options.answers.length) - 1] ?? done)());
    },
  });
  return { client, presented, pauses, ask: (url = "http://shop.example/") => client.fetch({ url }) };
}

test("a payment without a result is presented again as it is, with patience", async () => {
  const { ask, presented, pauses } = buyer({ answers: [pending, pending, done] });
  expect((await ask()).status).toBe(200);
  expect([presented, pauses]).toEqual([["test:1/1", "test:1/1", "test:1/1"], [250, 500]]);
});

test("Retry-After is honoured within a bound", async () => {
  const { ask, pauses } = buyer({ answers: [() => pending(["Retry-After", "2"]), () => pending(["Retry-After", "86400"]), () => pending(["Retry-After", "Thu, 01 Jan 2026 00:00:03 GMT"]), done] });
  await ask();
  expect(pauses).toEqual([2_000, 10_000, 3_000]);
});

test("a call gives up after a few times, and a later one goes on with the same payment until there is a result", async () => {
  const { ask, presented } = buyer({ answers: [pending, pending, pending, pending, pending, done] });
  expect((await ask()).status).toBe(402);
  expect((await ask("http://shop.example/other")).status).toBe(200);
  expect(presented.slice(4)).toEqual(["test:1/2", "test:1/2"]);
  expect((await ask()).payment?.sent.payload).toEqual({ paymentId: "test:1/1" });
  expect((await ask()).payment?.sent.payload).toEqual({ paymentId: "test:1/3" });
});

test.each([
  ["a connection that broke", dropped],
  ["a server's error", () => response(500)],
])("after %s the payment is kept, and not presented again at once", async (_, answer) => {
  const { ask, presented } = buyer({ answers: [answer, done] });
  await ask().catch(() => undefined);
  expect(presented).toEqual(["test:1/1"]);
  expect((await ask()).status).toBe(200);
  expect(presented).toEqual(["test:1/1", "test:1/1"]);
});

test.each([
  ["a refusal", {}, () => response(402, [["PAYMENT-RESPONSE", encodeHeader({ ...PENDING, errorReason: "insufficient_funds" })]])],
  ["a 402 without a report", {}, () => response(402)],
  ["a scheme that awaits nothing", { awaits: false }, pending],
])("%s ends the payment", async (_, options, answer) => {
  const { ask, presented } = buyer({ ...options, answers: [answer, done] });
  expect((await ask()).status).toBe(402);
  await ask();
  expect(presented).toEqual(["test:1/1", "test:1/2"]);
});

test.each([
  ["client.flow.pending-forgotten", ["test:1/1", "test:1/2"]],
  ["client.flow.pending-other-offer", ["test:1/1", "test:2/2"]],
])("%s", async (fault, expected) => {
  const { ask, presented } = buyer({ answers: [pending, done], faults: [fault] });
  await ask();
  expect(presented).toEqual(expected);
});
