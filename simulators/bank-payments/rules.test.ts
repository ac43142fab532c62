import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PaymentToJudge } from "../schemes/scheme.ts";
import { restOf97 } from "./account-data.ts";
import { ALL, asked, type BankWorld, DEBITS, gist, presented, RAILS, type RailName, SHOP, STALL, startBankWorld } from "./testing/world.ts";

/** What is refused, and starts nothing: clauses 6.1, 6.2, 6.5 and 9. */

let world: BankWorld;
beforeEach(async () => void (world = await startBankWorld({ seed: "bank-rules" })));
afterEach(async () => await world.close());

const control = () => world.rails.psp.control;

/** That a payment is refused for a reason by verify and settle alike, starts nothing, and leaves its good twin alone. */
async function expectRefused(options: { rail: RailName; payment: PaymentToJudge; reason: string; faults?: readonly string[] }): Promise<void> {
  const { payment, reason } = options;
  const half = world.half(options);
  const before = world.rails.ledger.position();
  expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: reason });
  expect(gist(await half.settle(payment))).toBe(`${reason} -`);
  expect(control().intents()).toEqual([]);
  expect(world.rails.ledger.position()).toBe(before);
}

const IBAN_OF_NOBODY = `XX${String(98 - restOf97(`${"7".repeat(14)}XX00`)).padStart(2, "0")}${"7".repeat(14)}`;
const CARD_OF_NOBODY = `4${"1".repeat(15)}`;

describe.each(ALL)("on %s", (rail) => {
  const paid = (edit: Partial<ReturnType<BankWorld["requirements"]>> = {}, extra: Readonly<Record<string, unknown>> = {}): PaymentToJudge => presented({ token: world.payer({ rail }).token, requirements: world.requirements({ rail, edit, extra }) });

  test.each<[string, () => PaymentToJudge]>([
    ["another currency", () => paid({ asset: rail === "ach" ? "EUR" : "USD" })],
    ["a currency in small letters", () => paid({ asset: RAILS[rail].currency.toLowerCase() })],
    ["no amount", () => paid({ amount: "0" })],
    ["an amount with a point", () => paid({ amount: "12.50" })],
    ["an amount that JSON's numbers do not hold", () => paid({ amount: "9007199254740993" })],
    ["a PSP it does not have", () => paid({}, { psp: "nobodypay" })],
    ["a PSP in capitals", () => paid({}, { psp: "SimPay" })],
    ["no deliverOn", () => paid({}, { deliverOn: undefined })],
    ["an unknown deliverOn", () => paid({}, { deliverOn: "shipped" })],
    ["settled with authorization", () => paid({}, { paymentFlow: "authorization" })],
    ["accepted with upfront", () => paid({}, { deliverOn: "accepted" })],
    ["escrow", () => paid({}, { paymentFlow: "escrow" })],
    ["no flow", () => paid({}, { paymentFlow: undefined })],
    ["terms that the client has not accepted", () => ({ ...paid(), accepted: world.requirements({ rail, edit: { amount: "1" } }) })],
    ...(rail === "ach"
      ? []
      : ([
          ["no rail", () => paid({}, { rail: undefined })],
          ["an unknown rail", () => paid({}, { rail: "sct" })],
          ["acceptance of an instant transfer", () => paid({}, { rail: "sct-inst", deliverOn: "accepted", paymentFlow: "authorization" })],
        ] as [string, () => PaymentToJudge][])),
  ])("requirements with %s", async (_name, payment) => await expectRefused({ rail, payment: payment(), reason: "invalid_payment_requirements" }));

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["no token", { token: undefined }],
    ["no paymentId", { paymentId: undefined }],
    ["a short paymentId", { paymentId: "fifteen-letters" }],
    ["a paymentId with other characters", { paymentId: "sixteen letters!" }],
    ["a card number as token", { token: CARD_OF_NOBODY }],
    ["a card number elsewhere", { note: { card: CARD_OF_NOBODY.replace(/(.{4})(?=.)/g, "$1 ") } }],
    ...(rail === "ach"
      ? ([
          ["digits as token", { token: "7".repeat(18) }],
          ["digits with a blank", { token: `${"7".repeat(9)} ${"7".repeat(9)}` }],
          ["digits with a hyphen", { token: `${"7".repeat(9)}-${"7".repeat(9)}` }],
        ] as [string, Readonly<Record<string, unknown>>][])
      : ([
          ["an IBAN as token", { token: IBAN_OF_NOBODY }],
          ["an IBAN with blanks", { token: IBAN_OF_NOBODY.replace(/(.{4})(?=.)/g, "$1 ") }],
          ["an IBAN elsewhere", { debtor: [{ account: IBAN_OF_NOBODY }] }],
        ] as [string, Readonly<Record<string, unknown>>][])),
  ])("a payload with %s", async (_name, edit) => {
    const payment = paid();
    await expectRefused({ rail, payment: { ...payment, payload: { ...payment.payload, ...edit } }, reason: "invalid_payload" });
    // Nothing of it has reached the PSP.
    expect(control().calls()).toEqual([]);
  });

  test.each<[string, () => string]>([
    ["nobody knows", () => "pm_nobodys"],
    ["is another PSP's", () => world.rails.psps.get("otherpay")?.control.tokens.mint({ owner: "x", as: RAILS[rail].instrument }).id ?? ""],
    ["is for a card", () => control().tokens.mint({ owner: "x", as: "card_visa" }).id],
    ["is for another rail", () => control().tokens.mint({ owner: "x", as: rail === "sct-inst" ? "sepa_debit" : "sepa_instant" }).id],
    ["is a path", () => "../mandates"],
  ])("a token that %s", async (_name, token) => await expectRefused({ rail, payment: presented({ token: token(), requirements: world.requirements({ rail }) }), reason: `${RAILS[rail].prefix}_token_invalid` }));

  test("a token without an authorisation", async () => await expectRefused({ rail, payment: presented({ token: world.payer({ rail, authorized: false }).token, requirements: world.requirements({ rail }) }), reason: RAILS[rail].unauthorized }));

  test("an authorisation of another merchant", async () => await expectRefused({ rail, payment: paid({ payTo: STALL }), reason: RAILS[rail].unauthorized }));

  test("a paymentId with another token or other terms, which leaves the first payment as it is", async () => {
    const half = world.half({ rail });
    const payer = world.payer({ rail });
    const requirements = world.requirements({ rail });
    const payment = presented({ token: payer.token, requirements });
    const first = await half.settle(payment);
    const conflict = `${RAILS[rail].prefix}_payment_id_conflict`;
    const again = (edit: Parameters<BankWorld["requirements"]>[0] | undefined, token = payer.token): PaymentToJudge => presented({ token, paymentId: String(payment.payload["paymentId"]), requirements: edit === undefined ? requirements : world.requirements(edit) });
    const others = [
      again(undefined, world.payer({ rail }).token),
      again({ rail, edit: { amount: "1249" } }),
      again({ rail, extra: { psp: "otherpay" } }),
      ...(rail === "sct-inst" ? [again({ rail: "sdd-core" })] : [again({ rail, deliverOn: "accepted" })]),
      ...(rail === "sdd-core" ? [again({ rail: "sct-inst" })] : []),
    ];
    for (const other of others) {
      expect(gist(await half.settle(other))).toBe(`${conflict} -`);
      expect(await half.verify(other)).toEqual({ isValid: false, invalidReason: conflict });
    }
    expect(control().intents()).toHaveLength(1);
    expect((await half.settle(asked(payment))).transaction).toBe(first.transaction);
  });
});

