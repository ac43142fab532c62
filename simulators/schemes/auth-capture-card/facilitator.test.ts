import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createValidator } from "../../../spec/schemas.ts";
import { faultSet } from "../../faults.ts";
import { createFacilitator } from "./index.ts";
import { type CardWorld, nextPaymentId, offerOf, PAYERS_MONEY, settle, shop, startCardWorld } from "./testing/card-world.ts";

/** The facilitator half against the simulated provider on a port: holds, captures and voids. */

let world: CardWorld;
beforeEach(async () => void (world = await startCardWorld()));
afterEach(async () => await world.close());

const capture = (paymentId: string, amount: string) => ({ type: "capture", paymentId, amount });
const released = (paymentId: string) => ({ type: "void", paymentId });
const balance = (currency = "USD") => ({ payer: world.rails.balance({ owner: "alice", currency }), held: world.rails.held({ owner: "alice", currency }), shop: world.rails.balance({ owner: "acct_shop", currency }) });

test("what it says has the form the draft gives it", async () => {
  const { validate } = createValidator();
  const half = world.facilitator();
  const [one, other] = [nextPaymentId(), nextPaymentId()];
  const replies = [
    await settle(half, { payload: { token: world.token(), paymentId: one } }),
    await settle(half, { payload: capture(one, "73"), caller: shop }),
    await settle(half, { payload: { token: world.token({ as: "card_visa_capture_acknowledged" }), paymentId: other } }),
    await settle(half, { payload: capture(other, "73"), caller: shop }),
    await settle(half, { payload: released(one), caller: shop }),
    await settle(half, { payload: { token: world.token({ as: "card_visa_lost_card" }), paymentId: nextPaymentId() } }),
  ];
  expect(replies.map((reply) => validate("auth-capture-card-settle-response", reply))).toEqual(replies.map(() => ({ ok: true })));
  expect(validate("auth-capture-card-supported-extra", half.kind().extra)).toEqual({ ok: true });
  expect(half.signers()).toEqual({});
});

test("without providers there is one at the chain's address", async () => {
  const half = createFacilitator({ effects: { now: Date.now, randomBytes: (length) => new Uint8Array(length) }, faults: faultSet(), network: "card:visa", chain: { rpcUrl: world.rails.psp.url, signerPrivateKey: world.rails.psp.control.issueKey({ id: "key_facilitator" }).secret }, confirmationTimeoutSeconds: 5 });
  expect(half.kind().extra).toEqual({ psps: ["simpay"] });
  expect(await settle(half, { payload: { token: world.token(), paymentId: nextPaymentId() } })).toMatchObject({ success: true });
  expect(() => createFacilitator({ effects: { now: Date.now, randomBytes: (length) => new Uint8Array(length) }, faults: faultSet(), network: "eip155:1", chain: { rpcUrl: "", signerPrivateKey: "" }, confirmationTimeoutSeconds: 5 })).toThrow(/card:<card network>/);
});

describe("a payment", () => {
  test("is held, and then captured in part", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const held = await settle(half, { payload: { token: world.token(), paymentId } });
    expect(held).toEqual({ success: true, transaction: expect.stringMatching(/^pi_/), network: "card:visa", amount: "100" });
    expect(balance()).toEqual({ payer: PAYERS_MONEY - 100n, held: 100n, shop: 0n });
    const captured = await settle(half, { payload: capture(paymentId, "73"), caller: shop });
    expect(captured).toEqual({ success: true, transaction: held.transaction, network: "card:visa", amount: "73" });
    expect(balance()).toEqual({ payer: PAYERS_MONEY - 73n, held: 0n, shop: 73n });
  });

  test("is held, and then let go", async () => {
    const half = world.facilitator();
    const paymentId = nextPaymentId();
    const held = await settle(half, { payload: { token: world.token(), paymentId } });
    expect(await settle(half, { payload: released(paymentId), caller: shop })).toEqual({ success: true, transaction: held.transaction, network: "card:visa" });
    expect(balance()).toEqual({ payer: PAYERS_MONEY, held: 0n, shop: 0n });
  });

  test.each([["JPY", "500"], ["KWD", "1250"]])("in %s is held in its minor units", async (asset, amount) => {
    const half = world.facilitator();
    const offer = offerOf({ asset, amount });
    expect(await settle(half, { payload: { token: world.token(), paymentId: nextPaymentId() }, offer })).toMatchObject({ success: true, amount });
    expect(balance(asset).held).toBe(BigInt(amount));
  });
});
