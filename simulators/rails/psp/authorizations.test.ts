import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";

const eur = { currency: "EUR", confirm: true } as const;

/** A provider and one token of a payer. */
function payer(as: string) {
  const world = createTestPsp();
  const payment_method = world.token(as);
  const common = { confirm: true, currency: as.startsWith("ach") ? "USD" : "EUR", payment_method };
  const mandate = (terms: Record<string, unknown> = {}) => world.ask("POST /v1/mandates", { body: { payment_method, merchant_account: "acct_shop", ...terms } });
  const read = async (id: string) => (await world.ask(`GET /v1/mandates/${id}`)).body;
  return { ...world, payment_method, pay: (more: Record<string, unknown> = {}) => world.create({ ...common, ...more }), mandate, read };
}

describe("a consent to instant transfers", () => {
  function consented(terms: Parameters<ReturnType<typeof createTestPsp>["control"]["tokens"]["mint"]>[0]["consent"]) {
    const world = createTestPsp();
    const { id } = world.control.tokens.mint({ owner: "alice", as: "sepa_instant", ...(terms === undefined ? {} : { consent: terms }) });
    return { ...world, id, read: async () => (await world.ask(`GET /v1/payment_methods/${id}`)).body["consent"], pay: (more: Record<string, unknown> = {}) => world.create({ ...eur, payment_method: id, ...more }) };
  }

  test("is for one transfer of one amount to one merchant, and can be read", async () => {
    const { read, pay, control } = consented({ merchant: "acct_shop", amount: 100n });
    expect(await read()).toMatchObject({ status: "active", merchant_account: "acct_shop", amount: 100, currency: "EUR", single_use: true, expires_at: null });
    expect((await pay({ merchant_account: "acct_stall" })).body.error).toMatchObject({ code: "consent_invalid", param: "merchant_account" });
    expect((await pay({ amount: 99 })).body.error).toMatchObject({ code: "consent_invalid", param: "amount" });
    expect(control.intents()).toEqual([]);
    expect((await pay()).body.status).toBe("succeeded");
    expect(await read()).toMatchObject({ status: "used" });
    expect(await pay()).toMatchObject({ status: 400, body: { error: { code: "consent_inactive", inactive_reason: "used" } } });
    expect(control.intents().length).toBe(1);
  });

  test("that was not given, has ended or was taken back starts nothing", async () => {
    const none = consented("none");
    expect([await none.read(), (await none.pay()).body.error]).toMatchObject([null, { code: "consent_required" }]);
    const short = consented({ expiresAt: Date.parse("2026-03-03T16:00:00Z") });
    await short.clock.advance({ timeline: "alice", hours: 1 });
    expect([await short.read(), (await short.pay()).body.error]).toMatchObject([{ status: "expired" }, { code: "consent_inactive", inactive_reason: "expired" }]);
    const taken = consented({});
    taken.control.tokens.revokeConsent(taken.id);
    expect([await taken.read(), (await taken.pay()).body.error]).toMatchObject([{ status: "revoked" }, { inactive_reason: "revoked" }]);
  });

  test("is used up by a transfer that the banks turn down", async () => {
    const { create, ask, control } = createTestPsp();
    const { id } = control.tokens.mint({ owner: "alice", as: "sepa_instant_reject_am04", consent: {} });
    expect((await create({ ...eur, payment_method: id })).body.error).toMatchObject({ code: "bank_rejected", reason_code: "AM04" });
    expect((await ask(`GET /v1/payment_methods/${id}`)).body["consent"]).toMatchObject({ status: "used" });
  });

  test("is open where nobody said more, and may be renewed", async () => {
    const { read, pay, ask, id, control } = consented(undefined);
    expect([(await pay()).status, (await pay({ merchant_account: "acct_stall", amount: 7 })).status]).toEqual([200, 200]);
    expect(await read()).toMatchObject({ status: "active", merchant_account: null, amount: null, single_use: false });
    expect((await ask(`POST /v1/payment_methods/${id}/consent`, { body: { merchant_account: "acct_stall", amount: 8, expires_at: 1_900_000_000 } })).body["consent"]).toMatchObject({ amount: 8, expires_at: 1_900_000_000, status: "active" });
    expect((await pay()).body.error).toMatchObject({ code: "consent_invalid" });
    control.tokens.consent({ token: id, merchant: "acct_shop" });
    expect((await pay()).body.status).toBe("succeeded");
  });

  test("may be the facilitator's to look after", async () => {
    const { pay, control } = consented("none");
    control.setLimits({ enforceConsents: false }, { merchant: "acct_stall" });
    expect((await pay()).body.error).toMatchObject({ code: "consent_required" });
    expect((await pay({ merchant_account: "acct_stall" })).body.status).toBe("succeeded");
    control.setLimits({ enforceConsents: false });
    expect((await pay()).body.status).toBe("succeeded");
  });

  test("comes with a token from the API; cards have none", async () => {
    const { ask, token } = createTestPsp();
    const made = await ask("POST /v1/payment_methods", { body: { test_token: "pm_test_sepa_instant", consent: { merchant_account: "acct_shop", amount: 100 } } });
    expect(made.body["consent"]).toMatchObject({ merchant_account: "acct_shop", amount: 100, single_use: true });
    expect((await ask("POST /v1/payment_methods", { body: { test_token: "pm_test_card_visa", consent: {} } })).body.error).toMatchObject({ code: "consent_not_supported" });
    expect((await ask(`POST /v1/payment_methods/${token("card_visa")}/consent`, { body: {} })).body.error).toMatchObject({ code: "consent_not_supported" });
    expect((await ask("GET /v1/payment_methods/pm_test_card_visa")).body["consent"]).toBeNull();
    expect((await ask("GET /v1/payment_methods/pm_test_sepa_instant")).body["consent"]).toMatchObject({ single_use: false });
  });
});

