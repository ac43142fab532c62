import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";
import type { SendWebhook } from "./webhooks.ts";
import { SIGNATURE_HEADER, signWebhook, verifyWebhook } from "./webhook-signature.ts";

const hold = { capture_method: "manual", confirm: true } as const;

function receiver() {
  const got: { type: string; id: string; body: string; signature: string | undefined; intent: string }[] = [];
  const answers: (number | null)[] = [];
  const sendWebhook: SendWebhook = ({ headers, body }) => {
    const event = JSON.parse(body) as { id: string; type: string; data: { object: { id: string } } };
    got.push({ type: event.type, id: event.id, body, signature: headers[SIGNATURE_HEADER], intent: event.data.object.id });
    return Promise.resolve(answers.length === 0 ? 200 : (answers.shift() ?? null));
  };
  const world = createTestPsp({ sendWebhook });
  const endpoint = world.control.webhooks.open({ url: "http://facilitator.test/webhooks" });
  return { ...world, got, answers, endpoint, types: () => got.map(({ type }) => type) };
}

describe("events", () => {
  test("tell a payment's life in order, signed", async () => {
    const { create, ask, token, control, got, types, endpoint, clock } = receiver();
    const { id } = (await create({ ...hold, payment_method: token("card_visa") })).body;
    await ask(`POST /v1/payment_intents/${id}/capture`);
    await ask("POST /v1/refunds", { body: { payment_intent: id, amount: 40 } });
    control.payers.dispute({ intent: id });
    control.payers.closeDispute({ intent: id, outcome: "won" });
    await control.webhooks.idle();
    expect(types()).toEqual(["payment_intent.created", "payment_intent.requires_capture", "payment_intent.succeeded", "refund.created", "dispute.created", "dispute.closed"]);
    for (const { body, signature } of got) expect(verifyWebhook({ body, header: signature, secret: endpoint.secret, at: clock.now() })).toBe("valid");
    expect((await ask(`GET /v1/events/${got[2]?.id}`)).body).toEqual(JSON.parse(got[2]?.body ?? ""));
    expect(((await ask(`GET /v1/events?payment_intent=${id}`)).body["data"] as unknown[]).length).toBe(6);
  });

  test("are sent to those who asked for their kind and may know of the merchant", async () => {
    const { create, ask, token, control, types } = receiver();
    const shop = control.issueKey({ merchant: "acct_shop" }).secret;
    const stall = control.issueKey({ merchant: "acct_stall" }).secret;
    const made = await ask("POST /v1/webhook_endpoints", { key: shop, body: { url: "http://shop.test/hook", enabled_events: ["payment_intent.succeeded"] } });
    await ask("POST /v1/webhook_endpoints", { key: stall, body: { url: "http://stall.test/hook" } });
    expect(made.body["secret"]).toMatch(/^whsec_/);
    await create({ confirm: true, payment_method: token("card_visa") });
    await control.webhooks.idle();
    expect(types().toSorted()).toEqual(["payment_intent.created", "payment_intent.succeeded", "payment_intent.succeeded"]);
    expect((await ask(`DELETE /v1/webhook_endpoints/${made.body.id}`, { key: stall })).status).toBe(404);
    expect((await ask(`DELETE /v1/webhook_endpoints/${made.body.id}`, { key: shop })).body).toMatchObject({ deleted: true });
    expect((await ask("GET /v1/webhook_endpoints", { key: shop })).body["data"]).toEqual([]);
  });

  test("of one platform's payments are not another's to hear", async () => {
    const { create, ask, control, got } = receiver();
    const other = control.issueKey({ id: "key_other" }).secret;
    const made = await ask("POST /v1/webhook_endpoints", { key: other, body: { url: "http://other.test/hook" } });
    await create();
    await create({}, { key: other });
    await control.webhooks.idle();
    // Both at the endpoint for everybody, the second one at the other platform's as well.
    expect(got).toHaveLength(3);
    expect((await ask(`GET /v1/webhook_endpoints/${made.body.id}`)).status).toBe(404);
  });

  test.each(["not a url", "ftp://x/", ""])("are not sent to %j", async (url) => expect((await createTestPsp().ask("POST /v1/webhook_endpoints", { body: { url } })).status).toBe(400));
});

describe("a receiver that does not take an event", () => {
  test("is asked again after growing pauses, on the suite's clock", async () => {
    const { create, control, answers, got, clock } = receiver();
    answers.push(500, null, 302);
    await create();
    await control.webhooks.idle();
    expect(control.webhooks.deliveries()).toMatchObject([{ state: "retrying", attempts: [{ status: 500 }] }]);
    await clock.advance({ seconds: 59 });
    expect(got).toHaveLength(1);
    await clock.advance({ seconds: 1 });
    expect(got).toHaveLength(2);
    await clock.advance({ hours: 1 });
    expect(control.webhooks.deliveries()).toMatchObject([{ state: "delivered", attempts: [{ status: 500 }, { status: null }, { status: 302 }, { status: 200 }] }]);
    expect(new Set(got.map(({ id }) => id)).size).toBe(1);
  });

  test("and whose retry falls into a pause waits for its end", async () => {
    const { create, control, answers, got, clock } = receiver();
    answers.push(500);
    await create();
    await control.webhooks.idle();
    control.webhooks.pause();
    await clock.advance({ hours: 1 });
    expect(got).toHaveLength(1);
    await control.webhooks.resume();
    expect(control.webhooks.deliveries()).toMatchObject([{ state: "delivered", attempts: { length: 2 } }]);
  });

  test("is given up in the end", async () => {
    const { create, control, answers, clock } = receiver();
    answers.push(...Array.from({ length: 20 }, () => 500));
    await create();
    await clock.advance({ days: 10 });
    expect(control.webhooks.deliveries()).toMatchObject([{ state: "given-up", attempts: { length: 7 } }]);
    expect(clock.pending()).toEqual([]);
  });
});

