import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMoney } from "./currency.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { movementsOf } from "./movements.ts";

const open = (): Ledger => createLedger({ mayOwe: ({ owner }) => owner === "world" });
const account = (owner: string, purpose = "available") => ({ owner, purpose });
const fund = (ledger: Ledger, owner: string, amount: bigint, currency = "EUR") => ledger.transfer({ at: 0, kind: "funding", from: account("world"), to: account(owner), currency, amount });

describe("an entry", () => {
  test("moves money and takes the next position", () => {
    const ledger = open();
    expect(fund(ledger, "alice", 100n).position).toBe(1n);
    expect(ledger.transfer({ at: 5, kind: "payment", payment: "p1", from: account("alice"), to: account("bob"), currency: "EUR", amount: 40n }).position).toBe(2n);
    expect(ledger.balance({ ...account("alice"), currency: "EUR" })).toBe(60n);
    expect(ledger.accounts({ owner: "bob" })).toEqual([{ owner: "bob", purpose: "available", currency: "EUR", amount: 40n }]);
    expect(ledger.entries({ after: 1n })).toMatchObject([{ payment: "p1", at: 5 }]);
    expect(ledger.entries({ payment: "p1" })).toHaveLength(1);
    expect(ledger.position()).toBe(2n);
  });

  test.each([
    ["insufficient_funds", { currency: "EUR", amount: 101n }],
    ["amount_not_positive", { currency: "EUR", amount: 0n }],
    ["currency_unknown", { currency: "eur", amount: 1n }],
    ["currency_unknown", { currency: "XAU", amount: 1n }],
  ])("is refused as %s and leaves no trace", (code, what) => {
    const ledger = open();
    fund(ledger, "alice", 100n);
    expect(() => ledger.transfer({ at: 0, kind: "payment", from: account("alice"), to: account("bob"), ...what })).toThrow(expect.objectContaining({ code }));
    expect(ledger.position()).toBe(1n);
    expect(ledger.balance({ ...account("alice"), currency: "EUR" })).toBe(100n);
  });

  test("is refused when a debit lacks its credit, or the two are in different currencies", () => {
    const ledger = open();
    const debit = { ...account("world"), currency: "EUR", side: "debit", amount: 1n } as const;
    const credit = { ...account("alice"), currency: "USD", side: "credit", amount: 1n } as const;
    for (const postings of [[debit], [debit, credit], [], [debit, { ...credit, currency: "EUR", amount: 2n }]]) {
      expect(() => ledger.post({ at: 0, kind: "bad", postings })).toThrow(expect.objectContaining({ code: "unbalanced" }));
    }
  });

  test("may end in debt only where that is allowed, and may lessen one", () => {
    const owing = { ledger: createLedger({ mayOwe: ({ owner }) => owner !== "alice" }) };
    owing.ledger.transfer({ at: 0, kind: "chargeback", from: account("merchant"), to: account("alice"), currency: "JPY", amount: 5n });
    owing.ledger.transfer({ at: 0, kind: "payment", from: account("alice"), to: account("merchant"), currency: "JPY", amount: 3n });
    expect(owing.ledger.balance({ ...account("merchant"), currency: "JPY" })).toBe(-2n);
  });
});

test("a movement is what changes owners", () => {
  const ledger = open();
  fund(ledger, "alice", 100n);
  ledger.transfer({ at: 0, kind: "hold", from: account("alice"), to: account("alice", "held"), currency: "EUR", amount: 50n });
  ledger.post({
    at: 7,
    kind: "capture",
    payment: "p",
    postings: [
      { ...account("alice", "held"), currency: "EUR", side: "debit", amount: 50n },
      { ...account("bob"), currency: "EUR", side: "credit", amount: 30n },
      { ...account("alice"), currency: "EUR", side: "credit", amount: 20n },
    ],
  });
  expect(movementsOf({ ledger, after: 1n })).toEqual([{ sender: "alice", recipient: "bob", currency: "EUR", amount: 30n, kind: "capture", payment: "p", position: 3n, at: 7 }]);
  expect(movementsOf({ ledger, owners: ["carol"] })).toEqual([]);
});

test("a snapshot puts the books back, as often as it is asked to", () => {
  const ledger = open();
  fund(ledger, "alice", 100n);
  const restore = ledger.snapshot();
  for (let turn = 0; turn < 2; turn += 1) {
    fund(ledger, "alice", 1n);
    restore();
    expect([ledger.position(), ledger.balance({ ...account("alice"), currency: "EUR" })]).toEqual([1n, 100n]);
  }
});

test.each([
  [{ amount: 1_050n, currency: "EUR" }, "10.50 EUR"],
  [{ amount: 1_050n, currency: "JPY" }, "1050 JPY"],
  [{ amount: 1_050n, currency: "KWD" }, "1.050 KWD"],
  [{ amount: -5n, currency: "USD" }, "-0.05 USD"],
])("%o is written %s", (money, text) => expect(formatMoney(money)).toBe(text));

test("whatever is posted, debits equal credits and balances add up to nothing", () => {
  const owner = fc.constantFrom("world", "alice", "bob", "shop");
  const currency = fc.constantFrom("JPY", "EUR", "USD", "KWD");
  fc.assert(
    fc.property(fc.array(fc.record({ from: owner, to: owner, currency, amount: fc.bigInt(-5n, 10n ** 30n) }), { maxLength: 60 }), (steps) => {
      const ledger = open();
      for (const { from, to, ...money } of steps) {
        try {
          ledger.transfer({ at: 0, kind: "step", from: account(from), to: account(to), ...money });
        } catch {
          // Refused, which the books must survive as well.
        }
      }
      for (const { debits, credits } of ledger.trialBalance()) expect(debits).toBe(credits);
      for (const code of ["JPY", "EUR", "USD", "KWD"]) expect(ledger.accounts({ currency: code }).reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
      expect(ledger.accounts().filter(({ owner: who, amount }) => who !== "world" && amount < 0n)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
