import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../../store.ts";
import { type CardWorld, nextPaymentId, offerOf, settle, shop, startCardWorld } from "./testing/card-world.ts";

/** What goes on beyond a single settle: deadlines, restarts, answers that come late or not at all, and limits. */

let world: CardWorld;
beforeEach(async () => void (world = await startCardWorld()));
afterEach(async () => await world.close());

const payments = () => world.rails.rails.card.payments();
const calls = (operation: string) => world.rails.psp.control.calls().filter((call) => call.operation === operation);
const soon = async (assert: () => void): Promise<void> => await expect.poll(() => (assert(), true), { interval: 5 }).toBe(true);
const capture = (paymentId: string, amount = "100") => ({ payload: { type: "capture", paymentId, amount }, caller: shop });
const release = (paymentId: string) => ({ payload: { type: "void", paymentId }, caller: shop });
const deadline = (seconds: number) => offerOf({}, { captureDeadline: world.clock.now() / 1_000 + seconds });
const failed = (errorReason: string) => ({ success: false, errorReason, network: "card:visa" });

describe("at captureDeadline", () => {
  test("an unused hold is let go, and nothing can be done with it any more but hear so", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const token = world.token();
    const offer = deadline(60);
    const { transaction } = await settle(half, { payload: { token, paymentId }, offer });
    world.clock.ahead = 61_000;
    await soon(() => expect(payments()[0]?.state).toBe("voided"));
    expect(await settle(half, { ...capture(paymentId), offer })).toMatchObject(failed("duplicate_settlement"));
    expect(await settle(half, { ...release(paymentId), offer })).toEqual({ success: true, transaction, network: "card:visa" });
    // The same payload holds nothing again: the offer it was made for is over.
    expect(await settle(half, { payload: { token, paymentId }, offer })).toMatchObject(failed("invalid_transaction_state"));
    expect(payments()).toHaveLength(1);
  });

  test("it is let go by a facilitator that was not there when it was placed", async () => {
    const store = memoryStore();
    const first = world.facilitator({ store });
    await settle(first, { payload: { token: world.token(), paymentId: nextPaymentId() }, offer: deadline(60) });
    await first.close?.();
    world.clock.ahead = 61_000;
    world.facilitator({ store });
    await soon(() => expect(payments()[0]?.state).toBe("voided"));
  });

  test("it is tried again until the provider answers", async () => {
    const half = world.facilitator();
    world.rails.psp.control.faults.add({ operation: "payment_intents.cancel", fault: { kind: "error", when: "before" }, times: 3 });
    await settle(half, { payload: { token: world.token(), paymentId: nextPaymentId() }, offer: deadline(60) });
    world.clock.ahead = 61_000;
    await soon(() => expect(calls("payment_intents.cancel").length).toBeGreaterThanOrEqual(2));
    world.clock.ahead = 71_000;
    await soon(() => expect(payments()[0]?.state).toBe("voided"));
  });

  test("one that was captured stays so, also where the answer was lost", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const offer = deadline(60);
    await settle(half, { payload: { token: world.token(), paymentId }, offer });
    const { control } = world.rails.psp;
    control.faults.add({ operation: "payment_intents.capture", fault: { kind: "drop", when: "after" } });
    const unanswered = control.faults.add({ operation: "payment_intents.get", fault: { kind: "error", when: "before" }, times: 100 });
    expect(await settle(half, { ...capture(paymentId, "73"), offer })).toMatchObject({ ...failed("settlement_pending"), transaction: payments()[0]?.id });
    world.clock.ahead = 61_000;
    unanswered.release();
    expect(await settle(half, { ...capture(paymentId, "73"), offer })).toMatchObject({ success: true, amount: "73" });
    expect(calls("payment_intents.cancel")).toEqual([]);
  });

  test("a capture that never reached the provider is not sent any more", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const offer = deadline(60);
    await settle(half, { payload: { token: world.token(), paymentId }, offer });
    const down = world.rails.psp.control.faults.add({ fault: { kind: "error", when: "before" }, times: 100 });
    expect(await settle(half, { ...capture(paymentId), offer })).toMatchObject(failed("settlement_pending"));
    down.release();
    world.clock.ahead = 61_000;
    expect(await settle(half, { ...capture(paymentId), offer })).toMatchObject(failed("invalid_transaction_state"));
    expect(payments()).toMatchObject([{ state: "voided" }]);
    expect(await settle(half, { ...capture(paymentId), offer })).toMatchObject(failed("duplicate_settlement"));
  });

  test("a deadline that is over is no offer to hold anything for", async () => {
    const half = world.facilitator();
    const offer = deadline(-1);
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    expect(await settle(half, { payload, offer })).toMatchObject(failed("invalid_payment_requirements"));
    expect(await half.verify({ payload, accepted: offer, requirements: offer })).toMatchObject({ isValid: false });
    expect(payments()).toEqual([]);
  });

  test("nothing happens any more after close", async () => {
    const [closed, open] = [world.facilitator(), world.facilitator()];
    const offer = deadline(60);
    for (const half of [closed, open]) await settle(half, { payload: { token: world.token(), paymentId: nextPaymentId() }, offer });
    await closed.close?.();
    world.clock.ahead = 61_000;
    // The one that goes on has voided its hold by the deadline of both.
    await soon(() => expect(payments()[1]?.state).toBe("voided"));
    expect(payments()[0]?.state).toBe("authorized");
  });
});

