import { expect, test } from "vitest";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { checks as ofOpenness } from "./openness.facilitator.ts";
import { checks as ofSettlements } from "./settlement-response.facilitator.ts";

/** Where a settle only holds money, what may be many reasons is no accusation. */

interface Step {
  readonly as: string;
  readonly reply: Readonly<Record<string, unknown>>;
  readonly status?: number;
}

const held = (intent: string) => ({ success: true, transaction: intent, network: "card:visa" });
const refused = (errorReason: string, transaction = "") => ({ success: false, errorReason, transaction, network: "card:visa" });

/** @param options.captured intents whose money was seen moving, `begun` those that came to nothing */
function trace(scenario: string, steps: readonly Step[], options: { readonly captured: readonly string[]; readonly begun?: string }): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  const network = "card:visa";
  for (const { as, reply, status = 200 } of steps) {
    const exchange = recorder.exchange();
    const paymentRequirements = { scheme: "auth-capture", network, amount: "10000", asset: "USD", payTo: "acct_1" };
    const payload = { token: `pm_${as}`, paymentId: "pay_0123456789abcdef" };
    recorder.record({ kind: "http.request", exchange, from: "server", to: "facilitator", method: "POST", target: "/settle", headers: [], body: body({ paymentPayload: { payload }, paymentRequirements }) });
    recorder.record({ kind: "http.response", exchange, from: "facilitator", to: "server", status, headers: [], body: body(reply) });
    recorder.record({ kind: "mark", name: "call", data: { as, exchange, path: "/settle" } });
  }
  for (const transaction of options.captured) recorder.record({ kind: "chain.transfer", network, asset: "USD", sender: "acct_2", recipient: "acct_1", amount: "10000", transaction });
  if (options.begun !== undefined) recorder.record({ kind: "chain.transaction", network, hash: options.begun, sender: "", to: "acct_1", input: "{}", status: "pending" });
  return createTrace({ scenario: `facilitator/${scenario}`, events: recorder.events });
}

function verdict(checks: readonly Check[], id: string, given: Trace): string | undefined {
  const found = checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found.judgeCase(given)?.verdict;
}

test("a payment with members of a vendor is refused for them only where others are let in", () => {
  const of = (open: Omit<Step, "as">, after: Record<string, unknown>, captured: readonly string[] = ["pi_1"]) =>
    verdict(
      ofOpenness,
      "core.unknown-fields.facilitator",
      trace("core-types/unknown-members", [{ as: "settle-control", reply: held("pi_1") }, { as: "settle-forged", reply: refused("invalid_payload") }, { as: "settle", ...open }, { as: "settle-after", reply: after }], { captured }),
    );
  expect(of({ reply: held("pi_2") }, held("pi_3"), ["pi_1", "pi_2"])).toBe("pass");
  expect(of({ reply: refused("invalid_payload") }, held("pi_3"))).toBe("fail");
  expect(of({ reply: refused("card_declined") }, refused("card_declined"))).toBe("notApplicable");
  expect(of({ reply: refused("slow_down"), status: 429 }, held("pi_3"))).toBe("notApplicable");
  expect(of({ reply: refused("settlement_pending", "pi_2") }, held("pi_3"))).toBe("notApplicable");
  expect(of({ reply: held("pi_2") }, held("pi_3"))).toBe("notApplicable");
  expect(of({ reply: held("pi_2") }, held("pi_3"), [])).toBeUndefined();
});

test("a refusal may name the payment intent that was begun for it, and no other one", () => {
  const of = (named: string, begun?: string) =>
    verdict(
      ofSettlements,
      "core.settle.transaction-empty-on-fail",
      trace("facilitator-api/settle-replies", [{ as: "settle", reply: held("pi_1") }, { as: "settle-forged", reply: refused("invalid_payload", named) }], { captured: ["pi_1"], ...(begun === undefined ? {} : { begun }) }),
    );
  expect(of("")).toBe("pass");
  expect(of("pi_2", "pi_2")).toBe("notApplicable");
  expect(of("pi_2")).toBe("fail");
  expect(of("pi_1", "pi_1")).toBe("fail");
});
