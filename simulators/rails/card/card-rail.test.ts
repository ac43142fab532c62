import { describe, expect, test } from "vitest";
import { loadCardDeclines } from "../../../spec/registry-fiat.ts";
import { DAY } from "../clock.ts";
import { createGround, fund } from "../testing/ground.ts";
import type { CardRail } from "./card-rail.ts";
import { createCardRail } from "./card-rail.ts";
import { declineOf, DECLINES } from "./declines.ts";
import { CARD_NETWORKS, type CardBehaviour } from "./types.ts";

function world(behaviour: CardBehaviour = { answers: [{ kind: "approve" }] }, balance = 1_000n) {
  const ground = createGround();
  const rail = createCardRail(ground);
  const told: string[] = [];
  rail.onEvent(({ kind }) => void told.push(kind));
  rail.issue({ id: "card1", owner: "alice", network: "visa", fingerprint: "f", behaviour, backed: false });
  fund({ ledger: ground.ledger, owner: "alice", currency: "USD", amount: balance });
  const balanceOf = (owner: string, purpose: string): bigint => ground.ledger.balance({ owner, purpose, currency: "USD" });
  const authorize = (options: Partial<Parameters<CardRail["authorize"]>[0]> = {}) => rail.authorize({ id: "p1", card: "card1", merchant: "shop", psp: "psp", currency: "USD", amount: 100n, timeline: "alice", ...options });
  const days = (count: number) => ground.clock.advance({ timeline: "alice", days: count });
  return { ...ground, rail, told, authorize, days, alice: () => [balanceOf("alice", "available"), balanceOf("alice", "held")], shop: () => [balanceOf("shop", "pending@psp"), balanceOf("shop", "available@psp")] };
}

const refused = (code: string) => expect.objectContaining({ name: "RailError", code });

describe("a hold", () => {
  test("blocks the money and moves it to nobody", () => {
    const { authorize, alice, shop, told } = world();
    expect(authorize()).toMatchObject({ state: "authorized", held: 100n, authorized: 100n });
    expect([alice(), shop()]).toEqual([[900n, 100n], [0n, 0n]]);
    expect(told).toEqual(["authorized"]);
  });

  test("ends by itself when nobody uses it", async () => {
    const { authorize, alice, rail, days } = world();
    expect(authorize().holdEndsAt).toBe(Date.parse("2026-03-10T15:00:00Z"));
    await days(7);
    expect(rail.find("p1")).toMatchObject({ state: "expired", held: 0n });
    expect(alice()).toEqual([1_000n, 0n]);
    expect(() => rail.capture({ id: "p1", amount: 1n })).toThrow(refused("state_not_allowed"));
  });

  test("is let go by a void, once", () => {
    const { authorize, alice, rail } = world();
    authorize();
    expect(rail.void("p1").state).toBe("voided");
    expect(alice()).toEqual([1_000n, 0n]);
    expect(() => rail.void("p1")).toThrow(refused("state_not_allowed"));
  });

  test("needs money on the account", () => {
    const { authorize } = world(undefined, 99n);
    expect(authorize()).toMatchObject({ state: "declined", attempts: [{ decline: { name: "insufficient_funds", class: "soft", answer: { field: "response", code: "51" } } }] });
  });

  test("for a part is given to those who take one", () => {
    const behaviour: CardBehaviour = { answers: [{ kind: "approve-part", percent: 60 }] };
    expect(world(behaviour).authorize()).toMatchObject({ state: "declined" });
    expect(world(behaviour).authorize({ allowPart: true })).toMatchObject({ state: "authorized", held: 60n, amount: 100n });
  });

  test.each([
    ["currency_not_supported", { currency: "XAU" }],
    ["amount_not_positive", { amount: 0n }],
    ["instrument_unknown", { card: "none" }],
  ])("is refused as %s", (code, options) => expect(() => world().authorize(options)).toThrow(refused(code)));
});

