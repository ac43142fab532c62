import { anyCardNumber } from "../card-number.ts";
import type { CardPayment, PspCall } from "../../../rails/index.ts";
import { findCardNumbers } from "../../../rails/index.ts";
import type { SettleResponse } from "../../../../spec/types.ts";
import type { Caller, SchemeFacilitator } from "../../scheme.ts";
import { type CardWorld, nextPaymentId, offerOf, PAYERS_MONEY, settle, shop, stall } from "./card-world.ts";

/** The rows of spec/requirements that a facilitator of cards is judged by, each as a question to one. */

export interface Asked {
  readonly world: CardWorld;
  readonly half: SchemeFacilitator;
}

/** A payer of its own, and what happens to the payer's payments. */
function payer(world: CardWorld, as = "card_visa", more: { singleUse?: boolean; psp?: string } = {}) {
  const paymentId = nextPaymentId();
  const owner = `payer ${paymentId}`;
  const from = world.rails.psp.control.calls().at(-1)?.sequence ?? 0;
  return {
    paymentId,
    owner,
    token: world.token({ owner, as, ...more }),
    capture: (amount: string) => ({ type: "capture", paymentId, amount }),
    void: { type: "void", paymentId },
    payments: (): readonly CardPayment[] => world.rails.rails.card.payments().filter(({ payer: of }) => of === owner),
    open: (): number => world.rails.rails.card.payments().filter(({ payer: of, held }) => of === owner && held > 0n).length,
    attempts: (): number => world.rails.rails.card.payments().filter(({ payer: of }) => of === owner).reduce((sum, { attempts }) => sum + attempts.length, 0),
    balance: (): bigint => world.rails.balance({ owner, currency: "USD" }),
    calls: (): readonly PspCall[] => world.rails.psp.control.calls({ after: from }),
  };
}

/** With a deadline that nobody here lives to see: only one row is about offers without. */
const offer = (edit: Parameters<typeof offerOf>[0] = {}, extra: Readonly<Record<string, unknown>> = {}) => offerOf(edit, { captureDeadline: Date.UTC(2100, 0) / 1_000, ...extra });

type Payer = ReturnType<typeof payer>;

const hold = async ({ half }: Asked, { token, paymentId }: Pick<Payer, "token" | "paymentId">, edit: Parameters<typeof offerOf>[0] = {}, extra: Parameters<typeof offerOf>[1] = {}): Promise<SettleResponse> =>
  await settle(half, { payload: { token, paymentId }, offer: offer(edit, extra), caller: shop });

const held = async (asked: Asked, as?: string): Promise<Payer> => {
  const one = payer(asked.world, as);
  await hold(asked, one);
  return one;
};

const end = async ({ half }: Asked, payload: Record<string, unknown>, caller: Caller | null = shop, edit: Parameters<typeof offerOf>[0] = {}): Promise<SettleResponse> => await settle(half, { payload, offer: offer(edit), ...(caller === null ? {} : { caller }) });

const nobody = null;
const all = (...conditions: readonly boolean[]): boolean => conditions.every(Boolean);

