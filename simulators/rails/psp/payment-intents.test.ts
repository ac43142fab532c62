import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";

const hold = { capture_method: "manual", confirm: true } as const;

describe("a hold by card", () => {
  test("is placed, captured in part, and gone", async () => {
    const { create, ask, token, balance } = createTestPsp();
    const placed = await create({ ...hold, payment_method: token("card_visa"), merchant_reference: "pay_1", transaction_indicator: "x402", metadata: { a: "b" }, statement_descriptor: "SHOP" });
    expect(placed).toMatchObject({ status: 200, body: { object: "payment_intent", status: "requires_capture", amount: 100, amount_capturable: 100, amount_received: 0, currency: "USD", merchant_account: "acct_shop", attempts: 1, transaction_indicator: "x402", merchant_reference: "pay_1", metadata: { a: "b" }, statement_descriptor: "SHOP", livemode: false } });
    expect(placed.body["capture_before"]).toBe(Number(placed.body["created"]) + 7 * 86_400);
    expect(placed.body["payment_method_details"]).toMatchObject({ type: "card", network: "visa" });
    expect(balance("alice", "USD", "held")).toBe(100n);
    const captured = await ask(`POST /v1/payment_intents/${placed.body.id}/capture`, { body: { amount_to_capture: 73, metadata: { c: "d" } } });
    expect(captured.body).toMatchObject({ status: "succeeded", amount_capturable: 0, amount_received: 73, metadata: { a: "b", c: "d" }, capture_before: null });
    expect([balance("alice"), balance("acct_shop")]).toEqual([9_927n, 73n]);
    expect((await ask(`GET /v1/payment_intents/${placed.body.id}`)).body).toEqual(captured.body);
  });

  test.each([
    ["capture", { amount_to_capture: 101 }, "amount_too_large"],
    ["capture", { amount_to_capture: 0 }, "amount_invalid"],
    ["capture", { amount_to_capture: "73" }, "amount_invalid"],
    ["capture", { amount: 73 }, "parameter_unknown"],
    ["cancel", { cancellation_reason: "bored" }, "parameter_invalid"],
    ["confirm", {}, "intent_unexpected_state"],
  ])("%s with %o is refused as %s and changes nothing", async (action, body, code) => {
    const { create, ask, token, ledger } = createTestPsp();
    const { id } = (await create({ ...hold, payment_method: token("card_visa") })).body;
    const position = ledger.position();
    expect(await ask(`POST /v1/payment_intents/${id}/${action}`, { body })).toMatchObject({ status: 400, body: { error: { type: "invalid_request_error", code } } });
    expect(ledger.position()).toBe(position);
  });

  test("is captured once and voided once, never both", async () => {
    const { create, ask, token } = createTestPsp();
    const captured = (await create({ ...hold, payment_method: token("card_visa") })).body.id;
    const voided = (await create({ ...hold, payment_method: token("card_visa") })).body.id;
    expect((await ask(`POST /v1/payment_intents/${captured}/capture`)).body.status).toBe("succeeded");
    expect((await ask(`POST /v1/payment_intents/${voided}/cancel`)).body).toMatchObject({ status: "canceled", cancellation_reason: "requested_by_merchant" });
    for (const id of [captured, voided]) for (const action of ["capture", "cancel"]) expect((await ask(`POST /v1/payment_intents/${id}/${action}`)).body.error).toMatchObject({ code: "intent_unexpected_state" });
  });

  test("lapses with the issuer's patience", async () => {
    const { create, ask, token, clock, balance } = createTestPsp();
    const { id } = (await create({ ...hold, payment_method: token("card_visa") })).body;
    await clock.advance({ timeline: "alice", days: 7 });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body).toMatchObject({ status: "canceled", cancellation_reason: "hold_expired" });
    expect(balance("alice")).toBe(10_000n);
  });

  test.each([
    ["card_visa_capture_acknowledged", "succeeded", 9_900n],
    ["card_visa_capture_lost", "failed", 10_000n],
  ])("of %s is being processed after its capture, and then %s", async (as, status, left) => {
    const { create, ask, token, clock, balance } = createTestPsp();
    const { id } = (await create({ ...hold, payment_method: token(as) })).body;
    expect((await ask(`POST /v1/payment_intents/${id}/capture`)).body.status).toBe("processing");
    await clock.advance({ minutes: 10 });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body.status).toBe(status);
    expect(balance("alice")).toBe(left);
  });

  test("for a part is placed where the merchant takes one", async () => {
    const { create, token } = createTestPsp();
    expect((await create({ ...hold, payment_method: token("card_amex_part"), partial_authorization: "if_available" })).body).toMatchObject({ status: "requires_capture", amount_capturable: 50 });
    expect(await create({ ...hold, payment_method: token("card_amex_part") })).toMatchObject({ status: 402 });
  });
});

