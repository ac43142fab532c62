import { expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";

const hold = { capture_method: "manual", confirm: true } as const;

test("the same request with the same key is done once and answered twice alike", async () => {
  const { create, token, control, balance } = createTestPsp();
  const body = { ...hold, payment_method: token("card_visa"), merchant_reference: "pay_1" };
  const first = await create(body, { idempotencyKey: "k1" });
  const again = await create(body, { idempotencyKey: "k1" });
  expect(again.body).toEqual(first.body);
  expect([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")]).toEqual([null, "true"]);
  expect([control.intents().length, balance("alice", "USD", "held")]).toEqual([1, 100n]);
  expect(control.calls().map(({ replayed, carriedOut, intent }) => [replayed, carriedOut, intent])).toEqual([[false, true, first.body.id], [true, false, first.body.id]]);
});

test("the order of members does not make another request of it", async () => {
  const { ask, token, control } = createTestPsp();
  const payment_method = token("card_visa");
  for (const body of [{ amount: 1, currency: "USD", payment_method, merchant_account: "acct_shop" }, { merchant_account: "acct_shop", payment_method, currency: "USD", amount: 1 }]) expect((await ask("POST /v1/payment_intents", { body, idempotencyKey: "k" })).status).toBe(200);
  expect(control.intents()).toHaveLength(1);
});

test("another request with the same key is refused, and so is another call", async () => {
  const { create, ask, token } = createTestPsp();
  const payment_method = token("card_visa");
  const { id } = (await create({ ...hold, payment_method }, { idempotencyKey: "k1" })).body;
  for (const answer of [await create({ ...hold, payment_method, amount: 101 }, { idempotencyKey: "k1" }), await ask(`POST /v1/payment_intents/${id}/capture`, { idempotencyKey: "k1" })]) expect(answer).toMatchObject({ status: 422, body: { error: { type: "idempotency_error", code: "idempotency_key_reused" } } });
});

test("a decline is kept; what was refused before anything was done is not", async () => {
  const { create, token, control } = createTestPsp();
  const soft = { ...hold, payment_method: token("card_visa_soft_once") };
  for (let turn = 0; turn < 2; turn += 1) expect((await create(soft, { idempotencyKey: "declined" })).status).toBe(402);
  expect(control.intents()).toHaveLength(1);
  expect((await create({ ...hold, payment_method: "pm_none" }, { idempotencyKey: "wrong" })).status).toBe(404);
  expect((await create({ ...hold, payment_method: token("card_visa") }, { idempotencyKey: "wrong" })).status).toBe(200);
});

test("keys belong to whoever sent them, and are forgotten after a day", async () => {
  const { create, token, control, clock } = createTestPsp();
  const body = { ...hold, payment_method: token("card_visa") };
  await create(body, { idempotencyKey: "k1" });
  await create(body, { idempotencyKey: "k1", key: control.issueKey({ id: "key_other" }).secret });
  expect(control.intents()).toHaveLength(2);
  await clock.advance({ hours: 24 });
  await create(body, { idempotencyKey: "k1" });
  expect(control.intents()).toHaveLength(3);
});

test("while the first request is being carried out, a second one is told so", async () => {
  const { create, token, control } = createTestPsp();
  const { promise, resolve } = Promise.withResolvers<void>();
  control.faults.add({ fault: { kind: "slow", until: promise } });
  const body = { ...hold, payment_method: token("card_visa") };
  const first = create(body, { idempotencyKey: "k1" });
  await expect.poll(() => control.calls()[0]?.fault).toBe("slow");
  expect(await create(body, { idempotencyKey: "k1" })).toMatchObject({ status: 409, body: { error: { type: "idempotency_error", code: "idempotency_key_in_use" } } });
  expect(await create({ ...body, amount: 5 }, { idempotencyKey: "k1" })).toMatchObject({ status: 422 });
  resolve();
  expect((await first).status).toBe(200);
  expect((await create(body, { idempotencyKey: "k1" })).headers.get("idempotent-replayed")).toBe("true");
  expect(control.intents()).toHaveLength(1);
});

test("a key is visible ASCII of reasonable length", async () => {
  const { create } = createTestPsp();
  expect((await create({}, { idempotencyKey: "x".repeat(256) })).body.error).toMatchObject({ code: "idempotency_key_invalid" });
});
