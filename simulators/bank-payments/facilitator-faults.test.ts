import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadFaults } from "../load-faults.ts";
import { signWebhook } from "../rails/index.ts";
import type { PaymentToJudge, SchemeFacilitator } from "../schemes/scheme.ts";
import { memoryStore } from "../store.ts";
import { restOf97 } from "./account-data.ts";
import { asked, type BankWorld, gist, presented, RAILS, type RailName, SHOP, STALL, startBankWorld } from "./testing/world.ts";
import { isDigitsOnly, isIban } from "./account-data.ts";

/** Every fault of the facilitator halves does what it says, on both networks where both have it, and the reference does not. */

let world: BankWorld;
beforeEach(async () => void (world = await startBankWorld({ seed: "bank-faults" })));
afterEach(async () => await world.close());

const NOW = Date.parse("2026-06-01T12:00:00Z");
const IBAN_OF_NOBODY = `XX${String(98 - restOf97(`${"7".repeat(14)}XX00`)).padStart(2, "0")}${"7".repeat(14)}`;
const control = () => world.rails.psp.control;

interface Stage {
  readonly rail: RailName;
  readonly token: string;
  readonly half: SchemeFacilitator;
  readonly payment: PaymentToJudge;
  settle(payment?: PaymentToJudge): Promise<string>;
  verify(payment?: PaymentToJudge): Promise<string>;
  status(): Promise<string>;
  /** The same facilitator after a restart. */
  again(): SchemeFacilitator;
  pay(edit: Parameters<BankWorld["requirements"]>[0], more?: { token?: string; paymentId?: string; payload?: Readonly<Record<string, unknown>> }): PaymentToJudge;
}

interface Setup {
  readonly deliverOn?: "accepted" | "settled";
  readonly as?: string;
  readonly authorized?: boolean;
}

type Act = (stage: Stage) => Promise<unknown>;

function stage(options: { rail: RailName; fault?: string | undefined; setup?: Setup }): Stage {
  const { rail, fault, setup = {} } = options;
  const { deliverOn = "settled", as, authorized = true } = setup;
  const { token } = world.payer({ rail, authorized, ...(as === undefined ? {} : { as }) });
  const store = memoryStore();
  const make = (): SchemeFacilitator => world.half({ rail, store, now: () => NOW, ...(fault === undefined ? {} : { faults: [fault] }) });
  const half = make();
  const payment = presented({ token, requirements: world.requirements({ rail, deliverOn }) });
  return {
    rail,
    token,
    half,
    payment,
    settle: async (one = payment) => gist(await half.settle(one)),
    async verify(one = payment) {
      const { isValid, invalidReason = "valid" } = await half.verify(one);
      return isValid ? "valid" : invalidReason;
    },
    status: async () => gist(await half.settle(asked(payment))),
    again: make,
    pay: (edit, more = {}) => presented({ token: more.token ?? token, requirements: world.requirements({ deliverOn, ...edit }), ...(more.paymentId === undefined ? {} : { paymentId: more.paymentId }), ...(more.payload === undefined ? {} : { edit: more.payload }) }),
  };
}

const paymentId = ({ payment }: Stage): string => String(payment.payload["paymentId"]);
const moved = ({ token, rail }: Stage): bigint => 10_000n - world.rails.balance({ owner: control().tokens.get(token)?.owner ?? "", currency: RAILS[rail].currency });
const orders = () => control().calls().filter(({ operation, status }) => operation === "payment_intents.create" && status !== 402);
const silent = async (when: "before" | "after", act: () => Promise<unknown>): Promise<unknown> => {
  const handle = control().faults.add({ fault: { kind: "drop", when }, operation: "payment_intents.create" });
  const said = await act();
  handle.release();
  return said;
};
const tell = async ({ half }: Stage, edit: Readonly<Record<string, unknown>>, how: "right" | "wrong" | "none"): Promise<void> => {
  const intent = control().intents().at(-1)?.id ?? "";
  const body = JSON.stringify({ type: "x", data: { object: { ...control().intent(intent), ...edit } } });
  await half.notify?.({ provider: "simpay", body, signature: how === "none" ? null : signWebhook({ body, secret: how === "right" ? world.webhookSecret : "whsec_other", at: NOW }) });
};
const days = async (count: number): Promise<void> => await world.rails.clock.advance({ days: count });

