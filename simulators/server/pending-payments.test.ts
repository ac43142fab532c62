import { expect, test } from "vitest";
import type { SettleResponse } from "../../spec/types.ts";
import type { SchemeServer } from "../schemes/scheme.ts";
import { memoryStore } from "../store.ts";
import { DONE, LOST, OFFER, openShop, PENDING, REFUSED, reportOf, type ShopOptions, textOf } from "./testing/world.ts";

/** Results that come later, as over banks. */
const awaits: NonNullable<SchemeServer["awaits"]> = ({ settlement }) => !settlement.success && ["settlement_pending", "unexpected_settle_error"].includes(settlement.errorReason ?? "");
const delivers: NonNullable<SchemeServer["delivers"]> = ({ settlement }) => settlement.success || settlement.errorReason === "settlement_pending";
const upfront = { ...OFFER, extra: { paymentFlow: "upfront" } };
const shop = (options: Partial<ShopOptions> = {}) => openShop({ half: { awaits }, offer: upfront, ...options });
const UNKNOWN: Partial<SettleResponse> = { success: false, errorReason: "unexpected_settle_error", transaction: "" };

test("a pending payment is answered 402 with its report, and settled again when it comes again", async () => {
  const opened = shop({ settles: [PENDING, PENDING, DONE] });
  const first = await opened.pay("one");
  expect([first.status, textOf(first), reportOf(first)]).toEqual([402, "{}", PENDING]);
  expect((await opened.pay("one")).status).toBe(402);
  const last = await opened.pay("one");
  expect([last.status, textOf(last), reportOf(last)]).toEqual([200, "content", DONE]);
  expect(opened.calls).toEqual(["settle", "settle", "settle", "handler"]);
  expect((await opened.pay("one")).status).toBe(402);
});

test("a settle whose answer is lost is told to the client as what it is, and settled again", async () => {
  const opened = shop({ settles: [LOST, DONE] });
  const first = await opened.pay("one");
  expect([first.status, reportOf(first)]).toMatchObject([402, UNKNOWN]);
  expect((await opened.pay("one")).status).toBe(200);
});

test("without a scheme that awaits it, a lost settle is the server's error", async () => {
  const response = await openShop({ half: {}, offer: upfront, settles: [LOST] }).pay("one");
  expect([response.status, reportOf(response)]).toEqual([500, undefined]);
});

test("a pending payment keeps its terms when the offers change, also after a restart, and nobody else gets them", async () => {
  const store = memoryStore();
  await shop({ store, settles: [PENDING] }).pay("one");
  const dearer = { ...upfront, amount: "200" };
  const opened = shop({ store, offer: dearer });
  expect([(await opened.pay("two", { accepted: upfront })).status, (await opened.pay("one", { accepted: { ...upfront, amount: "1" } })).status, opened.calls]).toEqual([402, 402, []]);
  const response = await opened.pay("one", { accepted: upfront });
  expect([response.status, opened.settled.map(({ requirements }) => requirements)]).toEqual([200, [upfront]]);
  expect(store.entries("pending/")).toEqual([]);
});

test("terms are not kept for a payment that was refused", async () => {
  const store = memoryStore();
  await shop({ store, settles: [PENDING, REFUSED] }).pay("one");
  await shop({ store, settles: [REFUSED] }).pay("one");
  expect(store.entries("pending/")).toEqual([]);
});

test("a scheme can deliver on a settlement that is pending, once, and says what the facilitator said", async () => {
  const opened = openShop({ half: { awaits, delivers }, settles: [PENDING] });
  const response = await opened.pay("one");
  expect([response.status, textOf(response), reportOf(response), opened.calls]).toEqual([200, "content", PENDING, ["verify", "handler", "settle"]]);
  expect([(await opened.pay("one")).status, opened.calls.length]).toEqual([402, 3]);
});

test("a scheme that delivers on pending does not on a refusal, nor when nobody knows", async () => {
  expect((await openShop({ half: { awaits, delivers }, settles: [REFUSED] }).pay("one")).status).toBe(402);
  const opened = openShop({ half: { awaits, delivers }, settles: [LOST, PENDING] });
  expect((await opened.pay("one")).status).toBe(402);
  expect((await opened.pay("one")).status).toBe(200);
});

test("what a scheme refuses is answered 402 before anybody is asked", async () => {
  const refuses: NonNullable<SchemeServer["refuses"]> = ({ payload }) => (payload["type"] === undefined ? undefined : "payload.type is the server's");
  const opened = shop({ half: { refuses } });
  expect([(await opened.pay("one", { payload: { type: "status" } })).status, opened.calls]).toEqual([402, []]);
  expect((await opened.pay("one")).status).toBe(200);
  const faulty = shop({ half: { refuses }, faults: ["server.payload.operation-passed"] });
  expect([(await faulty.pay("one", { payload: { type: "status" } })).status, faulty.calls]).toEqual([200, ["settle status", "handler"]]);
});

test.each<[string, Partial<ShopOptions>, readonly number[], readonly string[]]>([
  ["server.flow.pending-delivered", { settles: [PENDING] }, [200, 402], ["settle", "handler"]],
  ["server.flow.pending-not-resettled", { settles: [PENDING, DONE] }, [402, 402], ["settle"]],
])("%s", async (fault, options, statuses, calls) => {
  const opened = shop({ ...options, faults: [fault] });
  const answers = [await opened.pay("one"), await opened.pay("one")];
  expect([answers.map(({ status }) => status), opened.calls]).toEqual([statuses, calls]);
});

test("server.flow.pending-terms-forgotten", async () => {
  const store = memoryStore();
  await shop({ store, settles: [PENDING] }).pay("one");
  const opened = shop({ store, offer: { ...upfront, amount: "200" }, faults: ["server.flow.pending-terms-forgotten"] });
  expect([(await opened.pay("one", { accepted: upfront })).status, opened.calls]).toEqual([402, []]);
});
