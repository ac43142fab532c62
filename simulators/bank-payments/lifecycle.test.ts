import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PaymentToJudge } from "../schemes/scheme.ts";
import { asked, type BankWorld, DEBITS, gist, presented, RAILS, type RailName, SHOP, startBankWorld } from "./testing/world.ts";

/** What becomes of payments, and how it is told: clause 6.3, and the clauses of both networks on what comes back. */

let world: BankWorld;
const start = async (startAt?: string) => void (world = await startBankWorld({ seed: "bank-lifecycle", ...(startAt === undefined ? {} : { startAt: Date.parse(startAt) }) }));
beforeEach(async () => await start());
afterEach(async () => await world.close());

const begin = async (rail: RailName, as: string, deliverOn: "accepted" | "settled" = "settled", now?: () => number) => {
  const payer = world.payer({ rail, as });
  const half = world.half({ rail, ...(now === undefined ? {} : { now }) });
  const payment: PaymentToJudge = presented({ token: payer.token, requirements: world.requirements({ rail, deliverOn }) });
  const first = await half.settle(payment);
  return { payer, half, payment, first, status: async () => gist(await half.settle(asked(payment))), again: async () => gist(await half.settle(payment)) };
};
const orders = (): number => world.rails.psp.control.calls().filter(({ operation }) => operation === "payment_intents.create").length;

describe("comes back", () => {
  test.each(["r01", "r02", "r03", "r08", "r10", "r16", "r29"])("an ACH debit as %s", async (code) => {
    const { first, status, again, payer, half, payment } = await begin("ach", `ach_${code}`, "accepted");
    expect(gist(first)).toBe("settlement_pending pending pi");
    await world.rails.clock.advance({ hours: 24 });
    expect(await status()).toBe("success settled pi");
    await world.rails.clock.advance({ days: 70 });
    const told = `ach_returned returned ${code.toUpperCase()} pi`;
    expect([await status(), await again(), await again()]).toEqual([told, told, told]);
    expect(await half.settle(asked(payment))).toMatchObject({ transaction: first.transaction, extra: { settlementDate: "2026-03-04" } });
    expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: "ach_returned" });
    expect([world.paid(payer, "ach"), world.earned(SHOP, "ach"), orders()]).toEqual([0n, 0n, 1]);
  });

  test.each(["return_ac01", "return_ac04", "return_ac06", "return_am04", "return_md07", "return_ms03", "refund_md06", "refund_md01"])("a SEPA collection by %s", async (how) => {
    const { status, again } = await begin("sdd-core", `sepa_debit_${how}`);
    await world.rails.clock.advance({ hours: 48 });
    expect(await again()).toBe("success settled pi");
    await world.rails.clock.advance({ days: 450 });
    const told = `sepa_returned returned ${how.slice(-4).toUpperCase()} pi`;
    expect([await status(), await again()]).toEqual([told, told]);
  });

  test("an instant transfer, when a recall is granted and not before", async () => {
    for (const code of ["DUPL", "TECH", "FRAD", "CUST"]) {
      const { status, half, payment } = await begin("sct-inst", "sepa_instant");
      const intent = (await half.settle(asked(payment))).transaction;
      const { payers } = world.rails.psp.control;
      payers.recall({ intent, type: code === "CUST" ? "request-for-recall" : "recall", code });
      expect(await status()).toBe("success settled pi");
      if (code === "DUPL") payers.answerRecall({ intent, refusal: "CUST" });
      else payers.answerRecall({ intent });
      expect(await status()).toBe(code === "DUPL" ? "success settled pi" : "sepa_returned returned FOCR pi");
    }
  });
});

describe("is refused", () => {
  test.each<[RailName, string, string]>([
    ["ach", "ach_turned_down", "ach_debit_refused refused pi"],
    ["ach", "ach_turned_down_r02", "ach_debit_refused refused R02 pi"],
    ["sdd-core", "sepa_debit_turned_down", "sepa_refused refused pi"],
    ["sdd-core", "sepa_debit_turned_down_ac04", "sepa_refused refused AC04 pi"],
    ["sct-inst", "sepa_instant_reject_ab05", "sepa_refused refused AB05 pi"],
    ["sct-inst", "sepa_instant_reject_ac04", "sepa_refused refused AC04 pi"],
    ["sct-inst", "sepa_instant_reject_ag01", "sepa_refused refused AG01 pi"],
    ["sct-inst", "sepa_instant_reject_am02", "sepa_refused refused AM02 pi"],
    ["sct-inst", "sepa_instant_reject_ms03", "sepa_refused refused MS03 pi"],
    ["sct-inst", "sepa_instant_reject_am04", "sepa_refused refused AM04 pi"],
  ])("%s of %s, at once and for good", async (rail, as, told) => {
    const { first, status, again, payer, half, payment } = await begin(rail, as);
    expect([gist(first), await status(), await again()]).toEqual([told, told, told]);
    expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: RAILS[rail].refused });
    await world.settleAll();
    expect([await again(), world.paid(payer, rail), orders()]).toEqual([told, 0n, 1]);
  });

  test.each<[RailName, string, string]>([
    ["ach", "ach_r13", "ach_debit_refused refused R13 pi"],
    ["sdd-core", "sepa_debit_reject_ac04", "sepa_refused refused AC04 pi"],
    ["sdd-core", "sepa_debit_refusal_ms02", "sepa_refused refused MS02 pi"],
  ])("%s of %s, before it settles", async (rail, as, told) => {
    for (const deliverOn of ["accepted", "settled"] as const) {
      const { first, status, again } = await begin(rail, as, deliverOn);
      expect(gist(first)).toBe("settlement_pending pending pi");
      await world.settleAll();
      expect([await status(), await again()]).toEqual([told, told]);
    }
  });

  test("a debit that the merchant withdraws", async () => {
    const { first, status } = await begin("ach", "ach");
    await fetch(`${world.rails.psp.url}/v1/payment_intents/${first.transaction}/cancel`, { method: "POST", headers: { Authorization: `Bearer ${world.secret}` } });
    expect(await status()).toBe("ach_debit_refused refused pi");
  });

  test("an amount that the rail does not take", async () => {
    const payer = world.payer({ rail: "ach" });
    const half = world.half({ rail: "ach" });
    const payment = presented({ token: payer.token, requirements: world.requirements({ rail: "ach", edit: { amount: "9999999999999" } }) });
    for (let turn = 0; turn < 2; turn += 1) expect(await half.settle(payment)).toMatchObject({ success: false, errorReason: "ach_debit_refused", transaction: "", extra: { state: "refused" } });
    expect(orders()).toBe(1);
  });
});