test.each(DEBITS)("%s: the same paymentId under another payTo is another payment", async (rail) => {
  const half = world.half({ rail });
  const payer = world.payer({ rail });
  control().tokens.mandate({ token: payer.token, merchant: STALL });
  const payments = [SHOP, STALL].map((payTo) => presented({ token: payer.token, paymentId: "one-and-the-same-id", requirements: world.requirements({ rail, edit: { payTo } }) }));
  const answers = await Promise.all(payments.map((payment) => half.settle(payment)));
  expect(new Set(answers.map(({ transaction }) => transaction)).size).toBe(2);
  await world.settleAll();
  expect([world.earned(SHOP, rail), world.earned(STALL, rail)]).toEqual([1_250n, 1_250n]);
});

describe.each(DEBITS)("a mandate on %s", (rail) => {
  const second = (token: string, amount = "1250"): PaymentToJudge => presented({ token, requirements: world.requirements({ rail, edit: { amount } }) });
  const { unauthorized } = RAILS[rail];

  test("for less than the amount does not cover it", async () => {
    const { token } = world.payer({ rail, authorized: false });
    control().tokens.mandate({ token, merchant: SHOP, maxAmount: 1_249n });
    await expectRefused({ rail, payment: second(token), reason: unauthorized });
    expect(gist(await world.half({ rail }).settle(second(token, "1249")))).toBe("settlement_pending pending pi");
  });

  test("that was revoked, or that a return has ended, is none", async () => {
    const half = world.half({ rail });
    for (const as of [rail === "ach" ? "ach" : "sepa_debit", rail === "ach" ? "ach_r10" : "sepa_debit_refund_md01"]) {
      const { token } = world.payer({ rail, as });
      expect(gist(await half.settle(second(token)))).toBe("settlement_pending pending pi");
      if (as.includes("_r")) await world.rails.clock.advance({ days: 450 });
      else await fetch(`${world.rails.psp.url}/v1/mandates/${String(control().intents().at(-1)?.mandate)}/revoke`, { method: "POST", headers: { Authorization: `Bearer ${world.secret}` } });
      const payment = second(token);
      expect(await half.verify(payment)).toEqual({ isValid: false, invalidReason: unauthorized });
      expect(gist(await half.settle(payment))).toBe(`${unauthorized} -`);
    }
  });

  test("for one debit is used once, also at the same time and where the PSP does not look", async () => {
    control().setLimits({ enforceMandates: false });
    const half = world.half({ rail });
    const { token, owner } = world.payer({ rail, authorized: false });
    control().tokens.mandate({ token, merchant: SHOP, type: "single_use" });
    const answers = await Promise.all([second(token), second(token), second(token)].map(async (payment) => gist(await half.settle(payment))));
    expect(answers.toSorted()).toEqual([`${unauthorized} -`, `${unauthorized} -`, "settlement_pending pending pi"]);
    expect(gist(await half.settle(second(token)))).toBe(`${unauthorized} -`);
    await world.settleAll();
    expect(world.paid({ owner, token }, rail)).toBe(1_250n);
  });

  test("that ends between verification and settlement stops the payment, which the payer can authorise again", async () => {
    const { token } = world.payer({ rail });
    const payment = second(token);
    const half = world.half({ rail });
    const stop = control().watch({
      before: ({ operation }) => {
        if (operation === "payment_intents.create") for (const mandate of mandates) control().payers.revokeMandate(mandate);
      },
    });
    const mandates = [String((await (await fetch(`${world.rails.psp.url}/v1/mandates?payment_method=${token}`, { headers: { Authorization: `Bearer ${world.secret}` } })).json() as { data: { id: string }[] }).data[0]?.id)];
    expect(gist(await half.settle(payment))).toBe(`${unauthorized} -`);
    stop();
    expect(gist(await half.settle(asked(payment)))).toBe(`${RAILS[rail].prefix}_payment_unknown -`);
    control().tokens.mandate({ token, merchant: SHOP });
    expect(gist(await half.settle(payment))).toBe("settlement_pending pending pi");
  });
});