describe("an issuer's refusal", () => {
  test.each([
    ["card_visa_stolen_card", "card_declined", "stolen_card", "do_not_try_again", "43"],
    ["card_mastercard_closed_account", "card_declined", "closed_account", "do_not_try_again", "03"],
    ["card_amex_insufficient_funds", "card_declined", "insufficient_funds", "try_again_later", null],
    ["card_mastercard_try_again_later", "card_declined", "try_again_later", "try_again_later", "02"],
  ])("of %s says what it is", async (as, code, decline, advice, network) => {
    const { create, token } = createTestPsp();
    const { status, body } = await create({ ...hold, payment_method: token(as) });
    expect([status, body.error]).toMatchObject([402, { type: "card_error", code, decline_code: decline, advice_code: advice, network_code: network, payment_intent: { status: "requires_payment_method", last_payment_error: { decline_code: decline } } }]);
  });

  test("for lack of money is a soft one", async () => {
    const { create, token } = createTestPsp();
    expect((await create({ ...hold, amount: 10_001, payment_method: token("card_visa") })).body.error).toMatchObject({ decline_code: "insufficient_funds" });
  });

  test("can be tried again, with the same card or another, as often as the provider allows", async () => {
    const { create, ask, token, control } = createTestPsp();
    const refused = await create({ ...hold, payment_method: token("card_visa_soft_twice") });
    const { id } = refused.body.error["payment_intent"] as { id: string };
    expect((await ask(`POST /v1/payment_intents/${id}/confirm`)).status).toBe(402);
    expect((await ask(`POST /v1/payment_intents/${id}/confirm`)).body).toMatchObject({ status: "requires_capture", attempts: 3 });
    control.setLimits({ attemptsPerIntent: 1 });
    expect((await ask("GET /v1/account")).body["limits"]).toMatchObject({ attempts_per_intent: 1, card_networks: { visa: { retries: 15 } } });
    const other = (await create({ ...hold, payment_method: token("card_visa_try_again_later") })).body.error["payment_intent"] as { id: string };
    expect((await ask(`POST /v1/payment_intents/${other.id}/confirm`, { body: { payment_method: token("card_visa") } })).body.error).toMatchObject({ code: "attempt_limit_reached" });
    expect(control.intent(other.id)).toMatchObject({ attempts: 1 });
  });
});