const settled: Act = async ({ settle }) => {
  await settle();
  await days(7);
  return await settle();
};

/** Faults of the code that networks share, seen on both. */
const SHARED: readonly [fault: string, act: Act, bent: unknown, setup?: Setup][] = [
  ["psps-missing", ({ half }) => Promise.resolve(half.kind().extra), undefined],
  ["psps-none", ({ half, rail }) => Promise.resolve(JSON.stringify(half.kind().extra).includes("[]") && rail !== undefined), true],
  ["signers-secret", ({ half }) => Promise.resolve(Object.values(half.signers()).flat().length), 1],
  ["verify-creates", async ({ verify }) => [await verify(), control().intents().length], ["valid", 1]],
  ["currency-ignored", async ({ verify, pay, rail }) => await verify(pay({ rail, edit: { asset: rail === "ach" ? "EUR" : "USD" } })), "valid"],
  ["psp-defaulted", async ({ verify, pay, rail }) => await verify(pay({ rail, extra: { psp: "nobodypay" } })), "valid"],
  ["pair-ignored", async ({ verify, pay, rail }) => await verify(pay({ rail, extra: { paymentFlow: "authorization" } })), "valid"],
  ["account-data-passed", async ({ settle, pay, rail }) => [await settle(pay({ rail }, { token: "7".repeat(18), payload: { note: IBAN_OF_NOBODY } })), control().calls().length > 0], [expect.stringMatching(/_token_invalid/), true]],
  ["token-unchecked", async ({ verify, pay, rail }) => await verify(pay({ rail }, { token: "pm_nobodys" })), "valid"],
  [
    "token-type-ignored",
    async ({ settle, pay, rail }) => {
      const token = control().tokens.mint({ owner: "x", as: "card_visa", backed: true }).id;
      return await settle(pay({ rail }, { token }));
    },
    "success settled pi",
  ],
  ["mandate-invented", async ({ settle }) => await settle(), "settlement_pending pending pi", { authorized: false }],
  ["unauthorized-other-reason", async ({ verify }) => await verify(), expect.stringMatching(/_token_invalid$/), { authorized: false }],
  [
    "mandate-other-merchant",
    async ({ settle, token }) => {
      control().tokens.mandate({ token, merchant: STALL });
      return await settle();
    },
    "settlement_pending pending pi",
    { authorized: false },
  ],
  [
    "mandate-limit-ignored",
    async ({ settle, token }) => {
      control().tokens.mandate({ token, merchant: SHOP, maxAmount: 1n });
      return await settle();
    },
    "settlement_pending pending pi",
    { authorized: false },
  ],
  [
    "mandate-revived",
    async ({ settle, token }) => {
      control().payers.revokeMandate(control().tokens.mandate({ token, merchant: SHOP }).id);
      return await settle();
    },
    "settlement_pending pending pi",
    { authorized: false },
  ],
  ["amount-more", async (on) => [await settled(on), moved(on)], [expect.anything(), 1_251n]],
  ["paid-twice", async (on) => [await settled(on), moved(on)], ["success settled pi", 2_500n]],
  ["pending-success", async ({ settle }) => await settle(), "success settled pi"],
  ["pending-other-reason", async ({ settle }) => await settle(), "unexpected_settle_error pending pi"],
  ["pending-without-transaction", async ({ settle }) => await settle(), "settlement_pending pending -"],
  ["state-missing", async ({ settle }) => await settle(), "settlement_pending pi"],
  ["settled-pending", settled, "settlement_pending pending pi"],
  ["amount-with-point", async ({ half, payment }) => (await half.settle(payment)).amount, "12.50"],
  [
    "transaction-renamed",
    async ({ half, payment }) => {
      const first = await half.settle(payment);
      await days(7);
      return (await half.settle(payment)).transaction === first.transaction;
    },
    false,
  ],
  ["returned-refused", async (on) => [await on.settle(), await days(90), await on.status()], [expect.anything(), undefined, expect.stringMatching(/refused refused/)], { as: "bounces" }],
  ["reason-code-missing", async (on) => [await on.settle(), await days(90), await on.status()], [expect.anything(), undefined, expect.stringMatching(/_returned returned pi/)], { as: "bounces" }],
  ["settled-final", async (on) => [await on.settle(), await days(3), await on.status(), await days(90), await on.status()], [expect.anything(), undefined, "success settled pi", undefined, "success settled pi"], { as: "bounces-late" }],
  ["refused-pending", async ({ settle }) => await settle(), "settlement_pending pending pi", { as: "turned-down" }],
  ["refused-code-missing", async ({ half, payment }) => (await half.settle(payment)).extra?.["reasonCode"], undefined, { as: "turned-down-with-code" }],
  ["duplicate-other-reason", async (on) => [await settled(on), await on.settle()], ["success settled pi", "invalid_payload settled pi"]],
  ["duplicate-without-transaction", async (on) => [await settled(on), await on.settle()], ["success settled pi", "duplicate_settlement settled -"]],
  ["settlement-date-missing", async ({ half, payment }) => (await half.settle(payment)).extra?.["settlementDate"], undefined],
  ["settlement-date-time", async ({ half, payment }) => (await half.settle(payment)).extra?.["settlementDate"], expect.stringMatching(/T/)],
  ["settlement-date-next-day", async ({ half, payment }) => (await half.settle(payment)).extra?.["settlementDate"], "2026-06-02"],
  [
    "refunded-returned",
    async (on) => {
      await settled(on);
      await fetch(`${world.rails.psp.url}/v1/refunds`, { method: "POST", headers: { Authorization: `Bearer ${world.secret}` }, body: JSON.stringify({ payment_intent: control().intents()[0]?.id }) });
      return await on.status();
    },
    expect.stringMatching(/_returned returned pi/),
  ],
  ["settled-again", async (on) => [await settled(on), await on.settle()], ["success settled pi", "success settled pi"]],
  ["accepted-again", async ({ settle }) => [await settle(), await settle()], ["settlement_pending pending pi", "settlement_pending pending pi"], { deliverOn: "accepted" }],
  ["verify-accepted-valid", async ({ settle, verify }) => [await settle(), await verify()], ["settlement_pending pending pi", "valid"], { deliverOn: "accepted" }],
  ["verify-unknown-invalid", async ({ settle, verify }) => [await silent("after", settle), await verify()], ["unexpected_settle_error -", "duplicate_settlement"]],
  [
    "verify-examines-anew",
    async ({ settle, verify }) => {
      const unheard = await silent("after", settle);
      for (const { id } of control().intents()) control().payers.revokeMandate(String(control().intent(id)?.["mandate"]));
      return [unheard, await verify()];
    },
    ["unexpected_settle_error -", expect.stringMatching(/_required$|_invalid$/)],
  ],
  ["delivers-at-once", async ({ settle }) => await Promise.all([settle(), settle()]), ["settlement_pending pending pi", "settlement_pending pending pi"], { deliverOn: "accepted" }],
  ["settles-anew", async ({ settle }) => [await settle(), await settle(), control().intents().length], [expect.anything(), expect.anything(), 2]],
  ["conflict-ignored", async (on) => [await on.settle(), await on.settle(on.pay({ rail: on.rail, edit: { amount: "1" } }, { paymentId: paymentId(on) }))], ["settlement_pending pending pi", "settlement_pending pending pi"]],
  [
    "payment-id-global",
    async (on) => {
      control().tokens.mandate({ token: on.token, merchant: STALL });
      return [await on.settle(), await on.settle(on.pay({ rail: on.rail, edit: { payTo: STALL } }, { paymentId: paymentId(on) }))];
    },
    ["settlement_pending pending pi", expect.stringMatching(/_payment_id_conflict -/)],
  ],
  ["refused-submitted-again", async ({ settle }) => [await settle(), await settle(), control().intents().length], [expect.anything(), expect.anything(), 2], { as: "turned-down" }],
  ["returned-submitted-again", async ({ settle }) => [await settle(), await days(90), await settle(), await settle(), control().intents().length], [expect.anything(), undefined, expect.anything(), expect.anything(), 2], { as: "bounces" }],
  ["idempotency-missing", async ({ settle }) => [await settle(), orders().at(-1)?.idempotencyKey], [expect.anything(), null]],
  ["idempotency-random", async ({ settle }) => [await silent("before", settle), await settle(), new Set(orders().map(({ idempotencyKey }) => idempotencyKey)).size], [expect.anything(), expect.anything(), 2]],
  ["silence-refused", async ({ settle }) => await silent("after", settle), expect.stringMatching(/refused refused -/)],
  ["silence-pending", async ({ settle }) => await silent("before", settle), "settlement_pending pending pi"],
  ["silence-final", async ({ settle }) => [await silent("before", settle), await settle()], ["unexpected_settle_error -", "unexpected_settle_error -"]],
  ["silence-ordered-anew", async ({ settle }) => [await silent("after", settle), await settle(), control().intents().length], ["unexpected_settle_error -", expect.anything(), 2]],
  ["state-in-memory", async ({ settle, again, payment }) => [await settle(), gist(await again().settle(asked(payment)))], [expect.anything(), expect.stringMatching(/_payment_unknown -/)]],
  ["status-unasked", async ({ settle, status }) => [await settle(), await days(7), await status()], [expect.anything(), undefined, "settlement_pending pending pi"]],
  ["status-remembered", async ({ settle, status }) => [await settle(), await status(), await days(7), await status()], [expect.anything(), "settlement_pending pending pi", undefined, "settlement_pending pending pi"]],
  ["status-delivers", async ({ settle, status }) => [await settle(), await days(7), await status(), await settle()], [expect.anything(), undefined, "success settled pi", "duplicate_settlement settled pi"]],
  [
    "status-anybody",
    async ({ settle, half, payment }) => {
      await settle();
      const { payload, accepted, requirements } = asked(payment);
      return gist(await half.settle({ payload, accepted, requirements }));
    },
    "settlement_pending pending pi",
  ],
  ["status-any-server", async ({ settle, half, payment }) => [await settle(), gist(await half.settle(asked(payment, { accounts: [STALL] })))], [expect.anything(), "settlement_pending pending pi"]],
  ["status-unknown-success", async ({ status }) => await status(), "success settled pi"],
  ["type-ignored", async ({ settle, half, payment }) => [await settle(), gist(await half.settle({ ...asked(payment), payload: { ...asked(payment).payload, type: "foo" } }))], [expect.anything(), "settlement_pending pending pi"]],
  [
    "refund-relayed",
    async (on) => {
      await settled(on);
      await on.half.settle({ ...asked(on.payment), payload: { ...asked(on.payment).payload, type: "refund" } });
      await days(7);
      return moved(on);
    },
    0n,
  ],
  ["event-unsigned", async (on) => [await on.settle(), await tell(on, { status: "succeeded" }, "none"), await on.status()], [expect.anything(), undefined, "success settled pi"]],
  ["event-forged", async (on) => [await on.settle(), await tell(on, { status: "succeeded" }, "wrong"), await on.status()], [expect.anything(), undefined, "success settled pi"]],
  ["event-rewinds", async (on) => [await settled(on), await tell(on, { status: "processing" }, "right"), await on.status()], ["success settled pi", undefined, "settlement_pending pending pi"]],
];