/** Until it is so, or for longer than anything here takes. */
async function soon(holds: () => boolean): Promise<boolean> {
  for (let wait = 0; wait < 300 && !holds(); wait += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  return holds();
}

async function isOver({ clock }: CardWorld, { captureDeadline }: { captureDeadline: number }): Promise<void> {
  while (clock.now() / 1_000 <= captureDeadline) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A hold with as short a deadline as this machine can place one in: a loaded one needs longer. Its deadline is still to come when it is returned. */
async function heldForMoments(asked: Asked, seconds = 0.1): Promise<{ one: Payer; placed: SettleResponse; open: number; edit: { captureDeadline: number } }> {
  const { clock } = asked.world;
  const one = payer(asked.world);
  const edit = { captureDeadline: clock.now() / 1_000 + seconds };
  const placed = await hold(asked, one, {}, edit);
  const open = one.open();
  return clock.now() / 1_000 < edit.captureDeadline ? { one, placed, open, edit } : await heldForMoments(asked, seconds * 4);
}

export const ROWS: Readonly<Record<string, (asked: Asked) => Promise<boolean>>> = {
  async "card.fac.hold-amount"(asked) {
    const [dollars, yen] = [payer(asked.world), payer(asked.world)];
    await hold(asked, dollars);
    await hold(asked, yen, { asset: "JPY", amount: "500" });
    return all(dollars.payments()[0]?.authorized === 100n, yen.payments()[0]?.authorized === 500n, yen.payments()[0]?.currency === "JPY");
  },
  async "card.fac.verify-read-only"({ world, half }) {
    const { token, paymentId, payments } = payer(world);
    const { isValid } = await half.verify({ payload: { token, paymentId }, accepted: offer(), requirements: offer() });
    return all(isValid, payments().length === 0);
  },
  async "card.fac.flow-only-escrow"(asked) {
    const one = payer(asked.world);
    const { success } = await hold(asked, one, {}, { paymentFlow: "authorization" });
    return all(!success, one.payments().length === 0);
  },
  async "card.fac.psp-used"(asked) {
    const one = payer(asked.world, "card_visa", { psp: "otherpay" });
    const other = payer(asked.world);
    await hold(asked, one, {}, { psp: "otherpay" });
    await hold(asked, other, { payTo: "acct_stall" });
    return all(one.payments()[0]?.psp === "otherpay", other.payments()[0]?.psp === "simpay", other.payments()[0]?.merchant === "acct_stall");
  },
  async "card.fac.settle-response"(asked) {
    const one = payer(asked.world);
    const placed = await hold(asked, one);
    const captured = await end(asked, one.capture("73"));
    const id = one.payments()[0]?.id;
    return all(placed.success, placed.transaction === id, placed.amount === "100", placed.network === "card:visa", captured.success, captured.transaction === id, captured.amount === "73");
  },
  async "card.fac.identify"(asked) {
    return (await held(asked)).payments()[0]?.indicator === "x402";
  },
  async "card.fac.hold-consent"({ world, half }) {
    const { token, paymentId } = payer(world);
    return (await settle(half, { payload: { token, paymentId }, offer: offer() })).success;
  },
  async "card.fac.dedup"(asked) {
    const [one, two, three] = [payer(asked.world), payer(asked.world), payer(asked.world)];
    const replies = [await hold(asked, one), await hold(asked, one)];
    const atOnce = await Promise.all([hold(asked, two), hold(asked, two), hold(asked, two)]);
    asked.world.rails.psp.control.faults.add({ operation: "payment_intents.create", fault: { kind: "drop", when: "after" } });
    await hold(asked, three);
    const last = await hold(asked, three);
    const same = (list: readonly SettleResponse[]): boolean => all(list.every(({ success }) => success), new Set(list.map(({ transaction }) => transaction)).size === 1);
    return all(same(replies), same(atOnce), last.success, [one, two, three].every(({ payments }) => payments().length === 1));
  },
  async "card.fac.dedup-conflict"(asked) {
    const one = await held(asked);
    const token = asked.world.token({ owner: one.owner });
    const [otherToken, otherAmount] = [await hold(asked, { ...one, token }), await hold(asked, one, { amount: "101" })];
    const { success } = await end(asked, one.capture("73"));
    return all(!otherToken.success, !otherAmount.success, one.payments().length === 1, success);
  },
  async "card.fac.dedup-scope"(asked) {
    const one = await held(asked);
    const other = await hold(asked, one, { payTo: "acct_stall" });
    return all(other.success, one.payments().map(({ merchant }) => merchant).join() === "acct_shop,acct_stall", other.transaction === one.payments()[1]?.id);
  },
  async "card.fac.single-use-token"(asked) {
    asked.world.rails.psp.control.setLimits({ enforceSingleUse: false });
    const one = payer(asked.world, "card_visa", { singleUse: true });
    const first = await hold(asked, one);
    const second = await hold(asked, { ...one, paymentId: nextPaymentId() });
    return all(first.success, !second.success, one.payments().length === 1);
  },
  async "card.fac.capture-cap"(asked) {
    const [one, whole] = [await held(asked), await held(asked)];
    const [above, twin] = [await end(asked, one.capture("101")), await end(asked, whole.capture("100"))];
    return all(!above.success, one.payments()[0]?.captured === 0n, twin.success);
  },
  async "card.fac.capture-less"(asked) {
    const one = await held(asked);
    const { success } = await end(asked, one.capture("73"));
    return all(success, one.payments()[0]?.captured === 73n, one.open() === 0, one.balance() === PAYERS_MONEY - 73n);
  },
  async "card.fac.unknown-payment"(asked) {
    const one = payer(asked.world);
    return all(!(await end(asked, one.capture("10"))).success, !(await end(asked, one.void)).success);
  },
  async "card.fac.one-finalize"(asked) {
    const one = await held(asked);
    await end(asked, one.capture("73"));
    const before = one.calls().length;
    await end(asked, one.capture("20"));
    await end(asked, one.void);
    return one.calls().length === before;
  },
  async "card.fac.retry-stored"(asked) {
    const [one, two] = [await held(asked), await held(asked)];
    const first = [await end(asked, one.capture("73")), await end(asked, two.void)];
    const before = one.calls().length;
    const second = [await end(asked, one.capture("73")), await end(asked, two.void)];
    return all(first.every(({ success }) => success), JSON.stringify(first) === JSON.stringify(second), one.calls().length === before);
  },
  async "card.fac.retry-conflict"(asked) {
    const one = await held(asked);
    await end(asked, one.capture("73"));
    return all(!(await end(asked, one.capture("20"))).success, !(await end(asked, one.void)).success);
  },
  async "card.fac.lifecycle-types"(asked) {
    const one = await held(asked);
    await end(asked, one.capture("73"));
    const replies = [await end(asked, { type: "refund", paymentId: one.paymentId, amount: "73" }), await end(asked, { type: "foo", paymentId: one.paymentId })];
    return all(replies.every(({ success }) => !success), one.calls().every(({ operation }) => operation !== "refunds.create"));
  },
  async "card.fac.distinguish"(asked) {
    const one = await held(asked);
    const before = one.payments()[0]?.state;
    await end(asked, one.capture("100"));
    return all(before === "authorized", one.payments()[0]?.state === "captured");
  },
  async "card.fac.same-endpoint"(asked) {
    const one = await held(asked);
    return (await end(asked, one.capture("73"))).success;
  },
  async "card.fac.void-returns"(asked) {
    const one = await held(asked);
    await end(asked, one.void);
    return all(one.payments()[0]?.state === "voided", one.balance() === PAYERS_MONEY, one.open() === 0);
  },
  async "card.fac.no-reclaim"(asked) {
    const one = await held(asked);
    const { success } = await end(asked, { type: "reclaim", paymentId: one.paymentId });
    return all(!success, one.open() === 1);
  },
  async "card.fac.consent"(asked) {
    const one = await held(asked);
    const refused = [await end(asked, one.capture("73"), nobody), await end(asked, one.void, nobody), await end(asked, one.capture("73"), stall), await end(asked, one.void, stall)];
    return all(refused.every(({ success }) => !success), one.open() === 1, (await end(asked, one.capture("73"))).success);
  },
  async "card.fac.payto-bind"(asked) {
    const one = await held(asked);
    const refused = [await end(asked, one.capture("73"), stall, { payTo: "acct_stall" }), await end(asked, one.void, stall, { payTo: "acct_stall" })];
    return all(refused.every(({ success }) => !success), one.open() === 1);
  },
  async "card.fac.declined-code"(asked) {
    const replies: SettleResponse[] = [];
    for (const reason of ["stolen_card", "closed_account", "no_such_card"]) replies.push(await hold(asked, payer(asked.world, `card_visa_${reason}`)));
    return all(replies.every(({ errorReason }) => errorReason === "card_declined"), new Set(replies.map((reply) => JSON.stringify({ ...reply, transaction: "" }))).size === 1);
  },
  async "card.fac.auth-required-code"(asked) {
    const one = payer(asked.world, "card_visa_challenge");
    const { success, errorReason } = await hold(asked, one);
    return all(!success, errorReason === "card_authentication_required", one.payments()[0]?.state === "declined");
  },
  async "card.fac.no-hard-retry"(asked) {
    const one = payer(asked.world, "card_visa_stolen_card");
    for (let times = 0; times < 3; times += 1) await hold(asked, one);
    return one.attempts() === 1;
  },
  async "card.fac.soft-cap"(asked) {
    asked.world.rails.psp.control.setLimits({ attemptsPerIntent: 3 });
    const one = payer(asked.world, "card_visa_try_again_later");
    for (let times = 0; times < 6; times += 1) await hold(asked, one);
    // The provider would refuse a fourth attempt itself; it must not be asked to.
    const tried = one.calls().filter(({ operation }) => operation === "payment_intents.create" || operation === "payment_intents.confirm").length;
    return all(one.attempts() === 3, tried === 3);
  },
  async "card.fac.void-unused"(asked) {
    const { one, placed, open, edit } = await heldForMoments(asked);
    await isOver(asked.world, edit);
    return all(placed.success, open === 1, await soon(() => one.payments()[0]?.state === "voided"));
  },
  async "acg.deadline.capture"(asked) {
    const { one, edit } = await heldForMoments(asked);
    await isOver(asked.world, edit);
    const { success } = await settle(asked.half, { payload: one.capture("100"), offer: offer({}, edit), caller: shop });
    return all(!success, one.payments()[0]?.captured === 0n);
  },
  async "card.fac.deadline-default"(asked) {
    const one = payer(asked.world);
    const without = offerOf();
    const placed = await settle(asked.half, { payload: { token: one.token, paymentId: one.paymentId }, offer: without, caller: shop });
    await asked.world.rails.clock.advance({ timeline: one.owner, days: 6, hours: 23 });
    return all(placed.success, (await settle(asked.half, { payload: one.capture("100"), offer: without, caller: shop })).success);
  },
  async "card.fac.pending"(asked) {
    const one = await held(asked, "card_visa_capture_acknowledged");
    const { success, errorReason, transaction } = await end(asked, one.capture("73"));
    return all(!success, errorReason === "settlement_pending", transaction === one.payments()[0]?.id);
  },
  async "card.fac.supported"({ half }) {
    const { scheme, network, extra } = half.kind();
    return await Promise.resolve(all(scheme === "auth-capture", network === "card:visa", JSON.stringify(extra?.["psps"]) === '["simpay","otherpay"]', Object.keys(half.signers()).length === 0));
  },
  async "card.fac.luhn"(asked) {
    const one = payer(asked.world);
    const number = anyCardNumber();
    const payloads = [{ token: number, paymentId: one.paymentId }, { token: one.token, paymentId: one.paymentId, note: { text: `card ${number.replaceAll(/(\d{4})(?=\d)/g, "$1 ")}` } }, { token: one.token, paymentId: one.paymentId, number: Number(number) }];
    const replies = await Promise.all(payloads.map(async (payload) => await settle(asked.half, { payload, offer: offer(), caller: shop })));
    return all(replies.every(({ success }) => !success), one.calls().length === 0);
  },
  async "card.any.no-card-data"(asked) {
    const one = payer(asked.world);
    const replies = [await hold(asked, one), await end(asked, one.capture("73"))];
    return findCardNumbers(JSON.stringify(replies)).length === 0;
  },
};
