import { describe, expect, test } from "vitest";
import { loadAchReturnCodes } from "../../../spec/registry-fiat.ts";
import type { DebitAccount, DebitSpeed } from "../debit/types.ts";
import { createGround, fund } from "../testing/ground.ts";
import { createAchRail } from "./ach-rail.ts";
import { achBounceType, achScheme } from "./scheme.ts";

function world(behaviour: DebitAccount["behaviour"] = { kind: "settle" }, balance = 1_000n) {
  const ground = createGround();
  const rail = createAchRail(ground);
  const told: string[] = [];
  rail.onEvent(({ kind }) => void told.push(kind));
  rail.open({ id: "acc1", owner: "alice", fingerprint: "f", behaviour, backed: false });
  fund({ ledger: ground.ledger, owner: "alice", currency: "USD", amount: balance });
  const submit = (options: { id?: string; amount?: bigint; currency?: string; speed?: DebitSpeed } = {}) => rail.submit({ id: "p1", account: "acc1", merchant: "shop", psp: "psp", mandate: "m1", currency: "USD", amount: 100n, timeline: "alice", speed: "standard", ...options });
  const goTo = (time: string) => ground.clock.advanceTo({ timeline: "alice", time: Date.parse(time) });
  const balances = () => ["alice/available", "shop/pending@psp", "shop/available@psp", "bank:ach/float"].map((name) => ground.ledger.balance({ owner: name.split("/")[0] ?? "", purpose: name.split("/")[1] ?? "", currency: "USD" }));
  return { ...ground, rail, told, submit, goTo, balances };
}

const refused = (code: string) => expect.objectContaining({ name: "RailError", code });
const bounce = (code: string, after?: { days: number }): DebitAccount["behaviour"] => ({ kind: "bounce", bounce: { type: achBounceType(code), code }, ...(after === undefined ? {} : { after }) });

// Tuesday, 3 March 2026, 10:00 in New York.
describe("files and days", () => {
  test("a debit leaves at the cut-off, settles on the next banking day, and is the merchant's later", async () => {
    const { submit, goTo, rail, balances, told } = world();
    expect(submit().plan).toEqual({ fileAt: Date.parse("2026-03-03T22:00:00Z"), settlesAt: Date.parse("2026-03-04T13:30:00Z"), clearsAt: Date.parse("2026-03-09T12:30:00Z") });
    await goTo("2026-03-04T13:29:00Z");
    expect([rail.find("p1")?.state, balances()]).toEqual(["originated", [1_000n, 0n, 0n, 0n]]);
    await goTo("2026-03-04T13:30:00Z");
    expect([rail.find("p1")?.state, balances()]).toEqual(["settled", [900n, 100n, 0n, 0n]]);
    await goTo("2026-06-04T00:00:00Z");
    expect([rail.find("p1")?.state, balances()]).toEqual(["settled", [900n, 0n, 100n, 0n]]);
    expect(told).toEqual(["submitted", "originated", "settled"]);
  });

  test.each([
    ["Friday before the cut-off", "2026-03-06T21:59:00Z", "2026-03-09T12:30:00Z"],
    ["Friday after it", "2026-03-06T22:00:00Z", "2026-03-10T12:30:00Z"],
    ["Saturday", "2026-03-07T15:00:00Z", "2026-03-10T12:30:00Z"],
    ["the day before Memorial Day's weekend", "2026-05-22T22:00:00Z", "2026-05-27T12:30:00Z"],
  ])("standard, submitted on %s", (_, at, settlesAt) => expect(new Date(achScheme.plan({ at: Date.parse(at), speed: "standard" }).settlesAt).toISOString()).toBe(settlesAt.replace("Z", ".000Z")));

  test.each([
    ["in the morning", "2026-03-03T15:29:00Z", "2026-03-03T18:00:00Z"],
    ["at the first cut-off", "2026-03-03T15:30:00Z", "2026-03-03T22:00:00Z"],
    ["in the afternoon", "2026-03-03T20:00:00Z", "2026-03-03T23:00:00Z"],
    ["in the evening", "2026-03-03T22:00:00Z", "2026-03-04T18:00:00Z"],
    ["on a Sunday", "2026-03-08T15:00:00Z", "2026-03-09T17:00:00Z"],
  ])("same day, submitted %s", (_, at, settlesAt) => expect(new Date(achScheme.plan({ at: Date.parse(at), speed: "same-day" }).settlesAt).toISOString()).toBe(settlesAt.replace("Z", ".000Z")));

  test("debits of one file are one batch; one that is withdrawn before it leaves does not settle", async () => {
    const { submit, goTo, rail, balances } = world();
    submit();
    submit({ id: "p2", amount: 50n });
    expect(rail.batches()).toMatchObject([{ payments: ["p1", "p2"] }]);
    rail.cancel("p1");
    await goTo("2026-03-04T00:00:00Z");
    expect(() => rail.cancel("p2")).toThrow(refused("state_not_allowed"));
    await goTo("2026-03-05T00:00:00Z");
    expect([rail.find("p1")?.state, rail.find("p2")?.state, balances()[0]]).toEqual(["canceled", "settled", 950n]);
  });
});