/** The account of a setup, by what it is to do. */
const ACCOUNTS: Readonly<Record<string, Readonly<Record<"ach" | "sdd-core", string>>>> = { bounces: { ach: "ach_r01", "sdd-core": "sepa_debit_return_am04" }, "bounces-late": { ach: "ach_r10", "sdd-core": "sepa_debit_refund_md06" }, "turned-down": { ach: "ach_turned_down", "sdd-core": "sepa_debit_turned_down" }, "turned-down-with-code": { ach: "ach_turned_down_r02", "sdd-core": "sepa_debit_turned_down_ac04" } };

describe.each(["ach", "sdd-core"] as const)("facilitator.bank-payments on %s:", (rail) => {
  test.each(SHARED)("%s", async (fault, act, bent, setup = {}) => {
    const own = setup.as === undefined ? setup : { ...setup, as: ACCOUNTS[setup.as]?.[rail] ?? setup.as };
    expect(await act(stage({ rail, fault: `bank-payments.${fault}`, setup: own }))).toEqual(bent);
    await world.close();
    world = await startBankWorld({ seed: "bank-faults" });
    expect(await act(stage({ rail, setup: own }))).not.toEqual(bent);
  });
});

const recalled = async (on: Stage, granted: boolean): Promise<string> => {
  await on.settle();
  const intent = control().intents().at(-1)?.id ?? "";
  control().payers.recall({ intent, code: "DUPL" });
  if (granted) control().payers.answerRecall({ intent });
  return await on.status();
};

