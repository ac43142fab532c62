import { expect, test } from "vitest";
import type { SchemeServer } from "../schemes/scheme.ts";
import { memoryStore } from "../store.ts";
import { content, DONE, LOST, OFFER, openShop, PENDING, REFUSED, reportOf, type ShopOptions, textOf } from "./testing/world.ts";

const escrowed = { ...OFFER, extra: { paymentFlow: "escrow" } };
const CAPTURED = { ...DONE, amount: "100" };

/** Ends a hold by an operation of the server's own, as auth-capture does. */
const finalize: NonNullable<SchemeServer["finalize"]> = ({ payment, requirements, charge }) => ({
  payment: { ...payment, payload: { paymentId: payment.payload["paymentId"], ...(charge === undefined ? { type: "void" } : { type: "capture", amount: String(charge) }) } },
  requirements,
});
const shop = (options: Partial<ShopOptions> = {}) => openShop({ half: { flows: ["escrow"], finalize }, offer: escrowed, settles: [DONE, CAPTURED], ...options });
const amounts = ({ settled }: ReturnType<typeof shop>): unknown[] => settled.map(({ payment }) => payment.payload["amount"]);

test("a hold is captured after the resource, and the last settlement is reported", async () => {
  const opened = shop();
  const response = await opened.pay("one");
  expect([response.status, textOf(response), reportOf(response)]).toEqual([200, "content", CAPTURED]);
  expect([opened.calls, amounts(opened)]).toEqual([["settle", "handler", "settle capture"], [undefined, "100"]]);
});

test.each<[string, readonly (readonly [string, string])[], string | undefined]>([
  ["less than the price", [["X402-Charge", "73"]], "73"],
  ["more than the price", [["x402-charge", "101"]], "100"],
  ["no number", [["X402-Charge", "0.73"]], "100"],
  ["a number below zero", [["X402-Charge", "-1"]], "100"],
  ["two numbers", [["X402-Charge", "1"], ["X402-Charge", "2"]], "100"],
  ["nothing to charge for", [["X402-Charge", "0"]], undefined],
])("a handler asks for %s", async (_, headers, amount) => {
  const opened = shop({ handler: () => content(headers) });
  const response = await opened.pay("one");
  expect([response.status, amounts(opened)[1], opened.calls.at(-1)]).toEqual([200, amount, amount === undefined ? "settle void" : "settle capture"]);
  expect(response.headers.map(([name]) => name.toLowerCase())).not.toContain("x402-charge");
});

test("a handler that fails voids the hold, reports nothing, and the payment is over", async () => {
  const opened = shop({ handler: () => ({ status: 503, headers: [], body: new Uint8Array() }) });
  const response = await opened.pay("one");
  expect([response.status, reportOf(response), opened.calls]).toEqual([503, undefined, ["settle", "handler", "settle void"]]);
  expect((await opened.pay("one")).status).toBe(402);
  expect(opened.calls).toHaveLength(3);
});

test("a handler that throws voids the hold", async () => {
  const opened = shop({ handler: LOST });
  expect([(await opened.pay("one")).status, opened.calls]).toEqual([500, ["settle", "handler", "settle void"]]);
});

test("a hold that was declined produces nothing", async () => {
  const opened = shop({ settles: [REFUSED] });
  const response = await opened.pay("one");
  expect([response.status, reportOf(response), opened.calls]).toEqual([402, REFUSED, ["settle"]]);
});

test("a capture that is refused withholds the content", async () => {
  const response = await shop({ settles: [DONE, REFUSED] }).pay("one");
  expect([response.status, textOf(response), reportOf(response)]).toEqual([402, "{}", REFUSED]);
});

test("a capture whose answer is lost is sent again as it was", async () => {
  const opened = shop({ settles: [DONE, LOST, CAPTURED] });
  expect(reportOf(await opened.pay("one"))).toEqual(CAPTURED);
  expect(opened.settled[2]).toEqual(opened.settled[1]);
});

test.each([
  ["lost every time", LOST],
  ["not known yet", () => PENDING],
])("content leaves on the hold while the capture's answer is %s, and the capture goes on", async (_, capture) => {
  let wake = (): void => undefined;
  const pause = () => new Promise<void>((resolve) => (wake = resolve));
  const store = memoryStore();
  let known = false;
  const opened = shop({ pause, store, settles: [DONE, () => (known ? CAPTURED : capture())] });
  const response = await opened.pay("one");
  expect([response.status, reportOf(response), store.entries("finalize/")]).toMatchObject([200, DONE, [["finalize/one", { payment: { payload: { type: "capture", amount: "100" } } }]]]);
  known = true;
  const before = opened.calls.length;
  wake();
  await expect.poll(() => store.entries("finalize/")).toEqual([]);
  expect(opened.calls.slice(before)).toEqual(["settle capture"]);
});

test("a run that ended takes up what was left, and knows the payment", async () => {
  const store = memoryStore();
  const before = shop({ store, settles: [DONE, LOST] });
  expect((await before.pay("one")).status).toBe(200);
  before.server.close();
  const after = shop({ store, settles: [CAPTURED], pause: () => Promise.resolve() });
  await expect.poll(() => store.entries("finalize/")).toEqual([]);
  expect([after.calls, amounts(after)]).toEqual([["settle capture"], ["100"]]);
  expect((await after.pay("one")).status).toBe(402);
  expect(after.calls).toHaveLength(1);
});

test("a resource that was under way when its run ended is not charged for", async () => {
  const store = memoryStore();
  const before = shop({ store, handler: () => new Promise(() => undefined) });
  void before.pay("one");
  await expect.poll(() => before.calls).toEqual(["settle", "handler"]);
  before.server.close();
  const after = shop({ store, pause: () => Promise.resolve() });
  await expect.poll(() => after.calls).toEqual(["settle void"]);
});

test.each<[string, Partial<ShopOptions>, readonly string[]]>([
  ["server.flow.escrow-handler-first", {}, ["handler", "settle", "settle capture"]],
  ["server.flow.escrow-verify-only", { settles: [REFUSED] }, ["settle", "verify", "handler"]],
  ["server.flow.escrow-no-finalize", {}, ["settle", "handler"]],
  ["server.flow.escrow-failure-not-finalized", { handler: () => ({ status: 500, headers: [], body: new Uint8Array() }) }, ["settle", "handler"]],
  ["server.flow.escrow-failure-charged", { handler: () => ({ status: 500, headers: [], body: new Uint8Array() }) }, ["settle", "handler", "settle capture"]],
])("%s", async (fault, options, calls) => {
  const opened = shop({ ...options, faults: [fault] });
  await opened.pay("one");
  expect(opened.calls).toEqual(calls);
});

test("server.flow.escrow-charge-ignored", async () => {
  const opened = shop({ faults: ["server.flow.escrow-charge-ignored"], handler: () => content([["X402-Charge", "73"]]) });
  await opened.pay("one");
  expect(amounts(opened)[1]).toBe("100");
});

test("server.flow.escrow-finalize-not-durable", async () => {
  const store = memoryStore();
  const before = shop({ store, settles: [DONE, LOST] });
  await before.pay("one");
  before.server.close();
  const after = shop({ store, pause: () => Promise.resolve(), faults: ["server.flow.escrow-finalize-not-durable"] });
  expect([after.calls, store.entries("finalize/")]).toEqual([[], []]);
});
