import { describe, expect, test } from "vitest";
import { createValidator } from "../../../spec/schemas.ts";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { faultSet } from "../../faults.ts";
import { findCardNumbers } from "../../rails/index.ts";
import { anyCardNumber } from "./card-number.ts";
import { faults } from "./client-bends.ts";
import { createClient } from "./index.ts";
import { offerOf } from "./testing/card-world.ts";

/** The client half: which offers it pays, and what its payloads say. */

const NOW = Date.parse("2026-11-21T12:00:00Z");
const validator = createValidator();
const create = (...ids: string[]) => {
  let byte = 0;
  return createClient({ effects: { now: () => NOW, randomBytes: (length) => new Uint8Array(length).fill((byte += 1)) }, faults: faultSet(ids) });
};
const wallets = (vault: string) => [{ namespace: "eip155", privateKey: `0x${"11".repeat(32)}` }, { namespace: "card", privateKey: vault }];

describe("an offer", () => {
  const pays = (requirements: PaymentRequirements, vault = "simpay/pm_one otherpay/pm_two") => create().canPay({ requirements, wallets: wallets(vault) });

  test.each([
    ["of a PSP it has a token of", offerOf(), true],
    ["of the other PSP", offerOf({}, { psp: "otherpay" }), true],
    ["on any card network", offerOf({ network: "card:mastercard" }), true],
    ["with a deadline to come", offerOf({}, { captureDeadline: NOW / 1_000 + 60 }), true],
    ["in a currency without minor units", offerOf({ asset: "JPY" }), true],
    ["of a PSP it has no token of", offerOf({}, { psp: "nopay" }), false],
    ["of a PSP in capitals", offerOf({}, { psp: "SIMPAY" }), false],
    ["without a PSP", offerOf({}, { psp: undefined }), false],
    ["under the authorization flow", offerOf({}, { paymentFlow: "authorization" }), false],
    ["under the upfront flow", offerOf({}, { paymentFlow: "upfront" }), false],
    ["without a flow", offerOf({}, { paymentFlow: undefined }), false],
    ["of another scheme", offerOf({ scheme: "exact" }), false],
    ["on a chain", offerOf({ network: "eip155:84532" }), false],
    ["in no currency", offerOf({ asset: "840" }), false],
    ["in decimals", offerOf({ amount: "1.00" }), false],
    ["for nothing", offerOf({ amount: "0" }), false],
    ["whose deadline is over", offerOf({}, { captureDeadline: NOW / 1_000 }), false],
    ["whose deadline is in milliseconds", offerOf({}, { captureDeadline: NOW + 60_000 }), false],
  ])("%s", (_, requirements, expected) => {
    expect(pays(requirements)).toBe(expected);
  });

  test("is not paid by a card number, whoever put it into the vault", async () => {
    expect(pays(offerOf(), `simpay/${anyCardNumber()}`)).toBe(false);
    await expect(create().createPayload({ requirements: offerOf(), resource: undefined, wallets: wallets(`simpay/${anyCardNumber()}`) })).rejects.toThrow(/expected a token of simpay/);
  });
});

test("what leaves a payment open is presented again, and a decline is not", () => {
  const { awaits } = create();
  expect(["settlement_pending", "unexpected_settle_error", "card_declined", "card_authentication_required", undefined].map((reason) => awaits?.(reason))).toEqual([true, true, false, false, false]);
});

/** Two payments for one offer, of the PSP of the vault and of another one, by row of the catalogue. */
async function broken(...ids: string[]): Promise<readonly string[]> {
  const client = create(...ids);
  const rows = new Set<string>();
  const keeps = (row: string, holds: boolean): void => void (holds || rows.add(row));
  const vault = wallets("simpay/pm_one");
  keeps("card.client.psp", !client.canPay({ requirements: offerOf({}, { psp: "otherpay" }), wallets: vault }));
  const payloads: Record<string, unknown>[] = [];
  for (let times = 0; times < 2; times += 1) {
    const paid = client.createPayload({ requirements: offerOf(), resource: undefined, wallets: vault });
    await paid.then((payload) => payloads.push(payload), () => rows.add("card.any.no-extension-needed"));
  }
  if (payloads.length < 2) return [...rows];
  for (const payload of payloads) {
    keeps("card.client.payload", "token" in payload && "paymentId" in payload);
    keeps("card.client.payment-id", /^[A-Za-z0-9_-]{16,128}$/.test(String(payload["paymentId"])));
    keeps("card.client.token-no-pan", findCardNumbers(String(payload["token"])).length === 0);
    keeps("card.any.no-card-data", findCardNumbers(JSON.stringify(payload)).length === 0);
    keeps("card.client.no-operation", !("type" in payload));
    if (ids.length === 0) expect(validator.validate("auth-capture-card-payload", payload)).toMatchObject({ ok: true });
  }
  keeps("card.client.payment-id-fresh", payloads[0]?.["paymentId"] !== payloads[1]?.["paymentId"]);
  return [...rows].toSorted();
}

test("the reference keeps every row", async () => {
  expect(await broken()).toEqual([]);
});

const BREAKS: Readonly<Record<string, readonly string[]>> = {
  "psp-ignored": ["card.client.psp"],
  "token-misnamed": ["card.client.payload"],
  "payment-id-short": ["card.client.payment-id"],
  "payment-id-constant": ["card.client.payment-id-fresh"],
  "card-number-presented": ["card.any.no-card-data", "card.client.token-no-pan"],
  "card-number-beside": ["card.any.no-card-data"],
  "identifier-needed": ["card.any.no-extension-needed"],
  "operation-named": ["card.client.no-operation"],
};

test.each(Object.keys(faults))("%s", async (id) => {
  expect(await broken(id)).toEqual(BREAKS[id.slice("client.auth-capture-card.".length)]);
});
