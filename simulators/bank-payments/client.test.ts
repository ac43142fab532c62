import { describe, expect, test } from "vitest";
import { createValidator } from "../../spec/schemas.ts";
import type { PaymentRequirements } from "../../spec/types.ts";
import { faultSet } from "../faults.ts";
import { isDigitsOnly, isIban } from "./account-data.ts";
import { HALVES, offer, RAILS, untried } from "./testing/halves.ts";

const effects = { now: () => 0, randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const validator = createValidator();

describe.each(["ach", "sdd-core", "sct-inst"] as const)("the client half on %s", (rail) => {
  const { namespace, other, name } = RAILS[rail];
  const wallet = (privateKey: string) => [{ namespace, privateKey }];
  const token = namespace === "ach" ? "simpay/pm_mine" : `simpay/${name}/pm_mine`;
  const client = (...faults: string[]) => HALVES[rail].createClient({ effects, faults: faultSet(faults.map((fault) => `client.${fault}`)) });
  const pays = (half: ReturnType<typeof client>, edit: Partial<PaymentRequirements> = {}, extra: Readonly<Record<string, unknown>> = {}, key = token): boolean => half.canPay({ requirements: offer({ rail, edit, extra }), wallets: wallet(key) });

  test("pays with the token and an identity of its own", async () => {
    const half = client();
    const pay = async () => await half.createPayload({ requirements: offer({ rail }), resource: undefined, wallets: wallet(`otherpay/pm_other ${token}`) });
    const [one, two] = [await pay(), await pay()];
    expect(one).toEqual({ token: "pm_mine", paymentId: expect.stringMatching(/^[a-z]{32}$/) as unknown });
    expect(one["paymentId"]).not.toBe(two["paymentId"]);
    expect(validator.validate(`exact-${namespace}-payload`, one)).toEqual({ ok: true });
    expect(half.supports(offer({ rail }).network)).toBe(true);
    expect([pays(half), half.supports("ach:us") !== half.supports("sepa:eu")]).toEqual([true, true]);
    await expect(half.createPayload({ requirements: offer({ rail }), resource: undefined, wallets: [] })).rejects.toThrow("ask canPay first");
  });

  test.each<[string, Partial<PaymentRequirements>, Readonly<Record<string, unknown>>, string | undefined]>([
    ["another scheme", { scheme: "upto" }, {}, undefined],
    ["another network", { network: "eip155:84532" }, {}, undefined],
    ["another currency", { asset: other }, {}, "bank-payments.currency-ignored"],
    ["no amount", { amount: "0" }, {}, undefined],
    ["an unknown deliverOn", {}, { deliverOn: "future" }, "bank-payments.deliver-on-ignored"],
    ["settled with authorization", {}, { paymentFlow: "authorization" }, "bank-payments.pair-ignored"],
    ["settled without a flow", {}, { paymentFlow: undefined }, "bank-payments.pair-ignored"],
    ["a PSP of which it has no token", {}, { psp: "otherpay" }, "bank-payments.psp-ignored"],
    ...(namespace === "ach"
      ? []
      : ([
          ["an unknown rail", {}, { rail: "sct" }, "exact-sepa.rail-ignored"],
          ["no rail", {}, { rail: undefined }, "exact-sepa.rail-ignored"],
        ] as [string, Partial<PaymentRequirements>, Readonly<Record<string, unknown>>, string][])),
  ])("does not pay %s", (_name, edit, extra, fault) => {
    expect(pays(client(), edit, extra)).toBe(false);
    // The first rail is what a client that does not look takes an unknown one for.
    const key = fault === "exact-sepa.rail-ignored" ? "simpay/pm_mine" : token;
    if (fault !== undefined) expect(pays(client(fault), edit, extra, key)).toBe(true);
  });

  test("pays on both terms of delivery that the rail has", () => {
    expect(pays(client(), {}, { deliverOn: "accepted", paymentFlow: "authorization" })).toBe(rail !== "sct-inst");
    expect(pays(client(), {}, { deliverOn: "accepted" })).toBe(false);
  });

  test("needs a token for it in the right wallet", () => {
    expect(pays(client(), {}, {}, "")).toBe(false);
    expect(pays(client(), {}, {}, "pm_mine")).toBe(false);
    expect(client().canPay({ requirements: offer({ rail }), wallets: [{ namespace: "card", privateKey: token }] })).toBe(false);
  });

  test("waits for payments whose result is to come, and for no other", () => {
    const half = client();
    expect([undefined, "settlement_pending", "unexpected_settle_error", "duplicate_settlement", "ach_returned", "toString"].map((reason) => half.awaits?.(reason))).toEqual([false, true, true, false, false, false]);
    expect(client("bank-payments.pending-forgotten").awaits?.("settlement_pending")).toBe(false);
    expect(client("bank-payments.unknown-forgotten").awaits?.("unexpected_settle_error")).toBe(false);
  });

  test("faults of what it writes", async () => {
    const write = async (fault: string, times = 1) => {
      const half = client(fault);
      let payload = {};
      for (let turn = 0; turn < times; turn += 1) payload = await half.createPayload({ requirements: offer({ rail }), resource: undefined, wallets: wallet(token) });
      return payload as Record<string, unknown>;
    };
    expect(await write("bank-payments.token-missing")).not.toHaveProperty("token");
    expect(String((await write("bank-payments.payment-id-short"))["paymentId"])).toHaveLength(12);
    expect(await write("bank-payments.payment-id-constant", 2)).toEqual(await write("bank-payments.payment-id-constant", 3));
    const numbered = String((await write(namespace === "ach" ? "exact-ach.token-account" : "exact-sepa.token-iban"))["token"]);
    const beside = await write(namespace === "ach" ? "exact-ach.account-beside" : "exact-sepa.account-beside");
    for (const number of [numbered, String(beside["account"])]) expect(namespace === "ach" ? isDigitsOnly(number) : isIban(number)).toBe(true);
    expect(beside["token"]).toBe("pm_mine");
  });
});

test("SEPA's client does not present a token that is for the other rail, nor pays instant transfers on acceptance", () => {
  const client = (...faults: string[]) => HALVES["sct-inst"].createClient({ effects, faults: faultSet(faults) });
  const pays = (half: ReturnType<typeof client>, key: string, extra: Readonly<Record<string, unknown>> = {}): boolean => half.canPay({ requirements: offer({ rail: "sct-inst", extra }), wallets: [{ namespace: "sepa", privateKey: key }] });
  expect([pays(client(), "simpay/sdd-core/pm_m"), pays(client(), "simpay/sct-inst/pm_c"), pays(client(), "simpay/pm_any")]).toEqual([false, true, true]);
  expect(pays(client("client.exact-sepa.token-other-rail"), "simpay/sdd-core/pm_m")).toBe(true);
  const accepted = { deliverOn: "accepted", paymentFlow: "authorization" };
  expect([pays(client(), "simpay/pm_any", accepted), pays(client("client.exact-sepa.accepted-instant-paid"), "simpay/pm_any", accepted)]).toEqual([false, true]);
});

test("every fault of the client halves is tried here", async () => expect(await untried({ role: "client", file: "client.test.ts" })).toEqual([]));
