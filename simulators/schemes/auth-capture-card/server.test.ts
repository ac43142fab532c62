import { describe, expect, test } from "vitest";
import { createValidator } from "../../../spec/schemas.ts";
import type { PaymentPayload, PaymentRequirements, SettleResponse, SupportedKind } from "../../../spec/types.ts";
import { faultSet } from "../../faults.ts";
import { currencyOf, findCardNumbers } from "../../rails/index.ts";
import { createServer } from "./index.ts";
import { faults } from "./server-bends.ts";
import { offerOf } from "./testing/card-world.ts";

/** The server half: its offers, what it takes from clients, and what it ends payments with. */

const validator = createValidator();
const server = (...ids: string[]) => createServer({ faults: faultSet(ids) });
const kind = (psps: unknown = ["simpay", "otherpay"]): SupportedKind => ({ x402Version: 2, scheme: "auth-capture", network: "card:visa", extra: { psps } });
const configured = (edit: Partial<PaymentRequirements> = {}): PaymentRequirements => ({ ...offerOf(edit), extra: { psp: "simpay", ...edit.extra } });
const DEADLINE = 1_800_000_000;

describe("an offer", () => {
  test("is completed with the flow, and keeps what was configured", () => {
    expect(server().offer({ requirements: configured({ extra: { psp: "otherpay", captureDeadline: DEADLINE, note: 1 } }), kind: kind() }).extra).toEqual({ psp: "otherpay", paymentFlow: "escrow", captureDeadline: DEADLINE, note: 1 });
  });

  test("takes the PSP from the facilitator where there is but one", () => {
    const { extra, ...requirements } = offerOf();
    expect(extra).toBeDefined();
    expect(server().offer({ requirements, kind: kind(["simpay"]) }).extra).toEqual({ psp: "simpay", paymentFlow: "escrow" });
    expect(() => server().offer({ requirements, kind: kind() })).toThrow(/PSP's name/);
    expect(() => server().offer({ requirements })).toThrow(/PSP's name/);
  });

  test("stands as configured while the facilitator says nothing", () => {
    expect(server().offer({ requirements: configured() }).extra).toEqual({ psp: "simpay", paymentFlow: "escrow" });
  });

  test.each([["JPY", "100"], ["KWD", "1250"]])("in %s is in its minor units", (asset, amount) => {
    expect(server().offer({ requirements: configured({ asset, amount }), kind: kind() })).toMatchObject({ asset, amount });
  });

  test.each([
    ["a network that is none", { network: "card:*" as const }, /card network/],
    ["a currency in small letters", { asset: "usd" }, /ISO 4217/],
    ["a fund", { asset: "XDR" }, /ISO 4217/],
    ["no amount", { amount: "0" }, /minor units/],
    ["more than a JSON integer", { amount: "9007199254740992" }, /minor units/],
    ["no account", { payTo: "" }, /merchant's account/],
    ["a PSP in capitals", { extra: { psp: "Simpay" } }, /small letters/],
    ["a PSP the facilitator has not", { extra: { psp: "nopay" } }, /can use on card:visa, which are simpay, otherpay/],
    ["another flow", { extra: { psp: "simpay", paymentFlow: "authorization" } }, /escrow/],
    ["a deadline as text", { extra: { psp: "simpay", captureDeadline: String(DEADLINE) } }, /Unix seconds/],
    ["a deadline in milliseconds", { extra: { psp: "simpay", captureDeadline: DEADLINE * 1_000 } }, /Unix seconds/],
  ])("with %s is none", (_, edit: Partial<PaymentRequirements>, message) => {
    expect(() => server().offer({ requirements: configured(edit), kind: kind() })).toThrow(message);
  });

  test("of a facilitator that lists nothing is none", () => {
    expect(() => server().offer({ requirements: configured(), kind: kind("simpay") })).toThrow(/which are none/);
  });
});

test("payments are told apart by payTo and paymentId", () => {
  const key = (payload: Record<string, unknown>, payTo = "acct_shop") => server().replayKey?.({ payload, accepted: offerOf({ payTo }) });
  const paymentId = "pay_0123456789abcdef";
  expect(key({ token: "a", paymentId })).toBe(key({ token: "b", paymentId, more: 1 }));
  expect(key({ token: "a", paymentId })).not.toBe(key({ token: "a", paymentId }, "acct_stall"));
  expect(key({ token: "a" })).not.toBe(key({ token: "b" }));
});

const PAYMENT: PaymentPayload = { x402Version: 2, resource: { url: "http://shop.test/report" }, accepted: offerOf(), payload: { token: "pm_one", paymentId: "pay_0123456789abcdef" }, extensions: { a: 1 } };
const ended = (charge: bigint | undefined, ...ids: string[]) => {
  const done = server(...ids).finalize?.({ payment: PAYMENT, requirements: offerOf(), charge });
  if (done === undefined) throw new Error("the half ends no payments");
  return done;
};

describe("the end of a payment", () => {
  test.each([
    [73n, { type: "capture", paymentId: "pay_0123456789abcdef", amount: "73" }],
    [100n, { type: "capture", paymentId: "pay_0123456789abcdef", amount: "100" }],
    [101n, { type: "capture", paymentId: "pay_0123456789abcdef", amount: "100" }],
    [0n, { type: "void", paymentId: "pay_0123456789abcdef" }],
    [undefined, { type: "void", paymentId: "pay_0123456789abcdef" }],
  ])("for %s", (charge, payload) => {
    expect(ended(charge)).toEqual({ payment: { x402Version: 2, accepted: offerOf(), payload }, requirements: offerOf() });
    expect(validator.validate("auth-capture-card-payload", payload)).toMatchObject({ ok: true });
  });
});

test("only what may still come of it is awaited", () => {
  const failed = (errorReason: string): SettleResponse => ({ success: false, errorReason, transaction: "", network: "card:visa" });
  const { awaits, delivers } = server();
  const about = (errorReason: string) => ({ settlement: failed(errorReason), requirements: offerOf() });
  expect(["settlement_pending", "unexpected_settle_error", "card_declined"].map((reason) => awaits?.(about(reason)))).toEqual([true, true, false]);
  expect(["settlement_pending", "card_declined"].map((reason) => delivers?.(about(reason)))).toEqual([false, false]);
});

/** Everything a server says and takes, by row of the catalogue. */
function broken(...ids: string[]): readonly string[] {
  const half = server(...ids);
  const rows = new Set<string>();
  const keeps = (row: string, holds: boolean): void => void (holds || rows.add(row));
  const prices: readonly Partial<PaymentRequirements>[] = [{}, { network: "card:mastercard" }, { asset: "JPY", amount: "100" }, { asset: "KWD", amount: "1250" }, { extra: { psp: "simpay", captureDeadline: DEADLINE } }];
  const offers = prices.map((edit) => half.offer({ requirements: configured(edit), kind: kind() }));
  for (const [index, { network, asset, amount, payTo, extra = {} }] of offers.entries()) {
    const { psp, paymentFlow, captureDeadline } = extra;
    keeps("card.offer.network", ["card:visa", "card:mastercard", "card:amex"].includes(network));
    keeps("card.offer.asset", currencyOf(asset) !== undefined);
    keeps("card.offer.amount", amount === (prices[index]?.amount ?? "100"));
    keeps("card.offer.payto", payTo === "acct_shop");
    keeps("card.offer.psp", psp !== undefined && String(psp) === String(psp).toLowerCase());
    keeps("card.offer.psp-supported", ["simpay", "otherpay"].includes(String(psp).toLowerCase()));
    keeps("card.offer.flow", paymentFlow === "escrow");
    keeps("card.offer.capture-deadline", captureDeadline === undefined || (typeof captureDeadline === "number" && captureDeadline < 1e10));
  }
  keeps("card.offer.per-network", offers[0]?.network !== offers[1]?.network);
  const settlement = (errorReason: string) => ({ settlement: { success: false, errorReason, transaction: "", network: "card:visa" as const }, requirements: offerOf() });
  keeps("card.server.decline-402", half.delivers?.(settlement("card_declined")) === false);
  keeps("acg.sec.deliver-after-settle", half.delivers?.(settlement("settlement_pending")) === false);
  keeps("card.server.initiates", half.refuses?.({ payload: { type: "void", paymentId: "pay_0123456789abcdef" }, accepted: offerOf() }) !== undefined);
  keeps("card.server.finalize", ended(undefined, ...ids).payment.payload["amount"] === undefined);
  for (const charge of [73n, 100n, 250n, undefined]) {
    const { payment, requirements } = ended(charge, ...ids);
    const { type, paymentId, amount } = payment.payload;
    keeps("card.server.capture-cap", Number(amount ?? 0) <= 100);
    keeps("card.server.lifecycle-shape", (type === undefined || validator.validate("auth-capture-card-payload", payment.payload).ok) && paymentId === "pay_0123456789abcdef");
    keeps("acg.settle.named", type === "capture" || type === "void");
    keeps("card.server.lifecycle-requirements", requirements.payTo === "acct_shop" && requirements.network === "card:visa");
    keeps("card.any.no-card-data", findCardNumbers(JSON.stringify(payment)).length === 0);
  }
  return [...rows].toSorted();
}

test("the reference keeps every row", () => {
  expect(broken()).toEqual([]);
});

const BREAKS: Readonly<Record<string, readonly string[]>> = {
  "network-psp": ["card.offer.network"],
  "networks-merged": ["card.offer.per-network"],
  "asset-small-letters": ["card.offer.asset"],
  "amount-decimal": ["card.offer.amount"],
  "exponent-fixed": ["card.offer.amount"],
  "payto-role": ["card.offer.payto"],
  "psp-capitals": ["card.offer.psp"],
  "psp-unlisted": ["card.offer.psp-supported"],
  "flow-missing": ["card.offer.flow"],
  "flow-upfront": ["card.offer.flow"],
  "deadline-milliseconds": ["card.offer.capture-deadline"],
  "declined-delivered": ["card.server.decline-402"],
  "pending-delivered": ["acg.sec.deliver-after-settle"],
  "failed-captured": ["card.server.finalize"],
  "capture-above-hold": ["card.server.capture-cap"],
  "capture-amount-number": ["card.server.lifecycle-shape"],
  "capture-other-payment": ["card.server.lifecycle-shape"],
  "lifecycle-unnamed": ["acg.settle.named"],
  "lifecycle-other-account": ["card.server.lifecycle-requirements"],
  "lifecycle-smuggled": ["card.server.initiates"],
  "card-number-in-capture": ["card.any.no-card-data"],
};

test.each(Object.keys(faults))("%s", (id) => {
  expect(broken(id)).toEqual(BREAKS[id.slice("server.auth-capture-card.".length)]);
});