describe("returns", () => {
  test.each(loadAchReturnCodes().map((entry) => [entry.code, entry] as const))("%s comes within its window, and the money is back", async (code, { returnWindow }) => {
    const { submit, clock, rail, balances } = world(bounce(code));
    const { plan } = submit();
    await clock.advance({ timeline: "alice", days: 70 });
    const payment = rail.find("p1");
    const early = returnWindow?.unit === "next-file";
    expect(payment).toMatchObject({ state: early ? "rejected" : "returned", bounce: { code } });
    const at = payment?.bounce?.at ?? 0;
    expect(at < plan.settlesAt).toBe(early);
    const days = returnWindow?.unit === "calendar-day" ? returnWindow.days : 7;
    expect(at).toBeLessThanOrEqual(plan.settlesAt + days * 86_400_000);
    expect(balances()).toEqual([1_000n, 0n, 0n, 0n]);
  });

  test("without money the debit comes back as R01 on the second banking day, and the payer's bank has stood in", async () => {
    const { submit, goTo, rail, balances } = world(undefined, 99n);
    submit();
    await goTo("2026-03-04T13:30:00Z");
    expect([rail.find("p1"), balances()]).toMatchObject([{ state: "settled", debited: false }, [99n, 100n, 0n, -100n]]);
    await goTo("2026-03-06T13:30:00Z");
    expect([rail.find("p1"), balances()]).toMatchObject([{ state: "returned", bounce: { code: "R01" } }, [99n, 100n, -100n, 0n]]);
  });

  test("the bank can send back by hand, in time and for a reason that exists", async () => {
    const { submit, goTo, rail, balances } = world();
    submit();
    expect(() => rail.sendBack({ id: "p1", type: "return", code: "R01" })).toThrow(refused("state_not_allowed"));
    await goTo("2026-03-04T13:30:00Z");
    for (const bad of [{ type: "return", code: "R99" }, { type: "reject", code: "R01" }, { type: "return", code: "R13" }, { type: "refund", code: "R10" }] as const) expect(() => rail.sendBack({ id: "p1", ...bad })).toThrow(refused("code_not_allowed"));
    await goTo("2026-03-20T00:00:00Z");
    expect(() => rail.sendBack({ id: "p1", type: "return", code: "R01" })).toThrow(refused("window_over"));
    expect(rail.sendBack({ id: "p1", type: "return", code: "R10" }).state).toBe("returned");
    expect(balances()).toEqual([1_000n, 0n, 0n, 0n]);
    expect(() => rail.sendBack({ id: "p1", type: "return", code: "R10" })).toThrow(refused("state_not_allowed"));
  });

  test("an account's own time for a return is kept within the window", async () => {
    const { submit, goTo, rail } = world(bounce("R10", { days: 90 }));
    submit();
    await goTo("2026-05-03T12:29:00Z");
    expect(rail.find("p1")?.state).toBe("settled");
    await goTo("2026-05-03T12:30:00Z");
    expect(rail.find("p1")?.state).toBe("returned");
  });
});

describe("refunds by the merchant", () => {
  test("arrive with a later settlement, and end the payer's right to a return", async () => {
    const { submit, goTo, rail, balances } = world(bounce("R10"));
    submit();
    expect(() => rail.refund({ id: "p1", refund: "r1", amount: 1n })).toThrow(refused("state_not_allowed"));
    await goTo("2026-03-04T15:00:00Z");
    rail.refund({ id: "p1", refund: "r1", amount: 40n });
    expect(() => rail.refund({ id: "p1", refund: "r2", amount: 61n })).toThrow(refused("amount_above_refundable"));
    expect(() => rail.sendBack({ id: "p1", type: "return", code: "R10" })).toThrow(refused("state_not_allowed"));
    expect([balances()[0], rail.find("p1")?.refunds]).toEqual([900n, [{ id: "r1", amount: 40n, state: "pending" }]]);
    rail.refund({ id: "p1", refund: "r2", amount: 60n });
    await goTo("2026-07-05T13:30:00Z");
    expect([balances(), rail.find("p1")?.state]).toEqual([[1_000n, 0n, 0n, 0n], "refunded"]);
  });
});

test.each([
  ["currency_not_supported", { currency: "EUR" }],
  ["amount_not_positive", { amount: 0n }],
  ["limit_exceeded", { amount: 100_000_001n, speed: "same-day" as const }],
])("a debit is refused as %s", (code, options) => expect(() => world().submit(options)).toThrow(refused(code)));