describe("a mandate", () => {
  test.each(["ach", "sepa_debit"])("of %s has a limit for each debit", async (as) => {
    const { pay, mandate, control } = payer(as);
    expect((await mandate({ max_amount: 100 })).body).toMatchObject({ max_amount: 100, type: "multi_use", status: "active", inactive_reason: null });
    expect((await pay({ amount: 101 })).body.error).toMatchObject({ code: "mandate_amount_exceeded" });
    expect(control.intents()).toEqual([]);
    expect([(await pay()).status, (await pay()).status]).toEqual([200, 200]);
    const wider = (await mandate({ max_amount: 500 })).body.id;
    expect((await pay({ amount: 500 })).body["mandate"]).toBe(wider);
    expect((await pay({ amount: 200, mandate_data: { max_amount: 199 } })).body.error).toMatchObject({ code: "mandate_amount_exceeded" });
  });

  test.each(["ach", "sepa_debit"])("of %s for a single debit is used by it", async (as) => {
    const { pay, mandate, read } = payer(as);
    const { id } = (await mandate({ type: "single_use" })).body;
    expect((await pay()).body["mandate"]).toBe(id);
    expect(await read(id)).toMatchObject({ type: "single_use", status: "inactive", inactive_reason: "used" });
    expect((await pay()).body.error).toMatchObject({ code: "mandate_required" });
    expect((await pay({ mandate: id })).body.error).toMatchObject({ code: "mandate_inactive", inactive_reason: "used" });
  });

  test("of SEPA lapses 36 months after the last collection, one of ACH never", async () => {
    const { pay, mandate, read, clock, control } = payer("sepa_debit");
    const { id, ...made } = (await mandate()).body;
    expect(made["expires_at"]).toBe(Date.parse("2029-03-03T22:59:00Z") / 1_000);
    await clock.advance({ timeline: "alice", days: 365 });
    await pay();
    expect((await read(id))["expires_at"]).toBe(Date.parse("2030-03-03T22:59:00Z") / 1_000);
    await clock.advanceTo({ timeline: "alice", time: Date.parse("2030-03-03T23:00:00Z") });
    expect(await read(id)).toMatchObject({ status: "inactive", inactive_reason: "lapsed" });
    expect((await pay({ mandate: id })).body.error).toMatchObject({ code: "mandate_inactive", inactive_reason: "lapsed" });
    expect((await pay()).body.error).toMatchObject({ code: "mandate_required" });
    const token = control.tokens.mint({ owner: "alice", as: "sepa_debit" }).id;
    control.tokens.mandate({ token, merchant: "acct_shop", acceptedAt: clock.now("alice") - 37 * 31 * 86_400_000 });
    expect((await pay({ payment_method: token })).body.error).toMatchObject({ code: "mandate_required" });
    const ach = payer("ach");
    const other = (await ach.mandate()).body.id;
    await ach.clock.advance({ timeline: "alice", days: 3_650 });
    expect(await ach.read(other)).toMatchObject({ status: "active", expires_at: null });
  });

  test.each([
    ["ach_r07", true],
    ["ach_r10", true],
    ["ach_r29", true],
    ["ach_r01", false],
    ["ach_r11", false],
    ["sepa_debit_return_md01", true],
    ["sepa_debit_refund_md01", true],
    ["sepa_debit_refund_md06", false],
  ])("of a debit of %s is ended by that: %s", async (as, ends) => {
    const { pay, mandate, read, clock, control } = payer(as);
    const { id } = (await mandate()).body;
    await pay();
    await clock.advance({ timeline: "alice", days: 420 });
    expect(await read(id)).toMatchObject(ends ? { status: "inactive", inactive_reason: "returned" } : { status: "active" });
    expect(control.webhooks.events().some(({ type }) => type === "mandate.updated")).toBe(ends);
    expect((await pay()).body.error?.["code"]).toBe(ends ? "mandate_required" : undefined);
  });

  test("may be the facilitator's to look after", async () => {
    const { pay, mandate, control } = payer("ach");
    control.setLimits({ enforceMandates: false });
    expect((await pay()).body).toMatchObject({ status: "processing", mandate: null });
    const { id } = (await mandate({ max_amount: 1 })).body;
    control.payers.revokeMandate(id);
    expect((await pay({ mandate: id })).body).toMatchObject({ status: "processing", mandate: id });
  });
});

