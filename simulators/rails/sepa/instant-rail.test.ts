import { describe, expect, test } from "vitest";
import { createGround, fund } from "../testing/ground.ts";
import { createInstantRail } from "./instant-rail.ts";
import type { InstantBehaviour } from "./instant-types.ts";

function world(behaviour: InstantBehaviour = { kind: "accept", after: 0 }, balance = 1_000n) {
  const ground = createGround();
  const rail = createInstantRail(ground);
  rail.open({ id: "acc1", owner: "alice", fingerprint: "f", behaviour, backed: false });
  fund({ ledger: ground.ledger, owner: "alice", currency: "EUR", amount: balance });
  const send = (options: { currency?: string; amount?: bigint } = {}) => rail.send({ id: "p1", account: "acc1", merchant: "shop", psp: "psp", currency: "EUR", amount: 100n, timeline: "alice", ...options });
  const seconds = (count: number) => ground.clock.advance({ timeline: "alice", seconds: count });
  const balances = () => ["alice/available", "alice/held", "shop/available@psp"].map((name) => ground.ledger.balance({ owner: name.split("/")[0] ?? "", purpose: name.split("/")[1] ?? "", currency: "EUR" }));
  return { ...ground, rail, send, seconds, balances };
}

const refused = (code: string) => expect.objectContaining({ name: "RailError", code });

describe("an instant transfer", () => {
  test("is there at once", () => {
    const { send, balances } = world();
    expect(send()).toMatchObject({ state: "accepted", code: null });
    expect(balances()).toEqual([900n, 0n, 100n]);
  });

  test("is for what the scheme's messages can say at most", () => {
    const { send, rail } = world(undefined, 100_000_000_000n);
    expect(() => send({ amount: 100_000_000_000n })).toThrow(refused("limit_exceeded"));
    expect(rail.find("p1")).toBeUndefined();
    expect(send({ amount: 99_999_999_999n }).state).toBe("accepted");
  });

  test("above what the payer's bank allows is rejected, and nothing is held", () => {
    const { send, rail, balances } = world();
    rail.open({ ...rail.account("acc1"), limit: 99n });
    expect(send()).toMatchObject({ state: "rejected", code: "AM02" });
    expect(balances()).toEqual([1_000n, 0n, 0n]);
    rail.open({ ...rail.account("acc1"), limit: 100n });
    expect(rail.send({ id: "p2", account: "acc1", merchant: "shop", psp: "psp", currency: "EUR", amount: 100n, timeline: "alice" }).state).toBe("accepted");
  });

  test("that takes its time is held meanwhile", async () => {
    const { send, seconds, rail, balances } = world({ kind: "accept", after: 8_000 });
    expect(send().state).toBe("sent");
    await seconds(7);
    expect([rail.find("p1")?.state, balances()]).toEqual(["sent", [900n, 100n, 0n]]);
    await seconds(1);
    expect([rail.find("p1")?.state, balances()]).toEqual(["accepted", [900n, 0n, 100n]]);
    await seconds(60);
    expect(rail.find("p1")).toMatchObject({ state: "accepted", answeredAt: rail.find("p1")?.sentAt === undefined ? 0 : (rail.find("p1")?.sentAt ?? 0) + 8_000 });
  });

  test("is rejected with a reason, and nothing is gone", async () => {
    const { send, seconds, rail, balances } = world({ kind: "reject", code: "AC04", after: 10_000 });
    send();
    await seconds(10);
    expect(rail.find("p1")).toMatchObject({ state: "rejected", code: "AC04" });
    expect(balances()).toEqual([1_000n, 0n, 0n]);
  });

  test.each([
    ["accepted", null, [900n, 0n, 100n]],
    ["rejected", "AB05", [1_000n, 0n, 0n]],
  ] as const)("without an answer in ten seconds is open, and later %s", async (turnsOut, code, after) => {
    const { send, seconds, rail, balances } = world({ kind: "no-answer", turnsOut, after: 3_600_000 });
    send();
    await seconds(10);
    expect([rail.find("p1")?.state, balances()]).toEqual(["unanswered", [900n, 100n, 0n]]);
    await seconds(3_600);
    expect(rail.find("p1")).toMatchObject({ state: turnsOut, code });
    expect(balances()).toEqual(after);
  });

  test("without money is not sent", () => expect(world(undefined, 99n).send()).toMatchObject({ state: "rejected", code: "AM04" }));

  test.each([
    ["currency_not_supported", { currency: "USD" }],
    ["amount_not_positive", { amount: 0n }],
  ])("is refused as %s", (code, options) => expect(() => world().send(options)).toThrow(refused(code)));

  test("has no test account that is late, or refuses for another scheme's reason", () => {
    expect(() => world({ kind: "accept", after: 10_001 })).toThrow(refused("window_over"));
    expect(() => world({ kind: "no-answer", turnsOut: "accepted", after: 10_000 })).toThrow(refused("window_over"));
    expect(() => world({ kind: "reject", code: "MD01", after: 0 })).toThrow(refused("code_not_allowed"));
  });
});

describe("a recall", () => {
  test("brings the money back when the beneficiary agrees", () => {
    const { send, rail, balances } = world();
    send();
    rail.recall({ id: "p1", type: "recall", code: "DUPL" });
    expect(balances()).toEqual([900n, 0n, 100n]);
    expect(rail.answerRecall({ id: "p1" })).toMatchObject({ state: "returned", recall: { answer: "FOCR" } });
    expect(balances()).toEqual([1_000n, 0n, 0n]);
  });

  test("is refused with a reason, or because nobody answers", async () => {
    const refusing = world();
    refusing.send();
    refusing.rail.recall({ id: "p1", type: "request-for-recall", code: "AM09" });
    expect(() => refusing.rail.answerRecall({ id: "p1", refusal: "MD01" })).toThrow(refused("code_not_allowed"));
    expect(refusing.rail.answerRecall({ id: "p1", refusal: "LEGL" })).toMatchObject({ state: "accepted", recall: { state: "refused", answer: "LEGL" } });
    const silent = world();
    silent.send();
    silent.rail.recall({ id: "p1", type: "recall", code: "TECH" });
    await silent.clock.advance({ timeline: "alice", days: 30 });
    expect(silent.rail.find("p1")).toMatchObject({ state: "accepted", recall: { answer: "NOAS" } });
  });

  test("comes within its window", async () => {
    const { send, rail, clock } = world();
    send();
    await clock.advance({ timeline: "alice", days: 20 });
    expect(() => rail.recall({ id: "p1", type: "recall", code: "DUPL" })).toThrow(refused("window_over"));
    expect(rail.recall({ id: "p1", type: "recall", code: "FRAD" }).recall?.state).toBe("open");
  });
});

test("refunds arrive at once and never exceed the payment", () => {
  const { send, rail, balances } = world();
  send();
  rail.refund({ id: "p1", refund: "r1", amount: 40n });
  expect(() => rail.recall({ id: "p1", type: "recall", code: "DUPL" })).toThrow(refused("state_not_allowed"));
  expect(() => rail.refund({ id: "p1", refund: "r2", amount: 61n })).toThrow(refused("amount_above_refundable"));
  expect(rail.refund({ id: "p1", refund: "r2", amount: 60n }).state).toBe("refunded");
  expect(balances()).toEqual([1_000n, 0n, 0n]);
});
