import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";

const debit = { confirm: true, mandate_data: { accepted_at: 1_772_000_000, reference: "M-1" } } as const;
const DAYS = 86_400_000;

describe("a debit over ACH", () => {
  test("is processing until it settles, and later the merchant's", async () => {
    const { create, ask, token, clock, balance } = createTestPsp();
    const { body } = await create({ ...debit, payment_method: token("ach") });
    expect(body).toMatchObject({ status: "processing", amount_received: 0, expected_settlement: Date.parse("2026-03-04T13:30:00Z") / 1_000 });
    expect(balance("acct_shop")).toBe(0n);
    await clock.advanceTo({ timeline: "alice", time: Date.parse("2026-03-04T13:30:00Z") });
    expect((await ask(`GET /v1/payment_intents/${body.id}`)).body).toMatchObject({ status: "succeeded", amount_received: 100, return: null });
    expect((await ask("GET /v1/balance?merchant_account=acct_shop")).body).toMatchObject({ available: [], pending: [{ currency: "USD", amount: 100 }] });
    await clock.advance({ timeline: "alice", days: 7 });
    expect((await ask("GET /v1/balance?merchant_account=acct_shop")).body).toMatchObject({ available: [{ currency: "USD", amount: 100 }] });
  });

  test("can be canceled until its file leaves", async () => {
    const { create, ask, token, clock } = createTestPsp();
    const first = (await create({ ...debit, payment_method: token("ach") })).body.id;
    const second = (await create({ ...debit, payment_method: token("ach") })).body.id;
    expect((await ask(`POST /v1/payment_intents/${first}/cancel`)).body.status).toBe("canceled");
    await clock.advance({ timeline: "alice", hours: 8 });
    expect((await ask(`POST /v1/payment_intents/${second}/cancel`)).body.error).toMatchObject({ code: "intent_unexpected_state" });
  });

  test.each([
    ["ach_r01", "returned", "R01"],
    ["ach_r29", "returned", "R29"],
    ["ach_r10", "returned", "R10"],
  ])("of %s settles first and is then %s", async (as, status, code) => {
    const { create, ask, token, clock, balance } = createTestPsp();
    const { id } = (await create({ ...debit, payment_method: token(as) })).body;
    await clock.advanceTo({ timeline: "alice", time: Date.parse("2026-03-04T13:30:00Z") });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body.status).toBe("succeeded");
    await clock.advance({ timeline: "alice", milliseconds: 70 * DAYS });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body).toMatchObject({ status, amount_received: 0, return: { type: "return", reason_code: code } });
    expect([balance("alice"), balance("acct_shop")]).toEqual([10_000n, 0n]);
  });

  test("that the operator rejects fails before it settles", async () => {
    const { create, ask, token, clock } = createTestPsp();
    const { id } = (await create({ ...debit, payment_method: token("ach_r13") })).body;
    await clock.advance({ timeline: "alice", hours: 10 });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body).toMatchObject({ status: "failed", last_payment_error: { type: "bank_error", code: "bank_rejected", reason_code: "R13" } });
  });

  test("on the same day is for a limited amount", async () => {
    const { create, token } = createTestPsp();
    expect((await create({ ...debit, speed: "same_day", payment_method: token("ach") })).body["expected_settlement"]).toBe(Date.parse("2026-03-03T18:00:00Z") / 1_000);
    expect((await create({ ...debit, speed: "same_day", amount: 100_000_001, payment_method: token("ach") })).body.error).toMatchObject({ code: "amount_too_large" });
  });
});