test.each<[RailName, string, string]>([
  ["ach", "2026-07-03T22:30:00Z", "2026-07-07"],
  ["ach", "2026-07-04T12:00:00Z", "2026-07-07"],
  ["ach", "2026-11-25T20:00:00Z", "2026-11-27"],
  ["sdd-core", "2026-04-03T12:00:00Z", "2026-04-08"],
  ["sdd-core", "2026-04-30T07:00:00Z", "2026-05-04"],
  ["sct-inst", "2026-04-04T23:30:00Z", "2026-04-05"],
])("%s at %s settles on %s", async (rail, at, day) => {
  await world.close();
  await start(at);
  const { first } = await begin(rail, RAILS[rail].instrument);
  expect(first).toMatchObject({ extra: { settlementDate: day } });
});

describe("an instant transfer", () => {
  test("is waited for, within ten seconds of the facilitator's own", async () => {
    const payer = world.payer({ rail: "sct-inst", as: "sepa_instant_slow" });
    const half = world.half({ rail: "sct-inst" });
    const payment = presented({ token: payer.token, requirements: world.requirements({ rail: "sct-inst" }) });
    let answered = false;
    const settling = half.settle(payment).then((answer) => {
      answered = true;
      return answer;
    });
    await expect.poll(() => world.rails.psp.control.intents()).not.toEqual([]);
    // A status is not held up by it.
    expect(gist(await half.settle(asked(payment)))).toBe("settlement_pending pending pi");
    expect(answered).toBe(false);
    await world.rails.clock.advance({ seconds: 8 });
    expect(gist(await settling)).toBe("success settled pi");
  });

  test.each([
    ["accepted", "success settled pi"],
    ["rejected", "sepa_refused refused AB05 pi"],
  ])("without an answer in time is pending until it turns out %s", async (outcome, told) => {
    const payer = world.payer({ rail: "sct-inst", as: `sepa_instant_no_answer_${outcome}` });
    const half = world.half({ rail: "sct-inst" });
    const payment = presented({ token: payer.token, requirements: world.requirements({ rail: "sct-inst" }) });
    const settling = half.settle(payment);
    await expect.poll(() => world.rails.psp.control.intents()).not.toEqual([]);
    await world.rails.clock.advance({ seconds: 11 });
    expect(gist(await settling)).toBe("settlement_pending pending pi");
    expect(gist(await half.settle(asked(payment)))).toBe("settlement_pending pending pi");
    await world.rails.clock.advance({ minutes: 10 });
    expect(gist(await half.settle(payment))).toBe(told);
  });

  test("is pending when ten seconds have passed, and told without waiting when the payload comes later", async () => {
    let now = 0;
    const { first, again } = await begin("sct-inst", "sepa_instant_slow", "settled", () => (now += 3_000));
    expect(gist(first)).toBe("settlement_pending pending pi");
    expect(await again()).toBe("settlement_pending pending pi");
  });
});

test.each(DEBITS)("%s: a payment that the merchant refunds stays settled", async (rail) => {
  const { half, payment, first } = await begin(rail, RAILS[rail].instrument);
  await world.settleAll();
  const refund = async (amount: number) => await fetch(`${world.rails.psp.url}/v1/refunds`, { method: "POST", headers: { Authorization: `Bearer ${world.secret}`, "Content-Type": "application/json" }, body: JSON.stringify({ payment_intent: first.transaction, amount }) });
  await refund(250);
  expect(await half.settle(asked(payment))).toMatchObject({ success: true, extra: { state: "settled", refunded: "250" } });
  await refund(1_000);
  await world.settleAll();
  expect(await half.settle(asked(payment))).toMatchObject({ success: true, extra: { state: "settled", refunded: "1250" } });
});

test.each(DEBITS)("%s: money moves at the PSP of the offer, to payTo, once", async (rail) => {
  const before = world.rails.ledger.position();
  const { payer } = await begin(rail, RAILS[rail].instrument);
  await world.settleAll();
  const moved = world.rails.movements({ after: before, currency: RAILS[rail].currency });
  expect(moved.filter(({ sender, recipient }) => sender !== recipient && (sender === payer.owner || recipient === SHOP))).toMatchObject([{ sender: payer.owner, recipient: SHOP, amount: 1_250n }]);
  expect(world.rails.psps.get("otherpay")?.control.calls()).toEqual([]);
});