/** Settles an instant transfer that nobody answers at once, lets that much time pass on the rail, and tells the answer. */
const unanswered = async ({ settle }: Stage): Promise<string> => {
  const settling = settle();
  await expect.poll(() => control().intents()).not.toEqual([]);
  await world.rails.clock.advance({ seconds: 11 });
  return await settling;
};

/** Resolves when the provider is asked what became of a transfer: by who waits for its answer. */
const lookedAgain = async (): Promise<string> => await new Promise((resolve) => void control().watch({ after: ({ operation }) => (operation === "payment_intents.get" ? resolve("waits") : undefined) }));

const SEPA: readonly [fault: string, act: Act, bent: unknown, setup?: Setup][] = [
  ["account-in-reply", async ({ half, payment }) => isIban((await half.settle(payment)).payer ?? ""), true],
  ["rails-list", ({ half }) => Promise.resolve(half.kind().extra), { rails: ["sct-inst", "sdd-core"] }],
  ["rail-defaulted", async ({ verify, pay, rail }) => await verify(pay({ rail, extra: { rail: "sct" } })), "valid"],
  ["instant-accepted", async ({ verify, pay, rail }) => await verify(pay({ rail, deliverOn: "accepted" })), "valid"],
  ["consent-unchecked", async ({ verify }) => await verify(), "valid", { authorized: false }],
  [
    "consent-again",
    async ({ settle, pay, rail }) => {
      control().setLimits({ enforceConsents: false });
      return [await settle(), await settle(pay({ rail }))];
    },
    ["success settled pi", "success settled pi"],
  ],
  ["answer-not-awaited", async ({ settle }) => await Promise.race([settle(), lookedAgain()]), "settlement_pending pending pi", { as: "sepa_instant_slow" }],
  ["unanswered-refused", unanswered, "sepa_refused refused pi", { as: "sepa_instant_no_answer_accepted" }],
  ["reject-code-missing", async ({ settle }) => await settle(), "sepa_refused refused pi", { as: "sepa_instant_reject_ac04" }],
  ["recall-returned", (on) => recalled(on, false), "sepa_returned returned DUPL pi"],
  ["recall-code-asked", (on) => recalled(on, true), "sepa_returned returned DUPL pi"],
];

