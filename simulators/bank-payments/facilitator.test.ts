import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../store.ts";
import { ALL, asked, type BankWorld, DEBITS, gist, presented, RAILS, type RailName, SHOP, shop, STALL, startBankWorld } from "./testing/world.ts";

let world: BankWorld;
beforeEach(async () => void (world = await startBankWorld({ seed: "bank-payments" })));
afterEach(async () => await world.close());

const good = (rail: RailName, deliverOn: "accepted" | "settled" = "settled") => {
  const payer = world.payer({ rail });
  return { payer, payment: presented({ token: payer.token, requirements: world.requirements({ rail, deliverOn }) }), half: world.half({ rail }) };
};
const orders = () => world.rails.psp.control.calls().filter(({ operation }) => operation === "payment_intents.create");

describe.each(DEBITS)("a debit on %s", (rail) => {
  test("that delivers when settled is pending for days, then delivers once, and is then a duplicate", async () => {
    const { half, payment, payer } = good(rail);
    expect(await half.verify(payment)).toEqual({ isValid: true, payer: payer.owner });
    const first = await half.settle(payment);
    expect(gist(first)).toBe("settlement_pending pending pi");
    expect(first).toMatchObject({ network: RAILS[rail].network, payer: payer.owner, amount: "1250", extra: { settlementDate: rail === "ach" ? "2026-03-04" : "2026-03-05" } });
    expect(await half.settle(payment)).toEqual(first);
    expect(await half.settle(asked(payment))).toEqual(first);
    expect(await half.verify(payment)).toMatchObject({ isValid: true });
    await world.settleAll();
    expect(gist(await half.settle(asked(payment)))).toBe("success settled pi");
    const settled = await half.settle(payment);
    expect(settled).toMatchObject({ success: true, transaction: first.transaction, extra: { state: "settled" } });
    expect(gist(await half.settle(payment))).toBe("duplicate_settlement settled pi");
    expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: "duplicate_settlement" });
    expect(gist(await half.settle(asked(payment)))).toBe("success settled pi");
    expect([world.paid(payer, rail), world.earned(SHOP, rail)]).toEqual([1_250n, 1_250n]);
    expect(orders()).toHaveLength(1);
  });

  test("that delivers when accepted delivers on the first reply", async () => {
    const { half, payment } = good(rail, "accepted");
    expect(gist(await half.settle(payment))).toBe("settlement_pending pending pi");
    expect(gist(await half.settle(payment))).toBe("duplicate_settlement pending pi");
    expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: "duplicate_settlement" });
    expect(gist(await half.settle(asked(payment)))).toBe("settlement_pending pending pi");
    await world.settleAll();
    expect(gist(await half.settle(payment))).toBe("duplicate_settlement settled pi");
    expect(gist(await half.settle(asked(payment)))).toBe("success settled pi");
  });
});

test("an instant transfer is settled when its settle is answered", async () => {
  const { half, payment, payer } = good("sct-inst");
  expect(await half.verify(payment)).toEqual({ isValid: true, payer: payer.owner });
  expect(await half.settle(payment)).toMatchObject({ success: true, extra: { state: "settled", settlementDate: "2026-03-03" } });
  expect(gist(await half.settle(payment))).toBe("duplicate_settlement settled pi");
  expect([world.paid(payer, "sct-inst"), world.earned(SHOP, "sct-inst")]).toEqual([1_250n, 1_250n]);
});

test.each(ALL)("%s: one of ten settles at once delivers, and one payment is made", async (rail) => {
  const { half, payment, payer } = good(rail, rail === "sct-inst" ? "settled" : "accepted");
  const answers = (await Promise.all(Array.from({ length: 10 }, async () => await half.settle(payment)))).map(gist);
  expect(answers.filter((one) => !one.startsWith("duplicate_settlement"))).toHaveLength(1);
  await world.settleAll();
  expect(world.paid(payer, rail)).toBe(1_250n);
});

test.each(ALL)("%s: what /supported and status say", async (rail) => {
  const { half, payment } = good(rail);
  expect(half.kind()).toEqual({ x402Version: 2, scheme: "exact", network: RAILS[rail].network, extra: rail === "ach" ? { psps: ["simpay", "otherpay"] } : { rails: { "sct-inst": ["simpay", "otherpay"], "sdd-core": ["simpay", "otherpay"] } } });
  expect(half.signers()).toEqual({});
  const { prefix } = RAILS[rail];
  expect(gist(await half.settle(asked(payment)))).toBe(`${prefix}_payment_unknown -`);
  await half.settle(payment);
  const outsider = { ...asked(payment) };
  expect(gist(await half.settle({ payload: outsider.payload, accepted: outsider.accepted, requirements: outsider.requirements }))).toBe(`${prefix}_server_not_authenticated -`);
  expect(gist(await half.settle(asked(payment, { accounts: [STALL] })))).toBe(`${prefix}_server_not_authenticated -`);
  for (const type of ["refund", "capture", "void", "foo"]) expect(gist(await half.settle({ ...payment, payload: { type, paymentId: payment.payload["paymentId"] }, caller: shop }))).toBe("invalid_payload -");
});

test.each(ALL)("%s: a payment is found again after a restart", async (rail) => {
  const store = memoryStore();
  const { payment } = good(rail);
  const before = await world.half({ rail, store }).settle(payment);
  const half = world.half({ rail, store });
  expect((await half.settle(asked(payment))).transaction).toBe(before.transaction);
  await world.settleAll();
  expect(gist(await half.settle(payment))).toBe(rail === "sct-inst" ? "duplicate_settlement settled pi" : "success settled pi");
  expect(orders()).toHaveLength(1);
});
