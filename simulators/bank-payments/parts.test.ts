import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCardNumbers } from "../rails/card-data.ts";
import { memoryStore } from "../store.ts";
import { faultSet } from "../faults.ts";
import { holdsCardNumber, isDigitsOnly, isIban, restOf97, textsIn } from "./account-data.ts";
import { digest, isPaymentId, letters, paymentKey, readPayment } from "./payment-id.ts";
import { createRecords, type PaymentRecord } from "./records.ts";
import type { Sighting } from "./sighting.ts";
import { createTurns } from "./turns.ts";
import { tokensOf } from "./wallet.ts";

describe("numbers of accounts and cards", () => {
  const iban = (country: string, account: string): string => `${country}${String(98 - restOf97(`${account}${country}00`)).padStart(2, "0")}${account}`;

  test("an IBAN is known by its check digits, with blanks and without", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2}$/), fc.stringMatching(/^[A-Z0-9]{11,30}$/), (country, account) => {
        const one = iban(country, account);
        expect([isIban(one), isIban(one.replace(/(.{4})(?=.)/g, "$1 "))]).toEqual([true, true]);
const others = String((Number(one.slice(2, 4)) % 97) + 2).padStart(2, "0");
        expect(isIban(`${country}${others}${account}`)).toBe(false);
      }),
    );
    for (const text of ["", "XX", "pm_1", "de44abcdefghijkl", "payment-of-the-test"]) expect(isIban(text)).toBe(false);
  });

  test("digits only, whatever stands between them", () => {
    expect(["7".repeat(9), "77 77", "7-7", " 7 "].map(isDigitsOnly)).toEqual([true, true, true, true]);
    expect(["", " ", "-", "7a", "pm_7"].map(isDigitsOnly)).toEqual([false, false, false, false, false]);
  });

  test("texts are found wherever they stand, and depth has an end", () => {
    expect(textsIn({ a: "1", b: [{ c: "2" }, 3, null], d: { e: { f: "4" } } })).toEqual(["1", "2", "4"]);
    let deep: unknown = "bottom";
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(textsIn(deep)).toEqual([]);
    expect([holdsCardNumber({ a: [`4${"1".repeat(15)}`] }), holdsCardNumber({ a: "pm_1" })]).toEqual([true, false]);
  });
});

describe("identities", () => {
  test("have the form of 5.1", () => {
    expect(["a".repeat(16), "0".repeat(128), "A-_9".repeat(4)].map(isPaymentId)).toEqual([true, true, true]);
    expect(["a".repeat(15), "a".repeat(129), `${"a".repeat(16)}!`, `${"a".repeat(16)}\n`, 1, null, undefined].map(isPaymentId)).toEqual(Array.from({ length: 7 }, () => false));
    expect(readPayment({ token: "t", paymentId: "0".repeat(16) })).toEqual({ token: "t", paymentId: "0".repeat(16) });
    for (const edit of [{ token: "" }, { token: 1 }, { token: "x".repeat(513) }, { type: "pay" }, { type: null }]) expect(readPayment({ token: "t", paymentId: "0".repeat(16), ...edit })).toBeUndefined();
  });

  test("in letters, bytes hold no card number and stay apart", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 32 }), fc.uint8Array({ minLength: 16, maxLength: 32 }), (one, other) => {
      expect(letters(one)).toMatch(/^[a-p]*$/);
      expect(findCardNumbers(letters(one))).toEqual([]);
      expect(letters(one) === letters(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
    }));
  });

  test("parts of a digest are not mistaken for one another", () => {
    expect(digest(["a", "bc"])).not.toBe(digest(["ab", "c"]));
    const keys = [["ach:us", "acct_a", "id"], ["sepa:eu", "acct_a", "id"], ["ach:us", "acct_b", "id"], ["ach:us", "acct_a", "id2"]].map(([network = "", payTo = "", paymentId = ""]) => paymentKey({ network, payTo, paymentId }));
    expect(new Set(keys).size).toBe(4);
  });
});

test("a wallet holds tokens by PSP, and by rail where it says", () => {
  const held = (privateKey: string) => tokensOf({ wallets: [{ namespace: "sepa", privateKey }], namespace: "sepa" });
  expect(held("simpay/pm_1 otherpay/sct-inst/pm_2")).toEqual([
    { psp: "simpay", rail: undefined, token: "pm_1" },
    { psp: "otherpay", rail: "sct-inst", token: "pm_2" },
  ]);
  for (const none of ["", "pm_1", "/pm_1", "simpay/", "a/b/c/d"]) expect(held(none)).toEqual([]);
  expect(tokensOf({ wallets: [{ namespace: "ach", privateKey: "simpay/pm_1" }], namespace: "sepa" })).toEqual([]);
});

test("turns are taken one after the other by key, and failures hold nobody up", async () => {
  const turns = createTurns();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.take("a", async () => {
    await gate.promise;
    order.push("first");
    throw new Error("failed");
  });
  const second = turns.take("a", async () => await Promise.resolve(order.push("second")));
  await turns.take("b", async () => await Promise.resolve(order.push("other")));
  gate.resolve();
  await expect(first).rejects.toThrow("failed");
  await second;
  expect(order).toEqual(["other", "first", "second"]);
});

describe("records", () => {
  const record: PaymentRecord = { payTo: "acct", psp: "simpay", rail: "ach", deliverOn: "settled", amount: "1", terms: "t", startedAt: 0, state: "starting", transaction: "", delivered: false };
  const seen = (state: Sighting["state"], transaction = "pi_1"): Sighting => ({ state, transaction, unanswered: false });
  const open = () => createRecords({ store: memoryStore(), network: "ach:us", faults: faultSet() });

  test("only go forward, whatever order they are told in", () => {
    const RANK = { starting: 0, pending: 1, settled: 2, refused: 3, returned: 3 };
    fc.assert(
      fc.property(fc.array(fc.constantFrom("pending", "settled", "refused", "returned"), { maxLength: 8 }), (states) => {
        const records = open();
        records.put("k", record);
        let rank = 0;
        for (const state of states) {
          const before = records.get("k")?.state;
          const after = records.see("k", seen(state))?.state ?? "starting";
          expect(RANK[after]).toBeGreaterThanOrEqual(rank);
          if (before === "refused" || before === "returned") expect(after).toBe(before);
          if (before === "settled") expect(after).not.toBe("refused");
          rank = RANK[after];
        }
      }),
    );
  });

  test("keep one transaction, and learn nothing about payments they do not have", () => {
    const records = open();
    records.put("k", record);
    expect(records.see("k", seen("pending"))).toMatchObject({ transaction: "pi_1" });
    expect(records.see("k", seen("settled", "pi_2"))).toMatchObject({ transaction: "pi_1", state: "pending" });
    expect(records.see("x", seen("settled"))).toBeUndefined();
    records.forget("k");
    expect(records.get("k")).toBeUndefined();
  });

  test("an authorisation for one payment is held as long as that one's order may be under way", () => {
    const records = open();
    records.put("one", record);
    expect([records.claim("c", "one"), records.claim("c", "one"), records.claim("c", "two"), records.claim("d", "two")]).toEqual([true, true, false, true]);
    records.see("one", seen("pending"));
    expect(records.claim("c", "two")).toBe(true);
    records.put("two", record);
    expect(records.claim("c", "one")).toBe(false);
    records.forget("two");
    expect(records.claim("c", "one")).toBe(true);
  });
});