test("a token that is the number of an account is unknown, and not repeated", async () => {
  const { create, ask } = createTestPsp();
  const account = "021000021-000123456789";
  for (const { status, body } of [await ask(`GET /v1/payment_methods/${account}`), await create({ payment_method: account, confirm: true })]) {
    expect([status, body.error["code"], JSON.stringify(body).includes("0001234")]).toEqual([404, "resource_missing", false]);
  }
  expect((await ask("GET /v1/payment_methods/pm_nobodys")).body.error["message"]).toContain("pm_nobodys");
});

test.each([
  ["ach_turned_down", null],
  ["ach_turned_down_r02", "R02"],
  ["sepa_debit_turned_down", null],
  ["sepa_debit_turned_down_ac04", "AC04"],
])("a debit of %s is refused when it is made", async (as, reason_code) => {
  const { pay, ask, balance, clock, control } = payer(as);
  const { status, body } = await pay({ mandate_data: {} });
  expect([status, body.error]).toMatchObject([402, { type: "bank_error", code: "bank_rejected", reason_code, payment_intent: { status: "failed" } }]);
  await clock.advance({ timeline: "alice", days: 100 });
  const [intent] = control.intents();
  expect((await ask(`GET /v1/payment_intents/${intent?.id}`)).body).toMatchObject({ status: "failed", amount_received: 0, last_payment_error: { reason_code } });
  expect(control.webhooks.events().map(({ type }) => type)).toEqual(["payment_intent.created", "payment_intent.failed"]);
  expect(balance("alice")).toBe(10_000n);
});

test.each([
  ["ach", "2026-03-06T21:59:00Z", "2026-03-09"],
  ["ach", "2026-03-06T22:00:00Z", "2026-03-10"],
  ["sepa_debit", "2026-03-06T15:00:00Z", "2026-03-10"],
  ["sepa_instant", "2026-03-07T23:30:00Z", "2026-03-08"],
])("the day on which a payment of %s at %s settles is that of the rail's time zone", async (as, at, day) => {
  const { pay, clock } = payer(as);
  await clock.advanceTo({ timeline: "alice", time: Date.parse(at) });
  expect((await pay(as === "sepa_instant" ? {} : { mandate_data: {} })).body["settlement_date"]).toBe(day);
});

test("a transfer without an answer is said to be under investigation when its ten seconds are over", async () => {
  const { pay, ask, clock } = payer("sepa_instant_no_answer_accepted");
  const { id, under_investigation } = (await pay()).body;
  await clock.advance({ timeline: "alice", seconds: 10 });
  const later = (await ask(`GET /v1/payment_intents/${id}`)).body;
  await clock.advance({ timeline: "alice", minutes: 10 });
  expect([under_investigation, later["under_investigation"], (await ask(`GET /v1/payment_intents/${id}`)).body["under_investigation"]]).toEqual([false, true, false]);
});