describe("a mandate", () => {
  test("is needed for a debit, and stays for the next", async () => {
    const { create, ask, token } = createTestPsp();
    const payment_method = token("sepa_debit");
    const common = { currency: "EUR", confirm: true, payment_method };
    expect((await create(common)).body.error).toMatchObject({ code: "mandate_required" });
    const first = await create({ ...common, mandate_data: { reference: "UMR-1" } });
    const mandate = String(first.body["mandate"]);
    expect((await ask(`GET /v1/mandates/${mandate}`)).body).toMatchObject({ reference: "UMR-1", status: "active", payment_method, merchant_account: "acct_shop" });
    expect((await create(common)).body["mandate"]).toBe(mandate);
    expect((await create({ ...common, merchant_account: "acct_stall" })).body.error).toMatchObject({ code: "mandate_required" });
    expect((await create({ ...common, merchant_account: "acct_stall", mandate })).body.error).toMatchObject({ code: "mandate_invalid" });
    expect((await ask(`POST /v1/mandates/${mandate}/revoke`)).body.status).toBe("inactive");
    expect((await create({ ...common, mandate })).body.error).toMatchObject({ code: "mandate_inactive" });
    expect((await create(common)).body.error).toMatchObject({ code: "mandate_required" });
    expect((await ask(`GET /v1/mandates?payment_method=${payment_method}`)).body["data"]).toMatchObject([{ id: mandate }]);
  });

  test("can be set up first; cards need none", async () => {
    const { create, ask, token } = createTestPsp();
    const payment_method = token("ach");
    const { id } = (await ask("POST /v1/mandates", { body: { payment_method, merchant_account: "acct_shop" } })).body;
    expect((await create({ confirm: true, payment_method })).body["mandate"]).toBe(id);
    expect((await ask("POST /v1/mandates", { body: { payment_method: token("card_visa"), merchant_account: "acct_shop" } })).body.error).toMatchObject({ code: "mandate_not_supported" });
  });
});

describe("SEPA", () => {
  test.each([
    ["sepa_debit_reject_ac04", "failed", { last_payment_error: { reason_code: "AC04" } }],
    ["sepa_debit_refusal_ms02", "failed", { last_payment_error: { reason_code: "MS02" } }],
    ["sepa_debit_return_am04", "returned", { return: { type: "return", reason_code: "AM04" } }],
    ["sepa_debit_refund_md06", "returned", { return: { type: "refund", reason_code: "MD06" } }],
    ["sepa_debit_refund_md01", "returned", { return: { type: "refund", reason_code: "MD01" } }],
    ["sepa_debit", "succeeded", { return: null }],
  ])("a direct debit of %s ends %s", async (as, status, more) => {
    const { create, ask, token, clock } = createTestPsp();
    const { id } = (await create({ ...debit, currency: "EUR", payment_method: token(as) })).body;
    await clock.advance({ timeline: "alice", days: 450 });
    expect((await ask(`GET /v1/payment_intents/${id}`)).body).toMatchObject({ status, ...more });
  });

  test("an instant transfer is there at once, or rejected at once", async () => {
    const { create, token, balance } = createTestPsp();
    expect((await create({ currency: "EUR", confirm: true, payment_method: token("sepa_instant") })).body).toMatchObject({ status: "succeeded", amount_received: 100 });
    expect(await create({ currency: "EUR", confirm: true, payment_method: token("sepa_instant_reject_ac04") })).toMatchObject({ status: 402, body: { error: { type: "bank_error", code: "bank_rejected", reason_code: "AC04", payment_intent: { status: "failed" } } } });
    expect((await create({ currency: "EUR", amount: 20_000, confirm: true, payment_method: token("sepa_instant") })).body.error).toMatchObject({ reason_code: "AM04" });
    expect(balance("acct_shop", "EUR")).toBe(100n);
  });

  test.each([
    ["sepa_instant_no_answer_accepted", "succeeded", 9_900n],
    ["sepa_instant_no_answer_rejected", "failed", 10_000n],
  ])("an instant transfer of %s stays open beyond the scheme's time, and then %s", async (as, status, left) => {
    const { create, ask, token, clock, balance } = createTestPsp();
    const { body } = await create({ currency: "EUR", confirm: true, payment_method: token(as) });
    await clock.advance({ timeline: "alice", seconds: 11 });
    expect((await ask(`GET /v1/payment_intents/${body.id}`)).body.status).toBe("processing");
    await clock.advance({ timeline: "alice", minutes: 10 });
    expect((await ask(`GET /v1/payment_intents/${body.id}`)).body.status).toBe(status);
    expect(balance("alice", "EUR")).toBe(left);
  });

  test("an instant transfer above the scheme's limit is not ordered, and one above the bank's is rejected", async () => {
    const { create, control, balance } = createTestPsp();
    const order = async (as: Parameters<typeof control.tokens.mint>[0]["as"], amount: number) => await create({ currency: "EUR", amount, confirm: true, payment_method: control.tokens.mint({ owner: "alice", as, backed: true }).id });
    expect((await order("sepa_instant", 100_000_000_000)).body.error).toMatchObject({ code: "amount_too_large", param: "amount" });
    expect(control.intents()).toEqual([]);
    expect((await order("sepa_instant", 99_999_999_999)).body.status).toBe("succeeded");
    expect((await order("sepa_instant_limited", 1_000)).body.status).toBe("succeeded");
    const before = balance("alice", "EUR");
    expect(await order("sepa_instant_limited", 1_001)).toMatchObject({ status: 402, body: { error: { code: "bank_rejected", reason_code: "AM02", payment_intent: { status: "failed" } } } });
    expect(await order({ type: "sepa_instant", behaviour: { kind: "accept", after: 8_000 }, limit: 20n }, 21)).toMatchObject({ status: 402, body: { error: { reason_code: "AM02" } } });
    expect(balance("alice", "EUR")).toBe(before);
  });

  test("a bank's limit changes with how the account behaves", async () => {
    const { create, control } = createTestPsp();
    const payment_method = control.tokens.mint({ owner: "alice", as: "sepa_instant" }).id;
    const statuses: number[] = [];
    for (const as of ["sepa_instant", "sepa_instant_limited", "sepa_instant"]) {
      control.tokens.behave({ token: payment_method, as });
      statuses.push((await create({ currency: "EUR", amount: 1_001, confirm: true, payment_method })).status);
    }
    expect(statuses).toEqual([200, 402, 200]);
  });

  test("an accepted transfer may be asked back", async () => {
    const { create, token, control } = createTestPsp();
    const { id } = (await create({ currency: "EUR", confirm: true, payment_method: token("sepa_instant") })).body;
    control.payers.recall({ intent: id, code: "DUPL" });
    expect(control.intent(id)).toMatchObject({ status: "succeeded", return: { type: "recall", status: "open" } });
    control.payers.answerRecall({ intent: id });
    expect(control.intent(id)).toMatchObject({ status: "returned", return: { reason_code: "DUPL", answer_code: "FOCR" } });
    expect(control.webhooks.events({ intent: id }).map(({ type }) => type)).toEqual(["payment_intent.created", "payment_intent.processing", "payment_intent.succeeded", "payment_intent.recall_opened", "payment_intent.returned"]);
  });
});