describe("on command", () => {
  test("events wait, and come in any order, twice, or late", async () => {
    const { create, ask, token, control, types } = receiver();
    control.webhooks.pause();
    const { id } = (await create({ ...hold, payment_method: token("card_visa") })).body;
    await ask(`POST /v1/payment_intents/${id}/capture`);
    expect(types()).toEqual([]);
    const [created, held, captured] = control.webhooks.deliveries().map((delivery) => delivery.id);
    await control.webhooks.deliver([captured ?? "", held ?? "", captured ?? ""]);
    expect(types()).toEqual(["payment_intent.succeeded", "payment_intent.requires_capture", "payment_intent.succeeded"]);
    await control.webhooks.resume();
    expect(types().at(-1)).toBe("payment_intent.created");
    expect(control.webhooks.deliveries().map(({ state, attempts }) => [state, attempts.length])).toEqual([["delivered", 1], ["delivered", 1], ["delivered", 2]]);
    expect(created).toBeDefined();
  });

  test.each([
    ["wrong-secret", "forged"],
    ["tampered", "forged"],
    ["stale", "stale"],
    ["none", "malformed"],
    ["valid", "valid"],
  ] as const)("one that the provider never sent, with a signature that is %s, is %s", async (signature, verdict) => {
    const { control, got, endpoint, clock } = receiver();
    const event = { id: "evt_x", type: "payment_intent.succeeded", data: { object: { id: "pi_x" } } };
    expect(await control.webhooks.forge({ endpoint: endpoint.id, event, signature })).toBe(200);
    expect(got).toHaveLength(1);
    expect(verifyWebhook({ body: got[0]?.body ?? "", header: got[0]?.signature, secret: endpoint.secret, at: clock.now() })).toBe(verdict);
  });
});

test("the signing time can follow another clock than the suite's", async () => {
  const seen: string[] = [];
  const { create, control } = createTestPsp({ signatureTime: () => 1_000_000, sendWebhook: ({ headers }) => Promise.resolve(seen.push(headers[SIGNATURE_HEADER] ?? "") && 200) });
  control.webhooks.open({ url: "http://x.test/" });
  await create();
  await control.webhooks.idle();
  expect(seen[0]).toMatch(/^t=1000,v1=[0-9a-f]{64}$/);
});

test("any one of several signatures will do", () => {
  const [, v1] = signWebhook({ body: "b", secret: "s", at: 5_000 }).split(",");
  expect(verifyWebhook({ body: "b", secret: "s", at: 5_000, header: `t=5,v1=${"0".repeat(64)},${v1}` })).toBe("valid");
  expect(verifyWebhook({ body: "b", secret: "s", at: 400_000, header: `t=5,${v1}`, tolerance: 10 })).toBe("stale");
  for (const header of [null, "", "t=x,v1=00", "v1=00", `t=5,v1=${"Z".repeat(64)}`]) expect(verifyWebhook({ body: "b", secret: "s", at: 5_000, header })).toMatch(/malformed|forged/);
});

describe("a scenario", () => {
  test("chooses the secret beforehand", async () => {
    const { create, token, control, got, clock } = receiver();
    const secret = "whsec_of_this_run";
    control.webhooks.open({ url: "http://second.test/hook", secret, merchant: "acct_stall" });
    await create({ confirm: true, payment_method: token("card_visa"), merchant_account: "acct_stall" });
    await control.webhooks.idle();
    expect(got.filter(({ body, signature }) => verifyWebhook({ body, header: signature, secret, at: clock.now() }) === "valid").map(({ type }) => type)).toEqual(["payment_intent.created", "payment_intent.succeeded"]);
  });

  test("switches the events of one payer or merchant off, and delivers them in its own order", async () => {
    const { create, ask, token, control, types, clock } = receiver();
    const on = control.webhooks.hold({ payer: "alice" });
    const { id } = (await create({ confirm: true, payment_method: token("card_visa") })).body;
    await create({ confirm: true, payment_method: "pm_test_card_visa" });
    control.webhooks.pause();
    await control.webhooks.resume();
    await clock.advance({ days: 10 });
    expect(types()).toEqual(["payment_intent.created", "payment_intent.succeeded"]);
    expect(((await ask(`GET /v1/events?payment_intent=${id}`)).body["data"] as unknown[]).length).toBe(2);
    const held = control.webhooks.deliveries().filter(({ state }) => state === "held");
    await control.webhooks.deliver(held.map((delivery) => delivery.id).toReversed());
    expect(types().slice(2)).toEqual(["payment_intent.succeeded", "payment_intent.created"]);
    on();
    await create({ confirm: true, payment_method: token("card_visa") });
    await control.webhooks.idle();
    expect(types().length).toBe(6);
  });
});