describe("a declined payment", () => {
  test("can be tried again, and each attempt is on record", () => {
    const { authorize, told } = world({ answers: [{ kind: "decline", name: "try_again_later" }, { kind: "approve" }] });
    expect(authorize().state).toBe("declined");
    expect(authorize()).toMatchObject({ state: "authorized", attempts: [{ outcome: "declined" }, { outcome: "approved" }] });
    expect(() => authorize()).toThrow(refused("state_not_allowed"));
    expect(told).toEqual(["declined", "authorized"]);
  });

  test("tried more often than the network allows shows it", () => {
    const { authorize } = world({ answers: [{ kind: "decline", name: "try_again_later" }] });
    for (let turn = 0; turn < 17; turn += 1) authorize();
    expect(authorize().attempts.map(({ excess }) => excess).slice(14, 18)).toEqual([false, false, true, true]);
  });
});

describe("a challenge", () => {
  test("holds nothing until the cardholder has passed it", () => {
    const { authorize, alice, rail } = world({ answers: [{ kind: "challenge", cardholder: "authenticates" }] });
    expect(authorize().state).toBe("challenged");
    expect(alice()).toEqual([1_000n, 0n]);
    expect(rail.authenticate({ id: "p1" })).toMatchObject({ state: "authorized", held: 100n, attempts: [{ outcome: "challenged" }] });
  });

  test("is a decline where nobody is there to take it", () => {
    const { authorize, told } = world({ answers: [{ kind: "challenge", cardholder: "authenticates" }] });
    expect(authorize({ unattended: true })).toMatchObject({ state: "declined", attempts: [{ decline: { class: "authentication-required", answer: { code: "1A" } } }] });
    expect(told).toEqual(["declined"]);
  });

  test("that is failed, or never taken, is a decline", async () => {
    const failed = world({ answers: [{ kind: "challenge", cardholder: "fails" }] });
    failed.authorize();
    expect(failed.rail.authenticate({ id: "p1" })).toMatchObject({ state: "declined", attempts: [{ decline: { class: "authentication-required" } }] });
    const left = world({ answers: [{ kind: "challenge", cardholder: "authenticates" }] });
    left.authorize();
    await left.days(1);
    expect(left.rail.find("p1")).toMatchObject({ state: "declined" });
    expect(() => left.rail.authenticate({ id: "p1" })).toThrow(refused("state_not_allowed"));
  });
});

describe("a capture", () => {
  test("collects a part and lets go of the rest, and clears two days later", async () => {
    const { authorize, rail, alice, shop, days } = world();
    authorize();
    expect(rail.capture({ id: "p1", amount: 73n })).toMatchObject({ state: "captured", captured: 73n, held: 0n });
    expect([alice(), shop()]).toEqual([[927n, 0n], [73n, 0n]]);
    await days(2);
    expect(shop()).toEqual([0n, 73n]);
    await days(30);
    expect(rail.find("p1")?.state).toBe("captured");
  });

  test("is for at most the hold, and comes once", () => {
    const { authorize, rail } = world();
    authorize();
    expect(() => rail.capture({ id: "p1", amount: 101n })).toThrow(refused("amount_above_hold"));
    expect(() => rail.capture({ id: "p1", amount: 0n })).toThrow(refused("amount_not_positive"));
    rail.capture({ id: "p1", amount: 50n });
    expect(() => rail.capture({ id: "p1", amount: 50n })).toThrow(refused("state_not_allowed"));
    expect(() => rail.void("p1")).toThrow(refused("state_not_allowed"));
  });

  test.each([
    ["acknowledged", "captured", [900n, 0n]],
    ["acknowledged-then-failed", "capture-failed", [1_000n, 0n]],
  ] as const)("that is only %s is decided later", async (capture, state, balances) => {
    const { authorize, rail, alice, shop, days } = world({ answers: [{ kind: "approve" }], capture });
    authorize();
    expect(rail.capture({ id: "p1", amount: 100n }).state).toBe("capturing");
    expect([alice(), shop()]).toEqual([[900n, 100n], [0n, 0n]]);
    await days(1);
    expect(rail.find("p1")?.state).toBe(state);
    expect(alice()).toEqual(balances);
  });
});

