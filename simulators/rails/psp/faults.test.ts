import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";
import type { PspFault } from "./faults.ts";

const hold = { capture_method: "manual", confirm: true } as const;

const BEFORE: readonly PspFault[] = [{ kind: "drop", when: "before" }, { kind: "timeout", when: "before" }, { kind: "error", when: "before", status: 502 }, { kind: "rate-limited", retryAfter: 30 }, { kind: "answer", status: 200, body: "<html>" }];
const AFTER: readonly PspFault[] = [{ kind: "drop", when: "after" }, { kind: "timeout", when: "after" }, { kind: "error", when: "after" }];

describe.each([...BEFORE.map((fault) => [fault, 0] as const), ...AFTER.map((fault) => [fault, 1] as const)])("%o", (fault, effects) => {
  test("meets one call, with the effect it is to have, and a retry by idempotency key has exactly one", async () => {
    const { create, token, control, balance } = createTestPsp();
    const struck = control.faults.add({ fault, operation: "payment_intents.create" });
    const body = { ...hold, payment_method: token("card_visa") };
    const gaveUp = new AbortController();
    const first = create(body, { idempotencyKey: "k", signal: gaveUp.signal }).then(({ status }) => status, () => "cut");
    if (fault.kind === "timeout") {
      await expect.poll(() => struck.met.length).toBe(1);
      gaveUp.abort();
    }
    expect(await first).toBe(fault.kind === "error" ? (fault.status ?? 500) : fault.kind === "rate-limited" ? 429 : fault.kind === "answer" ? 200 : "cut");
    expect([control.intents().length, balance("alice", "USD", "held")]).toEqual([effects, BigInt(effects) * 100n]);
    const again = await create(body, { idempotencyKey: "k" });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, effects === 1 ? "true" : null]);
    expect([control.intents().length, balance("alice", "USD", "held"), struck.met.length]).toEqual([1, 100n, 1]);
  });
});

test("a rate limit says when to come back", async () => {
  const { create, control } = createTestPsp();
  control.faults.add({ fault: { kind: "rate-limited", retryAfter: 30 } });
  const { status, headers, body } = await create();
  expect([status, headers.get("retry-after"), body.error]).toMatchObject([429, "30", { type: "rate_limit_error", code: "rate_limited" }]);
});

test("a held call is answered after all when it is let go", async () => {
  const { create, token, control } = createTestPsp();
  const struck = control.faults.add({ fault: { kind: "timeout", when: "after" } });
  const pending = create({ ...hold, payment_method: token("card_visa") });
  await expect.poll(() => control.intents().length).toBe(1);
  struck.release();
  expect((await pending).body.status).toBe("requires_capture");
});

test("meets the calls it is meant for, as often as it is meant to", async () => {
  const { create, ask, token, control } = createTestPsp();
  const [one, two] = [await create({ ...hold, payment_method: token("card_visa") }), await create({ ...hold, payment_method: token("card_visa") })].map(({ body }) => body.id);
  const struck = control.faults.add({ fault: { kind: "error", when: "before" }, operation: "payment_intents.capture", intent: two ?? "", times: 2 });
  expect((await ask(`POST /v1/payment_intents/${one}/capture`)).status).toBe(200);
  expect((await ask(`GET /v1/payment_intents/${two}`)).status).toBe(200);
  const statuses = [];
  for (let turn = 0; turn < 3; turn += 1) statuses.push((await ask(`POST /v1/payment_intents/${two}/capture`)).status);
  expect([statuses, struck.met.length]).toEqual([[500, 500, 200], 2]);
  control.faults.add({ fault: { kind: "error", when: "before" }, where: ({ body }) => body?.["amount"] === 7, times: Infinity });
  expect([(await create({ amount: 7 })).status, (await create({ amount: 8 })).status, (await create({ amount: 7 })).status]).toEqual([500, 200, 500]);
  control.faults.clear();
  expect((await create({ amount: 7 })).status).toBe(200);
});

test("watchers stand before and after each call, and can hold it up", async () => {
  const { create, control } = createTestPsp();
  const seen: string[] = [];
  const stop = control.watch({
    before: async ({ operation }) => {
      await Promise.resolve();
      seen.push(`before ${operation} ${control.intents().length}`);
    },
    after: ({ operation, carriedOut }) => void seen.push(`after ${operation} ${control.intents().length} ${carriedOut}`),
  });
  await create();
  stop();
  await create();
  expect(seen).toEqual(["before payment_intents.create 0", "after payment_intents.create 1 true"]);
});

test("the log says what every call was, and keeps no secret", async () => {
  const { create, ask, token, control, key } = createTestPsp();
  const payment_method = token("card_visa");
  const { id } = (await create({ ...hold, payment_method }, { idempotencyKey: "k" })).body;
  const { sequence } = control.calls()[0] ?? { sequence: 0 };
  await ask(`POST /v1/payment_intents/${id}/capture`, { body: { amount_to_capture: 200 } });
  expect(control.calls({ after: sequence })).toMatchObject([{ operation: "payment_intents.capture", method: "POST", path: `/v1/payment_intents/${id}/capture`, key: "key_platform", idempotencyKey: null, intent: id, merchant: "acct_shop", paymentMethod: payment_method, status: 400, error: "amount_too_large", carriedOut: false, cardData: false }]);
  expect(JSON.stringify(control.calls(), (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value))).not.toContain(key);
});
