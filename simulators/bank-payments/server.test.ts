import { describe, expect, test } from "vitest";
import { createValidator } from "../../spec/schemas.ts";
import type { PaymentRequirements, SettleResponse, SupportedKind } from "../../spec/types.ts";
import { faultSet } from "../faults.ts";
import { isDigitsOnly, isIban, restOf97 } from "./account-data.ts";
import { HALVES, offer, RAILS, untried } from "./testing/halves.ts";

const validator = createValidator();

describe.each(["ach", "sdd-core", "sct-inst"] as const)("the server half on %s", (rail) => {
  const { namespace, network, other, currency } = RAILS[rail];
  const kind: SupportedKind = { x402Version: 2, scheme: "exact", network, extra: namespace === "ach" ? { psps: ["simpay"] } : { rails: { "sct-inst": ["simpay"], "sdd-core": ["simpay", "otherpay"] } } };
  const server = (...faults: string[]) => HALVES[rail].createServer({ faults: faultSet(faults.map((fault) => `server.${fault}`)) });
  const offered = (options: { faults?: readonly string[]; edit?: Partial<PaymentRequirements>; extra?: Readonly<Record<string, unknown>>; from?: SupportedKind } = {}): PaymentRequirements =>
    server(...(options.faults ?? [])).offer({ requirements: offer({ rail, ...options }), kind: options.from ?? kind });
  const accepted = { deliverOn: "accepted", paymentFlow: "authorization" };
  const said = (errorReason: string | undefined, more: Partial<SettleResponse> = {}): SettleResponse => ({ success: errorReason === undefined, ...(errorReason === undefined ? {} : { errorReason }), transaction: "pi_1", network, ...more });

  test("offers what it was told to, and writes the flow out that belongs to it", () => {
    expect(offered()).toEqual(offer({ rail }));
    const { paymentFlow: _, ...flowless } = offer({ rail }).extra ?? {};
    expect(server().offer({ requirements: { ...offer({ rail }), extra: flowless }, kind })).toEqual(offer({ rail }));
    if (rail !== "sct-inst") expect(server().offer({ requirements: { ...offer({ rail }), extra: { ...flowless, deliverOn: "accepted" } }, kind }).extra).toMatchObject(accepted);
    expect(validator.validate(`exact-${namespace}-extra`, offered().extra)).toEqual({ ok: true });
    expect([server().needsKind, server().supports(network), server().supports("eip155:84532")]).toEqual([true, true, false]);
  });

  test.each<[string, Parameters<typeof offered>[0], RegExp]>([
    ["another currency", { edit: { asset: other } }, /network's currency/],
    ["no amount", { edit: { amount: "0" } }, /above zero/],
    ["no deliverOn", { extra: { deliverOn: undefined } }, /operator's to decide/],
    ["another flow", { extra: { paymentFlow: "authorization" } }, /paymentFlow that belongs/],
    ["a PSP in capitals", { extra: { psp: "SimPay" } }, /small letters/],
    ["a PSP that the facilitator does not list", { extra: { psp: "nobodypay" } }, /that the facilitator lists/],
    ["a facilitator that lists none", { from: { x402Version: 2, scheme: "exact", network } }, /that the facilitator lists/],
    ["the number of an account as payTo", { edit: { payTo: namespace === "ach" ? `${"7".repeat(9)} ${"7".repeat(9)}` : `XX${String(98 - restOf97(`${"7".repeat(14)}XX00`)).padStart(2, "0")}${"7".repeat(14)}` } }, /found the number of an account/],
    ["a card number as payTo", { edit: { payTo: `4${"1".repeat(15)}` } }, /found the number of an account/],
    ...(namespace === "ach"
      ? []
      : ([
          ["no rail", { extra: { rail: undefined } }, /extra.rail/],
          ["another rail", { extra: { rail: "sct" } }, /extra.rail/],
          ["instant transfers on acceptance", { extra: { rail: "sct-inst", ...accepted } }, /deliverOn that the rail has/],
        ] as [string, Parameters<typeof offered>[0], RegExp][])),
  ])("does not offer with %s", (_name, options, message) => {
    expect(() => offered(options)).toThrow(message);
  });

  test.each<[string, Partial<PaymentRequirements> | undefined, Readonly<Record<string, unknown>> | undefined]>([
    ["bank-payments.asset-small-letters", { asset: currency.toLowerCase() }, undefined],
    ["bank-payments.amount-with-point", { amount: "12.50" }, undefined],
    ["bank-payments.payto-wallet", { payTo: `0x${"a".repeat(40)}` }, undefined],
    ["bank-payments.psp-missing", undefined, { psp: undefined }],
    ["bank-payments.psp-capitals", undefined, { psp: "Simpay" }],
    ["bank-payments.psp-unlisted", undefined, { psp: "elsewherepay" }],
    ["bank-payments.deliver-on-missing", undefined, { deliverOn: undefined }],
    ["bank-payments.deliver-on-other", undefined, { deliverOn: "shipped" }],
    ...(namespace === "ach"
      ? []
      : ([
          ["exact-sepa.rail-missing", undefined, { rail: undefined }],
          ["exact-sepa.rail-other", undefined, { rail: "sct" }],
        ] as [string, undefined, Readonly<Record<string, unknown>>][])),
    ...(rail === "sct-inst" ? ([["exact-sepa.instant-accepted", undefined, accepted]] as [string, undefined, Readonly<Record<string, unknown>>][]) : []),
  ])("under %s its offer is bent there and nowhere else", (fault, edit, extra) => {
    const { extra: plain, ...rest } = offered();
    expect(offered({ faults: [fault] })).toEqual({ ...rest, ...edit, extra: { ...plain, ...extra } });
  });

  test("under faults of the flow it is bent where it delivers on acceptance", () => {
    if (rail === "sct-inst") return;
    expect(offered({ faults: ["bank-payments.flow-missing"], extra: accepted }).extra).not.toHaveProperty("paymentFlow");
    expect(offered({ faults: ["bank-payments.flow-other"], extra: accepted }).extra).toMatchObject({ paymentFlow: "upfront" });
    for (const fault of ["bank-payments.flow-missing", "bank-payments.flow-other"]) expect(offered({ faults: [fault] })).toEqual(offered());
  });

  test("under account-shown it holds the number of an account, and is the same otherwise", () => {
    const { extra: { creditTo, ...extra } = {}, ...rest } = offered({ faults: [namespace === "ach" ? "exact-ach.account-shown" : "exact-sepa.account-shown"] });
    expect({ ...rest, extra }).toEqual(offered());
    expect(namespace === "ach" ? isDigitsOnly(String(creditTo)) : isIban(String(creditTo))).toBe(true);
  });

  test("refuses payments that have a type", () => {
    const asked = { payload: { type: "status", paymentId: "somebody-elses-payment" }, accepted: offer({ rail }) };
    expect([server().refuses?.(asked), server("bank-payments.type-passed").refuses?.(asked)]).toEqual(["invalid_payload", undefined]);
    expect(server().refuses?.({ ...asked, payload: { token: "pm_1", paymentId: "a-payment-of-its-own" } })).toBeUndefined();
    for (const type of [null, "", "pay"]) expect(server().refuses?.({ ...asked, payload: { type } })).toBe("invalid_payload");
  });

  test("delivers for what settled, and for what is pending where it delivers on acceptance", () => {
    const delivers = (errorReason: string | undefined, extra: Readonly<Record<string, unknown>>, ...faults: string[]): boolean | undefined => server(...faults).delivers?.({ settlement: said(errorReason), requirements: offer({ rail, extra }) });
    const { refused, returned } = namespace === "ach" ? { refused: "ach_debit_refused", returned: "ach_returned" } : { refused: "sepa_refused", returned: "sepa_returned" };
    const reasons = [undefined, "settlement_pending", "unexpected_settle_error", "duplicate_settlement", refused, returned];
    expect(reasons.map((reason) => delivers(reason, {}))).toEqual([true, false, false, false, false, false]);
    expect(reasons.map((reason) => delivers(reason, accepted))).toEqual([true, true, false, false, false, false]);
    expect(delivers("settlement_pending", {}, "bank-payments.delivers-pending")).toBe(true);
    expect(delivers("settlement_pending", accepted, "bank-payments.accepted-withheld")).toBe(false);
    expect([delivers(refused, {}, "bank-payments.delivers-refused"), delivers(returned, accepted, "bank-payments.delivers-refused")]).toEqual([true, true]);
    expect(delivers("unexpected_settle_error", accepted, "bank-payments.delivers-unknown")).toBe(true);
    expect(delivers("duplicate_settlement", {}, "bank-payments.delivers-duplicates")).toBe(true);
  });

  test("awaits what may still settle", () => {
    const awaits = (errorReason: string | undefined, ...faults: string[]): boolean | undefined => server(...faults).awaits?.({ settlement: said(errorReason), requirements: offer({ rail }) });
    expect([undefined, "settlement_pending", "unexpected_settle_error", "duplicate_settlement", "ach_returned"].map((reason) => awaits(reason))).toEqual([false, true, true, false, false]);
    expect(awaits("settlement_pending", "bank-payments.pending-given-up")).toBe(false);
    expect(awaits("unexpected_settle_error", "bank-payments.unknown-given-up")).toBe(false);
  });

  test("tells payments apart by payTo and paymentId", () => {
    const half = server();
    const key = (payload: Readonly<Record<string, unknown>>, edit: Partial<PaymentRequirements> = {}): string | undefined => half.replayKey?.({ payload, accepted: offer({ rail, edit }) });
    const paymentId = "a-payment-of-its-own";
    expect(key({ paymentId, token: "pm_1" })).toBe(key({ paymentId, token: "pm_2" }));
    expect(new Set([key({ paymentId }), key({ paymentId }, { payTo: "acct_other" }), key({ paymentId: `${paymentId}2` }), key({ token: "pm_1" }), key({ token: "pm_2" })]).size).toBe(5);
    const unguarded = server("bank-payments.replay-unguarded");
    const asked = { payload: { paymentId }, accepted: offer({ rail }) };
    expect(unguarded.replayKey?.(asked)).not.toBe(unguarded.replayKey?.(asked));
  });

  test("asks for a status by the paymentId, under the terms of the payment", () => {
    const requirements = offer({ rail });
    const payment = { x402Version: 2, accepted: requirements, payload: { token: "pm_1", paymentId: "a-payment-of-its-own" } } as const;
    const ask = (...faults: string[]) => server(...faults).inquiry?.({ payment, requirements });
    expect(ask()).toEqual({ payment: { ...payment, payload: { type: "status", paymentId: "a-payment-of-its-own" } }, requirements });
    expect(validator.validate(`exact-${namespace}-payload`, ask()?.payment.payload)).toEqual({ ok: true });
    expect(ask("bank-payments.inquiry-with-token")?.payment.payload).toHaveProperty("token");
    expect(ask("bank-payments.inquiry-other-payto")?.requirements.payTo).toBe("acct_shopx");
  });
});

test("every fault of the server halves is tried here", async () => expect(await untried({ role: "server", file: "server.test.ts" })).toEqual([]));