test.each(SEPA)("facilitator.exact-sepa.%s", async (fault, act, bent, setup = {}) => {
  const bending = stage({ rail: "sct-inst", fault: `exact-sepa.${fault}`, setup });
  expect(await act(bending)).toEqual(bent);
  await bending.half.close?.();
  await world.close();
  world = await startBankWorld({ seed: "bank-faults" });
  const reference = stage({ rail: "sct-inst", setup });
  expect(await act(reference)).not.toEqual(bent);
  await reference.half.close?.();
});

test("facilitator.exact-ach.account-in-reply", async () => {
  const payerUnder = async (fault?: string): Promise<string> => {
    const { half, payment } = stage({ rail: "ach", fault });
    return (await half.settle(payment)).payer ?? "";
  };
  expect(isDigitsOnly(await payerUnder("exact-ach.account-in-reply"))).toBe(true);
  expect(isDigitsOnly(await payerUnder())).toBe(false);
});

test("every fault of the facilitator halves is tried here", async () => {
  const declared = [...(await loadFaults()).keys()].filter((id) => /^facilitator\.(?:bank-payments|exact-ach|exact-sepa)\./.test(id));
  expect([...SHARED.map(([fault]) => `facilitator.bank-payments.${fault}`), ...SEPA.map(([fault]) => `facilitator.exact-sepa.${fault}`), "facilitator.exact-ach.account-in-reply"].toSorted()).toEqual(declared.toSorted());
});