test("a SEPA mandate lapses after 36 months", async () => {
  const { token } = world.payer({ rail: "sdd-core" });
  const payment = (): PaymentToJudge => presented({ token, requirements: world.requirements({ rail: "sdd-core" }) });
  const half = world.half({ rail: "sdd-core" });
  expect(gist(await half.settle(payment()))).toBe("settlement_pending pending pi");
  await world.rails.clock.advance({ days: 36 * 31 });
  expect(gist(await half.settle(payment()))).toBe("sepa_mandate_required -");
});

describe("a consent", () => {
  const rail = "sct-inst";
  const payment = (token: string): PaymentToJudge => presented({ token, requirements: world.requirements({ rail }) });

  test.each<[string, (token: string) => unknown]>([
    ["for another amount", (token) => control().tokens.consent({ token, merchant: SHOP, amount: 1_251n })],
    ["for another merchant", (token) => control().tokens.consent({ token, merchant: STALL })],
    ["that was revoked", (token) => control().tokens.revokeConsent(token)],
    ["that has expired", (token) => control().tokens.consent({ token, merchant: SHOP, expiresAt: world.rails.clock.now() - 1 })],
  ])("%s does not cover the payment", async (_name, edit) => {
    const { token } = world.payer({ rail });
    edit(token);
    await expectRefused({ rail, payment: payment(token), reason: "sepa_consent_required" });
  });

  test("is used once, also at the same time and where the PSP does not look", async () => {
    control().setLimits({ enforceConsents: false });
    const half = world.half({ rail });
    const payer = world.payer({ rail });
    const answers = await Promise.all([payment(payer.token), payment(payer.token)].map(async (one) => gist(await half.settle(one))));
    expect(answers.toSorted()).toEqual(["sepa_consent_required -", "success settled pi"]);
    expect(gist(await half.settle(payment(payer.token)))).toBe("sepa_consent_required -");
    expect(world.paid(payer, rail)).toBe(1_250n);
  });

  test("that is given anew is another one", async () => {
    const half = world.half({ rail });
    const payer = world.payer({ rail });
    expect(gist(await half.settle(payment(payer.token)))).toBe("success settled pi");
    control().tokens.consent({ token: payer.token, merchant: SHOP, amount: 1_250n });
    expect(gist(await half.settle(payment(payer.token)))).toBe("success settled pi");
  });
});