describe("a hold whose answer never came", () => {
  test("is told as open, and let go when nobody asks for it in time", async () => {
    const half = world.facilitator();
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    const { control } = world.rails.psp;
    control.faults.add({ operation: "payment_intents.create", fault: { kind: "drop", when: "after" } });
    const unanswered = control.faults.add({ where: ({ operation }) => operation !== "payment_methods.get", fault: { kind: "error", when: "before" }, times: 100 });
    expect(await settle(half, { payload })).toEqual({ ...failed("unexpected_settle_error"), transaction: "" });
    expect(payments()[0]?.state).toBe("authorized");
    unanswered.release();
    world.clock.ahead = 61_000;
    await soon(() => expect(payments()[0]?.state).toBe("voided"));
    expect(await settle(half, { payload })).toMatchObject(failed("invalid_transaction_state"));
  });

  test("and that never reached the provider is given up", async () => {
    const half = world.facilitator();
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    const down = world.rails.psp.control.faults.add({ where: ({ operation }) => operation !== "payment_methods.get", fault: { kind: "error", when: "before" }, times: 100 });
    expect(await settle(half, { payload })).toMatchObject(failed("unexpected_settle_error"));
    down.release();
    world.clock.ahead = 61_000;
    await soon(() => expect(calls("payment_intents.list").at(-1)?.status).toBe(200));
    expect(await settle(half, { payload })).toMatchObject(failed("invalid_transaction_state"));
    expect(payments()).toEqual([]);
  });

  test("is found again when the provider has forgotten the idempotency key", async () => {
    const half = world.facilitator();
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    const { control } = world.rails.psp;
    control.faults.add({ operation: "payment_intents.create", fault: { kind: "drop", when: "after" } });
    const unanswered = control.faults.add({ operation: "payment_intents.list", fault: { kind: "error", when: "before" }, times: 100 });
    await settle(half, { payload });
    unanswered.release();
    await world.rails.clock.advance({ hours: 25 });
    expect(await settle(half, { payload })).toMatchObject({ success: true, transaction: payments()[0]?.id });
    expect(payments()).toHaveLength(1);
  });

  test("can be let go by the server", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const { control } = world.rails.psp;
    control.faults.add({ operation: "payment_intents.create", fault: { kind: "drop", when: "after" } });
    const unanswered = control.faults.add({ operation: "payment_intents.list", fault: { kind: "error", when: "before" }, times: 100 });
    await settle(half, { payload: { token: world.token(), paymentId } });
    unanswered.release();
    expect(await settle(half, release(paymentId))).toMatchObject({ success: true });
    expect(payments()[0]?.state).toBe("voided");
  });

  test("is no hold where the provider cannot even say what the token is", async () => {
    const half = world.facilitator();
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    world.rails.psp.control.faults.add({ operation: "payment_methods.get", fault: { kind: "rate-limited", retryAfter: 1 } });
    expect(await settle(half, { payload })).toMatchObject(failed("unexpected_settle_error"));
    expect(await settle(half, { payload })).toMatchObject({ success: true });
  });
});