test.each([
  ["ach", { currency: "EUR" }, "currency_not_supported"],
  ["sepa_instant", { currency: "USD" }, "currency_not_supported"],
  ["ach", { capture_method: "manual" }, "capture_method_not_supported"],
])("%s with %o is refused as %s", async (as, more, code) => {
  const { create, token, control } = createTestPsp();
  expect((await create({ ...debit, payment_method: token(as), ...more })).body.error).toMatchObject({ code });
  expect([control.intents(), (await createTestPsp().ask("GET /v1/mandates")).body["data"]]).toEqual([[], []]);
});

describe("refunds", () => {
  test("come out of the merchant's balance, whoever asks for them", async () => {
    const { create, ask, token, control, balance, ledger } = createTestPsp();
    const { id } = (await create({ confirm: true, payment_method: token("card_visa") })).body;
    const shop = control.issueKey({ merchant: "acct_shop" }).secret;
    const refund = await ask("POST /v1/refunds", { key: shop, body: { payment_intent: id, amount: 30, reason: "requested_by_customer" } });
    expect(refund.body).toMatchObject({ object: "refund", status: "succeeded", amount: 30, payment_intent: id });
    expect((await ask(`GET /v1/refunds/${refund.body.id}`)).body).toEqual(refund.body);
    expect(control.intent(id)).toMatchObject({ status: "succeeded", amount_refunded: 30 });
    expect([balance("alice"), balance("acct_shop")]).toEqual([9_930n, 70n]);
    expect((await ask("POST /v1/refunds", { body: { payment_intent: id, amount: 71 } })).body.error).toMatchObject({ code: "amount_too_large" });
    expect((await ask("POST /v1/refunds", { body: { payment_intent: id } })).body).toMatchObject({ amount: 70 });
    expect((await ask("POST /v1/refunds", { body: { payment_intent: id } })).body.error).toMatchObject({ code: "already_refunded" });
    ledger.transfer({ at: 0, kind: "payout", from: { owner: "acct_shop", purpose: "available@testpay" }, to: { owner: "acct_shop", purpose: "bank" }, currency: "USD", amount: 100n });
    const second = (await create({ confirm: true, payment_method: token("card_visa") })).body.id;
    expect((await ask("POST /v1/refunds", { body: { payment_intent: second } })).body.error).toMatchObject({ code: "balance_insufficient" });
  });

  test("of what a lost chargeback has left are made, and of nothing more", async () => {
    const { create, ask, token, control, balance } = createTestPsp();
    const charge = async (): Promise<string> => (await create({ amount: 1_000, confirm: true, payment_method: token("card_visa") })).body.id;
    const lose = async (amount: bigint): Promise<string> => {
      const intent = await charge();
      control.payers.dispute({ intent, amount });
      control.payers.closeDispute({ intent, outcome: "lost" });
      return intent;
    };
    const refund = async (payment_intent: string, amount?: number) => await ask("POST /v1/refunds", { body: { payment_intent, ...(amount === undefined ? {} : { amount }) } });
    const part = await lose(600n);
    expect(await refund(part, 100)).toMatchObject({ status: 200, body: { status: "succeeded", amount: 100 } });
    expect((await refund(part, 301)).body.error).toMatchObject({ code: "amount_too_large" });
    expect((await refund(part)).body).toMatchObject({ amount: 300 });
    expect((await refund(part)).body.error).toMatchObject({ code: "intent_unexpected_state" });
    expect(control.intent(part)).toMatchObject({ status: "succeeded", amount_received: 1_000, amount_refunded: 400 });
    expect((await refund(await lose(1_000n))).body.error).toMatchObject({ code: "intent_unexpected_state" });
    expect([balance("alice"), balance("acct_shop")]).toEqual([10_000n, 0n]);
  });

  test("of a direct debit arrive later", async () => {
    const { create, ask, token, clock, control } = createTestPsp();
    const { id } = (await create({ ...debit, currency: "EUR", payment_method: token("sepa_debit") })).body;
    expect((await ask("POST /v1/refunds", { body: { payment_intent: id } })).body.error).toMatchObject({ code: "intent_unexpected_state" });
    await clock.advance({ timeline: "alice", days: 4 });
    const refund = (await ask("POST /v1/refunds", { body: { payment_intent: id } })).body;
    expect(refund.status).toBe("pending");
    await clock.advance({ timeline: "alice", days: 4 });
    expect((await ask(`GET /v1/refunds/${refund.id}`)).body.status).toBe("succeeded");
    expect(control.webhooks.events({ intent: id }).map(({ type }) => type).slice(-2)).toEqual(["refund.created", "refund.updated"]);
  });
});