describe("authentication", () => {
  test("is a page the cardholder is sent to", async () => {
    const { create, ask, token, balance } = createTestPsp();
    const { body } = await create({ ...hold, payment_method: token("card_visa_challenge") });
    expect(body.status).toBe("requires_action");
    expect(balance("alice", "USD", "held")).toBe(0n);
    const path = new URL((body["next_action"] as { url: string }).url).pathname;
    expect((await ask(`GET ${path}`, { key: null })).body["text"]).toContain("Authenticate");
    expect((await ask(`POST ${path}`, { key: null })).status).toBe(200);
    expect((await ask(`GET /v1/payment_intents/${body.id}`)).body.status).toBe("requires_capture");
    expect((await ask(`POST ${path}`, { key: null })).status).toBe(404);
  });

  test("that fails is a decline", async () => {
    const { create, ask, token, control } = createTestPsp();
    const { id } = (await create({ ...hold, payment_method: token("card_visa_challenge_failed") })).body;
    control.payers.authenticate(id);
    expect((await ask(`GET /v1/payment_intents/${id}`)).body).toMatchObject({ status: "requires_payment_method", last_payment_error: { code: "authentication_required" } });
  });

  test("is a decline at once for one who says that nobody is there", async () => {
    const { create, token, balance } = createTestPsp();
    const { status, body } = await create({ ...hold, payment_method: token("card_visa_challenge"), on_authentication: "fail" });
    expect([status, body.error]).toMatchObject([402, { code: "authentication_required", advice_code: "authenticate_cardholder", network_code: "1A" }]);
    expect(balance("alice", "USD", "held")).toBe(0n);
  });

  test("of a payment that is captured by itself goes on to the capture", async () => {
    const { create, token, control } = createTestPsp();
    const { id } = (await create({ confirm: true, payment_method: token("card_visa_challenge") })).body;
    control.payers.authenticate(id);
    expect(control.intent(id)).toMatchObject({ status: "succeeded", amount_received: 100 });
  });
});

describe("what is not as it has to be", () => {
  test.each([
    [{ amount: 1.5 }, "amount_invalid"],
    [{ amount: 0 }, "amount_invalid"],
    [{ amount: 1_000_000_000_000 }, "amount_invalid"],
    [{ currency: "usd" }, "currency_invalid"],
    [{ currency: "XAU" }, "currency_invalid"],
    [{ merchant_account: "acct_none" }, "merchant_account_unknown"],
    [{ confirm: true }, "parameter_missing"],
    [{ payment_method: "pm_none" }, "resource_missing"],
    [{ colour: "red" }, "parameter_unknown"],
    [{ capture_method: "later" }, "parameter_invalid"],
    [{ metadata: { a: 1 } }, "parameter_invalid"],
    [{ statement_descriptor: "x".repeat(23) }, "parameter_invalid"],
    [{ transaction_indicator: "X 402" }, "parameter_invalid"],
  ])("%o is refused as %s, and leaves no intent", async (more, code) => {
    const { create, control } = createTestPsp();
    expect((await create(more)).body.error).toMatchObject({ code });
    expect(control.intents()).toEqual([]);
  });

  test.each(["[]", "{", "1", '"x"'])("a body %s is refused", async (body) => {
    const { ask } = createTestPsp();
    expect(await ask("POST /v1/payment_intents", { body })).toMatchObject({ status: 400, body: { error: { code: "body_invalid" } } });
  });

  test("a currency without minor units, and one with three digits, are taken as they are", async () => {
    const { create, token, balance } = createTestPsp();
    for (const currency of ["JPY", "KWD"]) expect((await create({ amount: 5, currency, confirm: true, payment_method: token("card_visa") })).body).toMatchObject({ amount: 5, amount_received: 5, currency });
    expect([balance("acct_shop", "JPY"), balance("acct_shop", "KWD")]).toEqual([5n, 5n]);
  });
});