describe("a capture that was only acknowledged", () => {
  test.each([["card_visa_capture_acknowledged", { success: true, amount: "100" }], ["card_visa_capture_lost", { success: false, errorReason: "invalid_transaction_state" }]])("is pending, and with %s becomes known", async (as, becomes) => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const payload = { token: world.token({ as }), paymentId };
    await settle(half, { payload });
    const pending = await settle(half, capture(paymentId));
    expect(pending).toEqual({ ...failed("settlement_pending"), transaction: payments()[0]?.id });
    expect(await settle(half, capture(paymentId))).toEqual(pending);
    expect(await settle(half, release(paymentId))).toMatchObject(failed("duplicate_settlement"));
    await world.rails.clock.advance({ hours: 1 });
    const known = await settle(half, capture(paymentId));
    expect(known).toMatchObject({ ...becomes, transaction: payments()[0]?.id });
    expect(await settle(half, capture(paymentId))).toEqual(known);
    expect(calls("payment_intents.capture")).toHaveLength(1);
  });
});

describe("declines", () => {
  test("after a soft one the same payload may be approved", async () => {
    const half = world.facilitator();
    const payload = { token: world.token({ as: "card_visa_soft_twice" }), paymentId: nextPaymentId() };
    const replies = [await settle(half, { payload }), await settle(half, { payload }), await settle(half, { payload })];
    expect(replies.map(({ success, errorReason }) => errorReason ?? success)).toEqual(["card_declined", "card_declined", true]);
    expect(payments()).toMatchObject([{ state: "authorized", attempts: [{ outcome: "declined" }, { outcome: "declined" }, { outcome: "approved" }] }]);
  });

  test("too little money is told as such", async () => {
    const half = world.facilitator();
    expect(await settle(half, { payload: { token: world.token({ as: "card_visa_insufficient_funds" }), paymentId: nextPaymentId() } })).toMatchObject({ ...failed("insufficient_funds"), transaction: "" });
  });

  test("the card network's limit counts where it is lower", async () => {
    world.rails.psp.control.setLimits({ attemptsPerIntent: 100 });
    const half = world.facilitator();
    const payload = { token: world.token({ as: "card_visa_try_again_later" }), paymentId: nextPaymentId() };
    for (let times = 0; times < 20; times += 1) await settle(half, { payload });
    expect(payments()[0]?.attempts).toHaveLength(16);
    expect(payments()[0]?.attempts.some(({ excess }) => excess)).toBe(false);
  });

  test("a payment that was declined for good is not revived by a restart", async () => {
    const store = memoryStore();
    const payload = { token: world.token({ as: "card_visa_lost_card" }), paymentId: nextPaymentId() };
    const [first, second] = [await settle(world.facilitator({ store }), { payload }), await settle(world.facilitator({ store }), { payload })];
    expect(second).toEqual(first);
    expect(payments()[0]?.attempts).toHaveLength(1);
  });
});

