import { describe, expect, test } from "vitest";
import { loadSepaReasonCodes } from "../../../spec/registry-fiat.ts";
import type { Bounce, DebitAccount } from "../debit/types.ts";
import { createGround, fund } from "../testing/ground.ts";
import { sepaBounceTypes, sepaDebitScheme } from "./debit-scheme.ts";
import { createSepaDebitRail } from "./debit-rail.ts";

function world(behaviour: DebitAccount["behaviour"] = { kind: "settle" }, balance = 1_000n) {
  const ground = createGround();
  const rail = createSepaDebitRail(ground);
  rail.open({ id: "acc1", owner: "alice", fingerprint: "f", behaviour, backed: false });
  fund({ ledger: ground.ledger, owner: "alice", currency: "EUR", amount: balance });
  const submit = () => rail.submit({ id: "p1", account: "acc1", merchant: "shop", psp: "psp", mandate: "m1", currency: "EUR", amount: 100n, timeline: "alice", speed: "standard" });
  const goTo = (time: string) => ground.clock.advanceTo({ timeline: "alice", time: Date.parse(time) });
  return { ...ground, rail, submit, goTo, alice: () => ground.ledger.balance({ owner: "alice", purpose: "available", currency: "EUR" }) };
}

const refused = (code: string) => expect.objectContaining({ name: "RailError", code });
const plan = (at: string) => new Date(sepaDebitScheme.plan({ at: Date.parse(at), speed: "standard" }).settlesAt).toISOString();

describe("days", () => {
  test.each([
    ["before the cut-off of the day before", "2026-03-03T08:59:00Z", "2026-03-04T12:00:00.000Z"],
    ["after it", "2026-03-03T09:00:00Z", "2026-03-05T12:00:00.000Z"],
    ["on a Saturday", "2026-03-07T08:00:00Z", "2026-03-10T12:00:00.000Z"],
    ["on Maundy Thursday, with Easter in between", "2026-04-02T07:00:00Z", "2026-04-07T11:00:00.000Z"],
  ])("submitted %s", (_, at, settlesAt) => expect(plan(at)).toBe(settlesAt));
});

const bounces: readonly Bounce[] = loadSepaReasonCodes().flatMap(({ code }) => sepaBounceTypes(code).map((type) => ({ type, code })));

describe("R-transactions", () => {
  test.each(bounces.map((bounce) => [bounce.type, bounce.code, bounce] as const))("%s as %s comes on its side of settlement, and the money is back", async (type, code, bounce) => {
    const { submit, clock, rail, alice } = world({ kind: "bounce", bounce });
    const { plan: planned } = submit();
    await clock.advance({ timeline: "alice", days: 400 });
    const payment = rail.find("p1");
    const early = type === "reject" || type === "refusal";
    expect(payment).toMatchObject({ state: early ? "rejected" : "returned", bounce: { type, code }, debited: type === "refund" });
    expect((payment?.bounce?.at ?? 0) < planned.settlesAt).toBe(early);
    expect(alice()).toBe(1_000n);
  });

  test("the ones a merchant meets most are all there", () => {
    for (const bounce of [{ type: "reject", code: "AC04" }, { type: "return", code: "AM04" }, { type: "return", code: "AC04" }, { type: "return", code: "MD01" }, { type: "refund", code: "MD01" }, { type: "refund", code: "MD06" }, { type: "refusal", code: "MS02" }]) expect(bounces).toContainEqual(bounce);
  });

  test("without money the debit comes back as AM04", async () => {
    const { submit, goTo, rail } = world(undefined, 99n);
    submit();
    await goTo("2026-03-10T00:00:00Z");
    expect(rail.find("p1")).toMatchObject({ state: "returned", bounce: { type: "return", code: "AM04" } });
  });

  test.each([
    ["return", "AC04", "2026-03-12T22:58:00Z", "2026-03-12T23:00:00Z"],
    ["refund", "MD06", "2026-04-30T21:58:00Z", "2026-04-30T22:00:00Z"],
    ["refund", "MD01", "2027-04-05T21:58:00Z", "2027-04-05T22:00:00Z"],
  ] as const)("a %s as %s is possible until its window is over", async (type, code, last, late) => {
    const inTime = world();
    inTime.submit();
    await inTime.goTo(last);
    expect(inTime.rail.sendBack({ id: "p1", type, code }).state).toBe("returned");
    const over = world();
    over.submit();
    await over.goTo(late);
    expect(() => over.rail.sendBack({ id: "p1", type, code })).toThrow(refused("window_over"));
  });

  test("a code for another kind is refused", async () => {
    const { submit, goTo, rail } = world();
    submit();
    await goTo("2026-03-06T00:00:00Z");
    for (const bad of [{ type: "refund", code: "AC04" }, { type: "return", code: "MD06" }, { type: "return", code: "FOCR" }] as const) expect(() => rail.sendBack({ id: "p1", ...bad })).toThrow(refused("code_not_allowed"));
  });
});
