import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { signWebhook } from "../rails/index.ts";
import { memoryStore } from "../store.ts";
import { asked, type BankWorld, DEBITS, gist, presented, RAILS, startBankWorld } from "./testing/world.ts";

/** What a PSP says unasked: clause 6.8. */

let world: BankWorld;
beforeEach(async () => void (world = await startBankWorld({ seed: "bank-events" })));
afterEach(async () => await world.close());

const NOW = Date.parse("2026-06-01T12:00:00Z");
const signed = (event: JsonObject, options: { secret?: string; at?: number } = {}) => {
  const body = JSON.stringify(event);
  return { provider: "simpay", body, signature: signWebhook({ body, secret: options.secret ?? world.webhookSecret, at: options.at ?? NOW }) };
};

describe.each(DEBITS)("an event on %s", (rail) => {
  const begin = async (as: string = RAILS[rail].instrument) => {
    const payer = world.payer({ rail, as });
    const store = memoryStore();
    const half = world.half({ rail, store, now: () => NOW });
    const payment = presented({ token: payer.token, requirements: world.requirements({ rail }) });
    const { transaction } = await half.settle(payment);
    /** As the API showed the payment then. */
    const event = (edit: JsonObject = {}): JsonObject => ({ id: "evt_1", object: "event", type: "payment_intent.succeeded", data: { object: { ...world.rails.psp.control.intent(transaction), ...edit } } });
    const kept = (): unknown => store.entries("exact/").map(([, value]) => (value as { state: string }).state);
    return { half, payment, event, kept, status: async () => gist(await half.settle(asked(payment))) };
  };

  test("that is signed is taken in", async () => {
    const { half, event, kept, status } = await begin();
    await world.settleAll();
    expect(kept()).toEqual(["pending"]);
    expect(await half.notify?.(signed(event()))).toBe(true);
    expect(kept()).toEqual(["settled"]);
    expect(await status()).toBe("success settled pi");
  });

  test("that nobody, or somebody else, has signed is not, and changes nothing", async () => {
    const { half, event, kept, status } = await begin();
    for (const lie of [event({ status: "succeeded" }), event({ status: "returned", return: { type: "return", reason_code: "R10" } })]) {
      expect(await half.notify?.({ ...signed(lie), signature: null })).toBe(false);
      expect(await half.notify?.({ ...signed(lie), signature: "t=1,v1=00" })).toBe(false);
      expect(await half.notify?.(signed(lie, { secret: "whsec_other" }))).toBe(false);
      expect(await half.notify?.(signed(lie, { at: NOW - 86_400_000 }))).toBe(false);
      expect(await half.notify?.({ ...signed(lie), body: `${signed(lie).body} ` })).toBe(false);
      // Of this one the facilitator knows no secret.
      expect(await half.notify?.({ ...signed(lie), provider: "otherpay" })).toBe(false);
      expect(await half.notify?.({ ...signed(lie), provider: "nobodypay" })).toBe(false);
    }
    expect(kept()).toEqual(["pending"]);
    expect(await status()).toBe("settlement_pending pending pi");
  });

  test("that comes twice or late takes nothing back", async () => {
    const { half, event, kept, status } = await begin(rail === "ach" ? "ach_r10" : "sepa_debit_refund_md06");
    const pending = event();
    await world.rails.clock.advance({ hours: 48 });
    const settled = event();
    expect(await half.notify?.(signed(settled))).toBe(true);
    expect(await half.notify?.(signed(settled))).toBe(true);
    expect(await half.notify?.(signed(pending))).toBe(true);
    expect(kept()).toEqual(["settled"]);
    await world.rails.clock.advance({ days: 90 });
    const returned = event();
    for (const one of [returned, settled, pending, returned, pending]) await half.notify?.(signed(one));
    expect(kept()).toEqual(["returned"]);
    expect(await status()).toMatch(/_returned returned/);
  });

  test("about something else is genuine, and of no interest", async () => {
    const { half, event, kept } = await begin();
    for (const other of [{ object: "event" }, { data: { object: { object: "refund" } } }, event({ merchant_reference: "mine" }), event({ merchant_reference: `x402-${"a".repeat(64)}` }), event({ merchant_account: "acct_other", status: "succeeded" }), event({ id: "pi_other", status: "succeeded" }), event({ status: "bewitched" })]) expect(await half.notify?.(signed(other))).toBe(true);
    expect(await half.notify?.({ provider: "simpay", body: "[", signature: signWebhook({ body: "[", secret: world.webhookSecret, at: NOW }) })).toBe(true);
    expect(kept()).toEqual(["pending"]);
  });

  test("is not needed: a status asks the PSP", async () => {
    const { status, half } = await begin();
    await world.settleAll();
    expect(await status()).toBe("success settled pi");
    expect(await half.notify?.({ provider: "simpay", body: "", signature: null })).toBe(false);
  });
});