describe("what is no payment of this half", () => {
  test.each([
    ["a token nobody knows", { token: "pm_nobody_knows" }, {}, "invalid_payload"],
    ["a card of another network", { as: "card_mastercard" }, {}, "invalid_payload"],
    ["a bank account", { as: "ach" }, {}, "invalid_payload"],
    ["a PSP without an account", {}, { extra: { psp: "nopay", paymentFlow: "escrow" } }, "invalid_payment_requirements"],
    ["a PSP by a name every object has", {}, { extra: { psp: "constructor", paymentFlow: "escrow" } }, "invalid_payment_requirements"],
    ["no flow", {}, { extra: { psp: "simpay" } }, "invalid_payment_requirements"],
    ["no currency", {}, { asset: "usd" }, "invalid_payment_requirements"],
    ["nothing", {}, { amount: "0" }, "invalid_payment_requirements"],
    ["more than a JSON integer", {}, { amount: "9007199254740993" }, "invalid_payment_requirements"],
    ["more than the provider takes", {}, { amount: "9007199254740991" }, "invalid_payment_requirements"],
    ["an account there is not", {}, { payTo: "acct_nobody" }, "invalid_payment_requirements"],
    ["milliseconds", {}, { extra: { psp: "simpay", paymentFlow: "escrow", captureDeadline: Date.now() + 60_000 } }, "invalid_payment_requirements"],
  ] as const)("%s", async (_, { token, as }: { token?: string; as?: string }, edit, reason) => {
    const half = world.facilitator();
    const payload = { token: token ?? world.token(as === undefined ? {} : { as }), paymentId: nextPaymentId() };
    expect(await settle(half, { payload, offer: offerOf(edit) })).toEqual({ ...failed(reason), transaction: "" });
    expect(payments().filter(({ authorized }) => authorized > 0n)).toEqual([]);
  });

  test.each([[{ paymentId: "short" }], [{ paymentId: "has a blank in it, which none may" }], [{ token: "" }], [{ token: 7 }], [{ token: "pm_\ud800" }], [{ type: "capture" }], [{ type: "capture", amount: 73 }], [{ type: "capture", amount: "0" }], [{ type: null }]])("a payload with %j", async (edit) => {
    const half = world.facilitator();
    expect(await settle(half, { payload: { token: world.token(), paymentId: nextPaymentId(), ...edit }, caller: shop })).toMatchObject(failed("invalid_payload"));
    expect(world.rails.psp.control.calls()).toEqual([]);
  });

  test("more than the client agreed to", async () => {
    const half = world.facilitator();
    const payload = { token: world.token(), paymentId: nextPaymentId() };
    expect(await half.settle({ payload, accepted: offerOf({ amount: "100" }), requirements: offerOf({ amount: "200" }) })).toMatchObject(failed("invalid_payment_requirements"));
  });

  test("the same paymentId on another card network", async () => {
    const store = memoryStore();
    const [visa, mastercard] = [world.facilitator({ store }), world.facilitator({ store, network: "card:mastercard" })];
    const paymentId = nextPaymentId();
    const offer = offerOf({ network: "card:mastercard" });
    await settle(visa, { payload: { token: world.token(), paymentId } });
    expect(await settle(mastercard, { payload: { token: world.token({ as: "card_mastercard" }), paymentId }, offer })).toMatchObject({ errorReason: "duplicate_settlement" });
    expect(await settle(mastercard, { payload: { token: world.token({ as: "card_mastercard" }), paymentId: nextPaymentId() }, offer })).toMatchObject({ success: true, network: "card:mastercard" });
  });
});

describe("the end of a payment", () => {
  test("is the issuer's where the hold has lapsed", async () => {
    const half = world.facilitator();
    const [one, other] = [nextPaymentId(), nextPaymentId()];
    for (const paymentId of [one, other]) await settle(half, { payload: { token: world.token({ as: "card_visa_short_hold" }), paymentId } });
    await world.rails.clock.advance({ hours: 2 });
    const refused = await settle(half, capture(one));
    expect(refused).toMatchObject(failed("invalid_transaction_state"));
    expect(await settle(half, capture(one))).toEqual(refused);
    expect(await settle(half, release(other))).toMatchObject({ success: true });
  });

  test("is not the buyer's: who has captured may be told of the hold again, and no second one stands", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const payload = { token: world.token(), paymentId };
    const held = await settle(half, { payload });
    await settle(half, capture(paymentId, "73"));
    expect(await settle(half, { payload })).toEqual(held);
    expect(payments()).toHaveLength(1);
  });

  test("is one of two that come at once", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    await settle(half, { payload: { token: world.token(), paymentId } });
    const replies = await Promise.all([settle(half, capture(paymentId, "73")), settle(half, capture(paymentId, "50")), settle(half, release(paymentId))]);
    expect(replies.map(({ success }) => success)).toEqual([true, false, false]);
    expect([calls("payment_intents.capture").length, calls("payment_intents.cancel").length]).toEqual([1, 0]);
  });
});
