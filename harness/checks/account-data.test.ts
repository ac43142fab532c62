import { describe, expect, test } from "vitest";
import { encodeHeader } from "../../simulators/transports/http/header-codec.ts";
import { madeUpAccount } from "../../simulators/schemes/exact-ach/made-up-account.ts";
import { madeUpIban } from "../../simulators/schemes/exact-sepa/made-up-iban.ts";
import { findIbans } from "../privacy/ibans.ts";
import type { Trace } from "../trace/trace.ts";
import { ibanIn, routedAccountIn, textsSentBy } from "./account-data.ts";

describe("the number of an account at a bank of the United States", () => {
  test.each([
    ["in a word of its own", madeUpAccount()],
    ["with a hyphen", madeUpAccount().replace(" ", "-")],
    ["in JSON", JSON.stringify({ payload: { account: madeUpAccount() } })],
    ["in a header", encodeHeader({ account: madeUpAccount() })],
  ])("is found %s, and not shown", (_, text) => {
    expect(routedAccountIn(text)).toBe("a routing number and 10 digits after it");
  });
  test.each([
    ["a time in milliseconds", "1763757600123"],
    ["a day and a time", "2026-11-21 19:29:53"],
    ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
    ["a routing number that does not add up", "123456789 0001234"],
    ["a token", "pm_000000000 1234x"],
    ["a made-up id, by Unix time", "000000000-1763757600123"],
    ["a made-up id, by the day", '{"ref":"000000000-20261121"}'],
  ])("is not %s", (_, text) => {
    expect(routedAccountIn(text)).toBeUndefined();
  });
});

describe("an IBAN", () => {
  test.each([
    ["in one run", madeUpIban()],
    ["in groups of four", madeUpIban().replaceAll(/.{4}(?=.)/g, "$& ")],
    ["in a header", encodeHeader({ payload: { token: madeUpIban() } })],
  ])("is found %s, and not shown whole", (_, text) => {
    expect(ibanIn(text)).toMatch(/^the IBAN DE\*+\d{4}$/);
  });
  test("is not an order by the time, every ninety-seventh of which has check digits that fit", () => {
    const orders = Array.from({ length: 97 }, (_, index) => `NO${1763757600123 + index}`);
    expect(orders.filter((order) => findIbans(order).length > 0)).toHaveLength(1);
    expect(orders.filter((order) => ibanIn(order) !== undefined)).toEqual([]);
  });
  test("is not a token", () => expect(ibanIn("pm_de00000000000000000000000")).toBeUndefined());
});

test("ids of requests are no words of whoever sent them", () => {
  const headers = [["X-Request-Id", "a"], ["ETag", "b"], ["PAYMENT-RESPONSE", "c"]];
  const events = [{ kind: "http.response", from: "facilitator", headers, body: { text: "d" } }];
  expect(textsSentBy({ events } as unknown as Trace, "facilitator").map(({ text }) => text)).toEqual(["c", "d"]);
});
