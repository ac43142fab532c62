import { afterEach, beforeEach, expect, test } from "vitest";
import { signWebhook } from "../../rails/index.ts";
import { type CardWorld, nextPaymentId, offerOf, settle, shop, startCardWorld } from "./testing/card-world.ts";
import type { SchemeFacilitator } from "../scheme.ts";

/** Events of the provider: believed when they are signed, and used only to ask how a payment stands. */

const SECRET = "whsec_test_of_cards";

let world: CardWorld;
let half: SchemeFacilitator;
beforeEach(async () => {
  world = await startCardWorld();
  half = world.facilitator();
});
afterEach(async () => await world.close());

const reads = (): number => world.rails.psp.control.calls().filter(({ operation }) => operation === "payment_intents.get").length;
const eventsOf = (type: string) => world.rails.psp.control.webhooks.events().filter((event) => event.type === type);

async function send(event: { id: string; type: string; object: unknown }, edit: { provider?: string; secret?: string; at?: number; tamper?: string; signature?: null } = {}): Promise<boolean | undefined> {
  const body = JSON.stringify({ id: event.id, object: "event", type: event.type, data: { object: event.object } });
  const signature = edit.signature === null ? null : signWebhook({ body, secret: edit.secret ?? SECRET, at: edit.at ?? world.clock.now() });
  return await half.notify?.({ provider: edit.provider ?? "simpay", signature, body: `${body}${edit.tamper ?? ""}` });
}

async function pendingCapture(): Promise<{ paymentId: string }> {
  const paymentId = nextPaymentId();
  await settle(half, { payload: { token: world.token({ as: "card_visa_capture_acknowledged" }), paymentId } });
  await settle(half, { payload: { type: "capture", paymentId, amount: "100" }, caller: shop });
  await world.rails.clock.advance({ minutes: 11 });
  return { paymentId };
}

test("what has become of a capture is asked once per event, and then known", async () => {
  const { paymentId } = await pendingCapture();
  const [event] = eventsOf("payment_intent.succeeded");
  if (event === undefined) throw new Error("no event");
  const before = reads();
  expect([await send(event), await send(event)]).toEqual([true, true]);
  expect(reads()).toBe(before + 1);
  world.rails.psp.control.faults.add({ fault: { kind: "error", when: "before" }, times: 100 });
  expect(await settle(half, { payload: { type: "capture", paymentId, amount: "100" }, caller: shop })).toMatchObject({ success: true, amount: "100" });
});

test("an event that is late takes nothing back", async () => {
  const { paymentId } = await pendingCapture();
  const [done] = eventsOf("payment_intent.succeeded");
  const [begun] = eventsOf("payment_intent.requires_capture");
  if (done === undefined || begun === undefined) throw new Error("no events");
  await send(done);
  expect(await send(begun)).toBe(true);
  expect(await settle(half, { payload: { type: "capture", paymentId, amount: "100" }, caller: shop })).toMatchObject({ success: true });
});

test("an event that says more than is so is no proof", async () => {
  const paymentId = nextPaymentId();
  await settle(half, { payload: { token: world.token(), paymentId } });
  const [begun] = eventsOf("payment_intent.requires_capture");
  if (begun === undefined) throw new Error("no event");
  expect(await send({ ...begun, type: "payment_intent.succeeded", object: { ...begun.object, status: "succeeded", amount_received: 100 } })).toBe(true);
  expect(await settle(half, { payload: { type: "capture", paymentId, amount: "73" }, caller: shop })).toMatchObject({ success: true, amount: "73" });
});

test("a hold that the issuer let go is known to be gone", async () => {
  const payload = { token: world.token({ as: "card_visa_short_hold" }), paymentId: nextPaymentId() };
  await settle(half, { payload });
  await world.rails.clock.advance({ hours: 2 });
  const [event] = eventsOf("payment_intent.canceled");
  if (event === undefined) throw new Error("no event");
  await send(event);
  expect(await half.verify({ payload, accepted: offerOf(), requirements: offerOf() })).toEqual({ isValid: false, invalidReason: "invalid_transaction_state" });
});

test.each([
  ["without a signature", { signature: null }],
  ["with another secret", { secret: "whsec_of_somebody_else" }],
  ["that was changed on the way", { tamper: " " }],
  ["from long ago", { at: Date.now() - 86_400_000 }],
  ["of a provider there is not", { provider: "constructor" }],
] as const)("an event %s is none", async (_, edit) => {
  await pendingCapture();
  const [event] = eventsOf("payment_intent.succeeded");
  if (event === undefined) throw new Error("no event");
  const before = reads();
  expect(await send(event, edit)).toBe(false);
  expect(reads()).toBe(before);
});

test("an event that cannot be looked into is to come again", async () => {
  const { paymentId } = await pendingCapture();
  const [event] = eventsOf("payment_intent.succeeded");
  if (event === undefined) throw new Error("no event");
  const down = world.rails.psp.control.faults.add({ fault: { kind: "error", when: "before" }, times: 100 });
  await expect(send(event)).rejects.toThrow(/could not be asked/);
  down.release();
  expect(await send(event)).toBe(true);
  expect(await settle(half, { payload: { type: "capture", paymentId, amount: "100" }, caller: shop })).toMatchObject({ success: true });
});

test("somebody else's event is genuine and of no use", async () => {
  expect(await send({ id: "evt_other", type: "payment_intent.succeeded", object: { id: "pi_other", merchant_reference: "order-7" } })).toBe(true);
  expect(world.rails.psp.control.calls()).toEqual([]);
});