describe("who may do what", () => {
  test("nothing without a key that is one", async () => {
    const { ask, control, key } = createTestPsp();
    for (const bad of [null, "sk_test_wrong"]) expect(await ask("GET /v1/account", { key: bad })).toMatchObject({ status: 401, body: { error: { type: "authentication_error", code: "api_key_invalid" } } });
    control.revokeKey(key);
    expect((await ask("GET /v1/account")).status).toBe(401);
  });

  test("a merchant's key sees and moves its own payments only", async () => {
    const { create, ask, token, control } = createTestPsp();
    const { id } = (await create({ ...hold, payment_method: token("card_visa") })).body;
    const stall = control.issueKey({ merchant: "acct_stall" }).secret;
    const shop = control.issueKey({ merchant: "acct_shop" }).secret;
    for (const call of [`GET /v1/payment_intents/${id}`, `POST /v1/payment_intents/${id}/capture`, `POST /v1/payment_intents/${id}/cancel`]) expect((await ask(call, { key: stall })).status).toBe(404);
    expect((await create({}, { key: stall })).body.error).toMatchObject({ type: "permission_error", code: "merchant_not_permitted" });
    expect((await ask("GET /v1/payment_intents", { key: stall })).body["data"]).toEqual([]);
    expect((await ask(`POST /v1/payment_intents/${id}/capture`, { key: shop })).body.status).toBe("succeeded");
    expect((await ask("GET /v1/balance", { key: shop })).body["pending"]).toEqual([{ currency: "USD", amount: 100 }]);
  });

  test("a platform says for whom it acts", async () => {
    const { ask } = createTestPsp();
    expect((await ask("POST /v1/payment_intents", { body: { amount: 1, currency: "USD" } })).body.error).toMatchObject({ code: "parameter_missing", param: "merchant_account" });
  });

  test("paths the API does not have, and other methods, are told as such", async () => {
    const { ask } = createTestPsp();
    for (const call of ["GET /v1/nonsense", "DELETE /v1/payment_intents/pi_x", "PUT /v1/refunds"]) expect(await ask(call)).toMatchObject({ status: 404, body: { error: { code: "path_unknown" } } });
  });
});

test("intents are found again by the merchant's reference, newest first", async () => {
  const { create, ask, token } = createTestPsp();
  const ids = [];
  for (const merchant_reference of ["a", "b", "a"]) ids.push((await create({ ...hold, payment_method: token("card_visa"), merchant_reference })).body.id);
  const found = (await ask("GET /v1/payment_intents?merchant_account=acct_shop&merchant_reference=a")).body;
  expect([(found["data"] as { id: string }[]).map(({ id }) => id), found["has_more"]]).toEqual([[ids[2], ids[0]], false]);
  expect((await ask("GET /v1/payment_intents?limit=1")).body["has_more"]).toBe(true);
});

test("the published test tokens work for anybody, and mint further ones", async () => {
  const { create, ask } = createTestPsp();
  expect((await create({ ...hold, payment_method: "pm_test_card_visa" })).body.status).toBe("requires_capture");
  const minted = (await ask("POST /v1/payment_methods", { body: { test_token: "pm_test_card_visa_challenge", single_use: true } })).body;
  expect(minted).toMatchObject({ object: "payment_method", type: "card", network: "visa", single_use: true, used: false });
  expect((await create({ ...hold, payment_method: minted.id })).body.status).toBe("requires_action");
  expect((await ask("POST /v1/payment_methods", { body: { test_token: "pm_visa" } })).status).toBe(400);
});

test("a single-use token pays once, and a detached one no more", async () => {
  const { create, ask, token, control } = createTestPsp();
  const once = token("card_visa", { singleUse: true });
  expect((await create({ ...hold, payment_method: once })).status).toBe(200);
  expect((await create({ ...hold, payment_method: once })).body.error).toMatchObject({ code: "payment_method_used" });
  control.setLimits({ enforceSingleUse: false });
  expect((await create({ ...hold, payment_method: once })).status).toBe(200);
  await ask(`POST /v1/payment_methods/${once}/detach`);
  expect((await create({ ...hold, payment_method: once })).body.error).toMatchObject({ code: "payment_method_detached" });
});

test("two tokens of one card have one fingerprint", async () => {
  const { ask, token, control } = createTestPsp();
  const first = token("card_visa");
  const second = control.tokens.mint({ owner: "alice", as: "card_visa", of: first }).id;
  const fingerprint = async (id: string) => (await ask(`GET /v1/payment_methods/${id}`)).body["fingerprint"];
  expect(await fingerprint(second)).toBe(await fingerprint(first));
  expect(await fingerprint(token("card_visa"))).not.toBe(await fingerprint(first));
});
