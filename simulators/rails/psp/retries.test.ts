import fc from "fast-check";
import { expect, test } from "vitest";
import { moneyInside } from "../testing/ground.ts";
import { createTestPsp } from "../testing/psp-client.ts";
import type { PspFault } from "./faults.ts";

/** Callers of the API who keep to the rules, over a connection that does not. */

const fault: fc.Arbitrary<PspFault | null> = fc.constantFrom<PspFault | null>(null, null, { kind: "drop", when: "before" }, { kind: "drop", when: "after" }, { kind: "error", when: "before" }, { kind: "error", when: "after" }, { kind: "rate-limited", retryAfter: 1 });
const step = fc.record({ action: fc.constantFrom("capture", "cancel"), amount: fc.integer({ min: 1, max: 120 }), faults: fc.array(fault, { maxLength: 4 }) });

test("whatever fails on the way, a payment that is retried with its keys is held once and captured or voided once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), fc.array(step, { minLength: 1, maxLength: 3 }), fc.constantFrom("card_visa", "card_visa_soft_once", "card_visa_stolen_card", "card_visa_capture_acknowledged"), async (createFaults, steps, as) => {
      const { ask, create, token, control, balance, ledger, clock } = createTestPsp();
      const before = moneyInside(ledger);
      const payment_method = token(as);
      /** Until there is an answer of the API's own. */
      const insist = async (call: () => ReturnType<typeof ask>) => {
        for (;;) {
          const answer = await call().catch(() => undefined);
          if (answer !== undefined && answer.status !== 429 && answer.status < 500) return answer;
        }
      };
      for (const one of createFaults) if (one !== null) control.faults.add({ fault: one });
      const created = await insist(() => create({ payment_method, capture_method: "manual", confirm: true }, { idempotencyKey: "hold" }));
      const { id } = created.status === 200 ? created.body : (created.body.error["payment_intent"] as { id: string });
      expect(control.intents()).toHaveLength(1);
      const ends: string[] = [];
      for (const [index, { action, amount, faults }] of steps.entries()) {
        for (const one of faults) if (one !== null) control.faults.add({ fault: one });
        const { status } = await insist(() => ask(`POST /v1/payment_intents/${id}/${action}`, { idempotencyKey: `step ${index}`, ...(action === "capture" ? { body: { amount_to_capture: amount } } : {}) }));
        if (status === 200) ends.push(action);
        control.faults.clear();
      }
      expect(ends.length).toBeLessThanOrEqual(1);
      await clock.advance({ days: 30 });
      expect(moneyInside(ledger)).toEqual(before);
      expect(balance("alice", "USD", "held")).toBe(0n);
      const captured = steps.find(({ action, amount }) => action === "capture" && amount <= 100)?.amount ?? 0;
      expect(balance("acct_shop")).toBe(ends[0] === "capture" ? BigInt(captured) : 0n);
      expect(ledger.entries().filter(({ kind }) => kind === "card.hold").length).toBe(created.status === 200 ? 1 : 0);
    }),
    { numRuns: 100, seed: 402 },
  );
});