describe("after the capture", () => {
  const captured = () => {
    const all = world();
    all.authorize();
    all.rail.capture({ id: "p1", amount: 100n });
    return all;
  };

  test("refunds go up to what was captured", () => {
    const { rail, alice, shop } = captured();
    expect(rail.refund({ id: "p1", refund: "r1", amount: 30n }).state).toBe("captured");
    expect(() => rail.refund({ id: "p1", refund: "r2", amount: 71n })).toThrow(refused("amount_above_refundable"));
    expect(rail.refund({ id: "p1", refund: "r2", amount: 70n }).state).toBe("refunded");
    expect([alice(), shop()]).toEqual([[1_000n, 0n], [100n, -100n]]);
  });

  test("a refund needs the merchant's own money", () => {
    const { rail, ledger } = captured();
    ledger.transfer({ at: 0, kind: "payout", from: { owner: "shop", purpose: "available@psp" }, to: { owner: "shop", purpose: "bank" }, currency: "USD", amount: 50n });
    expect(() => rail.refund({ id: "p1", refund: "r1", amount: 51n })).toThrow(refused("limit_exceeded"));
  });

  test.each([
    ["lost", "charged-back", 1_000n],
    ["won", "captured", 900n],
  ] as const)("a dispute takes the money from the merchant until it is %s", (outcome, state, balance) => {
    const { rail, alice, shop } = captured();
    expect(rail.dispute({ id: "p1", dispute: "d1", reason: "not_received" }).state).toBe("disputed");
    expect(shop()).toEqual([100n, -100n]);
    expect(rail.closeDispute({ id: "p1", outcome })).toMatchObject({ state, dispute: { state: outcome } });
    expect(alice()[0]).toBe(balance);
    expect(() => rail.dispute({ id: "p1", dispute: "d2", reason: "again" })).toThrow(refused("state_not_allowed"));
  });

  test("what a lost dispute has left can be refunded, and no more", () => {
    const { rail, alice, shop } = captured();
    rail.dispute({ id: "p1", dispute: "d1", reason: "not_received", amount: 60n });
    rail.closeDispute({ id: "p1", outcome: "lost" });
    expect(rail.refundable("p1")).toBe(40n);
    expect(() => rail.refund({ id: "p1", refund: "r1", amount: 41n })).toThrow(refused("amount_above_refundable"));
    expect(rail.refund({ id: "p1", refund: "r1", amount: 10n })).toMatchObject({ state: "charged-back", refunds: [{ amount: 10n }] });
    expect(rail.refund({ id: "p1", refund: "r2", amount: 30n }).state).toBe("charged-back");
    expect(rail.refundable("p1")).toBe(0n);
    expect([alice()[0], shop()[0] ?? 0n, shop()[1] ?? 0n]).toEqual([1_000n, 100n, -100n]);
  });

  test("a dispute comes within 120 days and is lost when nobody decides it", async () => {
    const late = captured();
    await late.clock.advance({ milliseconds: 120 * DAY + 1 });
    expect(() => late.rail.dispute({ id: "p1", dispute: "d1", reason: "x" })).toThrow(refused("window_over"));
    const open = captured();
    open.rail.dispute({ id: "p1", dispute: "d1", reason: "x" });
    await open.days(60);
    expect(open.rail.find("p1")?.state).toBe("charged-back");
  });
});

test("a snapshot brings back payments together with what is due for them", async () => {
  const { authorize, rail, clock, ledger, alice, days } = world();
  authorize();
  const restores = [rail.snapshot(), clock.snapshot(), ledger.snapshot()];
  rail.capture({ id: "p1", amount: 100n });
  for (const restore of restores) restore();
  expect(alice()).toEqual([900n, 100n]);
  await days(7);
  expect(rail.find("p1")?.state).toBe("expired");
});

test("every decline stands in the registry with the class it has there", () => {
  const { answers } = loadCardDeclines();
  for (const name of Object.keys(DECLINES)) {
    for (const network of CARD_NETWORKS) {
      const decline = declineOf({ name, network });
      if (decline.answer !== null) expect(answers, `${name} at ${network}`).toContainEqual(expect.objectContaining({ network: `card:${network}`, ...decline.answer, class: decline.class }));
    }
  }
  for (const answer of answers) expect(declineOf({ name: `code_${answer.code.toLowerCase()}`, network: answer.network === "card:visa" ? "visa" : "mastercard" })).toMatchObject({ class: answer.class, answer: { field: answer.field, code: answer.code } });
  expect(() => declineOf({ name: "nonsense", network: "visa" })).toThrow(/Known: insufficient_funds/);
});
