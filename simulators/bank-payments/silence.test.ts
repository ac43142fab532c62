import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultHandle, PspFault } from "../rails/index.ts";
import { memoryStore } from "../store.ts";
import { ALL, asked, type BankWorld, gist, presented, type RailName, startBankWorld } from "./testing/world.ts";

/** When the PSP does not answer: clause 6.6. */

let world: BankWorld;
beforeEach(async () => void (world = await startBankWorld({ seed: "bank-silence" })));
afterEach(async () => await world.close());

const control = () => world.rails.psp.control;
const silence = (when: "before" | "after", operation?: string): FaultHandle => control().faults.add({ fault: { kind: "drop", when }, times: 1_000, ...(operation === undefined ? {} : { operation }) });
const orders = () => control().calls().filter(({ operation }) => operation === "payment_intents.create");
const begin = (rail: RailName, deliverOn: "accepted" | "settled" = "settled") => {
  const payer = world.payer({ rail });
  const store = memoryStore();
  const payment = presented({ token: payer.token, requirements: world.requirements({ rail, deliverOn }) });
  return { payer, store, payment, half: world.half({ rail, store }) };
};
const UNKNOWN = "unexpected_settle_error -";
const done = (rail: RailName): string => (rail === "sct-inst" ? "success settled pi" : "settlement_pending pending pi");

describe.each(ALL)("on %s", (rail) => {
  test.each(["before", "after"] as const)("an order that is not answered, %s its effect, is neither accepted nor refused, and resumed", async (when) => {
    const { payer, half, payment, store } = begin(rail);
    const orderLost = silence(when, "payment_intents.create");
    const restLost = silence("before", "payment_intents.list");
    const replies = [await half.settle(payment), await half.settle(payment), await half.settle(asked(payment)), await world.half({ rail, store }).settle(payment)];
    expect(replies.map(gist)).toEqual([UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
    expect(replies.every(({ extra }) => extra === undefined)).toBe(true);
    restLost.release();
    // It may still be on its way.
    expect(gist(await half.settle(asked(payment)))).toBe(when === "before" ? UNKNOWN : done(rail));
    orderLost.release();
    expect(gist(await half.settle(payment))).toBe(done(rail));
    await world.settleAll();
    expect(world.paid(payer, rail)).toBe(1_250n);
    expect(new Set(orders().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  test("nothing is started when the token cannot be looked at, and nothing is said of it", async () => {
    const { half, payment } = begin(rail);
    const lost = silence("before");
    expect(gist(await half.settle(payment))).toBe(UNKNOWN);
    expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: "unexpected_verify_error" });
    expect(gist(await half.settle(asked(payment)))).toMatch(/_payment_unknown -$/);
    lost.release();
    expect(gist(await half.settle(payment))).toBe(done(rail));
  });

  test("a payment that is known is not guessed at", async () => {
    const { half, payment } = begin(rail, rail === "sct-inst" ? "settled" : "accepted");
    const { transaction } = await half.settle(payment);
    const lost = silence("before");
    for (const ask of [payment, asked(payment)]) expect(await half.settle(ask)).toMatchObject({ success: false, errorReason: "unexpected_settle_error", transaction });
    lost.release();
    expect(gist(await half.settle(asked(payment)))).toBe(done(rail));
  });

  test("keys differ between payments", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const { half, payment } = begin(rail);
      await half.settle(payment);
    }
    const keys = orders().map(({ idempotencyKey }) => idempotencyKey);
    expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
    // Made so that no run of digits in it can be taken for a card's number.
    for (const key of keys) expect(key).toMatch(/^x402-[a-z]{64}$/);
  });

  test("an order is found by its reference when the PSP has forgotten its key", async () => {
    const { half, payment, payer } = begin(rail);
    const lost = silence("after", "payment_intents.create");
    expect(gist(await half.settle(payment))).toBe(UNKNOWN);
    lost.release();
    await world.rails.clock.advance({ days: 7 });
    expect(gist(await half.settle(payment))).toBe("success settled pi");
    expect([orders().length, world.paid(payer, rail)]).toEqual([1, 1_250n]);
  });

  test.each<[string, PspFault]>([
    ["busy", { kind: "rate-limited", retryAfter: 1 }],
    ["in trouble", { kind: "error", when: "before", status: 503 }],
    ["told that the key is in use", { kind: "answer", status: 409, body: JSON.stringify({ error: { type: "idempotency_error", code: "idempotency_key_in_use", message: "wait" } }) }],
    ["of the opinion that it is somebody else", { kind: "answer", status: 401, body: JSON.stringify({ error: { type: "authentication_error", code: "api_key_invalid", message: "no" } }) }],
    ["talking of no payment", { kind: "answer", status: 200, body: JSON.stringify({ object: "list", data: [] }) }],
  ])("a PSP that is %s has not refused", async (_name, fault) => {
    const { half, payment } = begin(rail);
    control().faults.add({ fault, operation: "payment_intents.create" });
    expect(gist(await half.settle(payment))).toBe(UNKNOWN);
    expect(gist(await half.settle(payment))).toBe(done(rail));
  });
});

test("a consent is not given to another payment while nobody knows whether it was used", async () => {
  control().setLimits({ enforceConsents: false });
  const { half, payment, payer, store } = begin("sct-inst");
  const lost = silence("before");
  lost.release();
  const orderLost = silence("before", "payment_intents.create");
  expect(gist(await half.settle(payment))).toBe(UNKNOWN);
  orderLost.release();
  const other = presented({ token: payer.token, requirements: world.requirements({ rail: "sct-inst" }) });
  expect(gist(await world.half({ rail: "sct-inst", store }).settle(other))).toBe("sepa_consent_required -");
  expect(gist(await half.settle(payment))).toBe("success settled pi");
  expect(gist(await half.settle(other))).toBe("sepa_consent_required -");
  expect(world.paid(payer, "sct-inst")).toBe(1_250n);
});