test("a dispute takes the money until it is decided", async () => {
  const { create, ask, token, control, balance } = createTestPsp();
  const { id } = (await create({ confirm: true, payment_method: token("card_visa") })).body;
  const dispute = control.payers.dispute({ intent: id, reason: "not_received" });
  expect((await ask(`GET /v1/disputes/${dispute}`)).body).toMatchObject({ status: "open", amount: 100, reason: "not_received", payment_intent: id });
  expect(balance("acct_shop")).toBe(0n);
  control.payers.closeDispute({ intent: id, outcome: "lost" });
  expect(balance("alice")).toBe(10_000n);
  expect((await ask(`GET /v1/disputes/${dispute}`)).body.status).toBe("lost");
});

test("a snapshot brings a provider back together with its rails", async () => {
  const { psp, create, ask, token, clock, ledger, rails, control } = createTestPsp();
  const payment_method = token("card_visa");
  const { id } = (await create({ capture_method: "manual", confirm: true, payment_method })).body;
  const restores = [psp, clock, ledger, ...Object.values(rails)].map((part) => part.snapshot());
  await ask(`POST /v1/payment_intents/${id}/capture`);
  const after = (await create({ confirm: true, payment_method })).body.id;
  for (const restore of restores) restore();
  expect([control.intent(id)?.["status"], control.intent(after)]).toEqual(["requires_capture", undefined]);
  expect((await create({ confirm: true, payment_method })).body.id).toBe(after);
});
