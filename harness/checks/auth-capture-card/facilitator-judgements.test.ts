import { expect, test } from "vitest";
import type { IntentFacts } from "../../methods/auth-capture-card/books.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { checks as ofDeclines } from "./declines.facilitator.ts";
import { checks as ofFinalizing } from "./finalize.facilitator.ts";
import { checks as ofHolds } from "./hold.facilitator.ts";
import { checks as ofRepetitions } from "./repeated.facilitator.ts";

/** Where the checks let pass what the text leaves open, and what no stub gets past. */

const INTENT: IntentFacts = { psp: "simpay", id: "pi_1", status: "requires_capture", amount: 10_000, currency: "USD", capturable: 10_000, received: 0, refunded: 0, merchant: "acct_1", token: "pm_1", indicator: "x402", attempts: 1, approved: true };
const CAPTURED: IntentFacts = { ...INTENT, status: "succeeded", capturable: 0, received: 7_300 };
const HOLD = { token: "pm_1", paymentId: "pay_0123456789abcdef" };
const CAPTURE = { type: "capture", paymentId: HOLD.paymentId, amount: "7300" };
const SUCCESS = { success: true, transaction: "pi_1", network: "card:visa" };

type Step =
  | { readonly as: string; readonly payload: Readonly<Record<string, unknown>>; readonly reply: Readonly<Record<string, unknown>>; readonly status?: number }
  | { readonly books: string; readonly intents: readonly IntentFacts[] }
  /** A capture that reaches the provider. */
  | { readonly captureKey: string };

function trace(scenario: string, steps: readonly Step[]): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  for (const step of steps) {
    if ("books" in step) recorder.record({ kind: "mark", name: "books", data: { when: step.books, intents: step.intents, held: "0", balance: "0" } });
    else if ("captureKey" in step) recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: "POST /v1/payment_intents/:id/capture", params: { path: "/v1/payment_intents/pi_1/capture", idempotencyKey: step.captureKey }, result: {}, scripted: false });
    else {
      const exchange = recorder.exchange();
      const paymentRequirements = { amount: "10000", asset: "USD", network: "card:visa", payTo: "acct_1" };
      recorder.record({ kind: "http.request", exchange, from: "server", to: "facilitator", method: "POST", target: "/settle", headers: [], body: body({ paymentPayload: { payload: step.payload }, paymentRequirements }) });
      recorder.record({ kind: "http.response", exchange, from: "facilitator", to: "server", status: step.status ?? 200, headers: [], body: body(step.reply) });
      recorder.record({ kind: "mark", name: "call", data: { as: step.as, exchange, path: "/settle" } });
    }
  }
  return createTrace({ scenario: `facilitator/auth-capture-card/${scenario}`, events: recorder.events });
}

function verdict(checks: readonly Check[], id: string, given: Trace): string | undefined {
  const found = checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found.judgeCase(given)?.verdict;
}

const held = { as: "hold", payload: HOLD, reply: SUCCESS } as const;

test("who says success without a hold reaches no witness", () => {
  const stub = trace("hold/cents", [held, { books: "held", intents: [] }]);
  for (const { judgeCase } of [...ofHolds, ...ofFinalizing, ...ofRepetitions, ...ofDeclines]) expect(judgeCase(stub)).toBeUndefined();
});

test("an amount that is the offered one may be left out, and no other", () => {
  const end = (reply: Readonly<Record<string, unknown>>) => trace("finalize/capture", [held, { books: "held", intents: [INTENT] }, { as: "capture", payload: CAPTURE, reply }, { books: "after", intents: [CAPTURED] }]);
  expect(verdict(ofFinalizing, "card.fac.settle-response.hold", end(SUCCESS))).toBe("pass");
  expect(verdict(ofFinalizing, "card.fac.settle-response.capture", end({ ...SUCCESS, amount: "7300" }))).toBe("pass");
  expect(verdict(ofFinalizing, "card.fac.settle-response.capture", end(SUCCESS))).toBe("fail");
  expect(verdict(ofFinalizing, "card.fac.settle-response.capture", end({ ...SUCCESS, amount: "73.00" }))).toBe("fail");
});

test("a repetition may be left to the provider's own store of outcomes", () => {
  const reply = { ...SUCCESS, amount: "7300" };
  const again = (key: string) =>
    trace("finalize/repeated/capture", [
      held,
      { books: "held", intents: [INTENT] },
      { as: "first", payload: CAPTURE, reply },
      { captureKey: "one" },
      { books: "first", intents: [CAPTURED] },
      { as: "again", payload: CAPTURE, reply },
      { captureKey: key },
      { books: "after", intents: [CAPTURED] },
    ]);
  expect(verdict(ofRepetitions, "card.fac.retry-stored.not-submitted", again("one"))).toBe("pass");
  expect(verdict(ofRepetitions, "card.fac.retry-stored.not-submitted", again("two"))).toBe("fail");
});

test("access control of the facilitator's own is not a consent of the server", () => {
  const unnamed = (status: number, reply: Readonly<Record<string, unknown>>) => trace("hold/without-credential", [held, { books: "held", intents: [INTENT] }, { as: "hold-unnamed", payload: { ...HOLD, token: "pm_2" }, status, reply }]);
  expect(verdict(ofHolds, "card.fac.hold-consent", unnamed(200, SUCCESS))).toBe("pass");
  expect(verdict(ofHolds, "card.fac.hold-consent", unnamed(401, {}))).toBe("notApplicable");
  expect(verdict(ofHolds, "card.fac.hold-consent", unnamed(200, { success: false, errorReason: "rate_limited" }))).toBe("notApplicable");
  expect(verdict(ofHolds, "card.fac.hold-consent", unnamed(200, { success: false }))).toBe("fail");
});

test("replies to hard declines are compared without what names the payment", () => {
  const declined = (id: string, reply: Readonly<Record<string, unknown>>): Step => ({ as: `declined-${id}`, payload: { token: `pm_${id}`, paymentId: `pay_${id}0123456789abcdef` }, reply: { success: false, errorReason: "card_declined", network: "card:visa", ...reply } });
  const intents = [INTENT, ...["a", "b"].map((id): IntentFacts => ({ ...INTENT, id: `pi_${id}`, token: `pm_${id}`, status: "requires_payment_method", approved: false }))];
  const both = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) => trace("decline/hard-reasons", [held, { books: "held", intents }, declined("a", one), declined("b", other), { books: "after", intents }]);
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", both({ transaction: "pi_a", at: 1_800_000_001 }, { transaction: "", at: 1_800_000_002 }))).toBe("pass");
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", both({ message: "of pay_a0123456789abcdef" }, { message: "of pay_b0123456789abcdef" }))).toBe("pass");
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", both({ message: "stolen" }, { message: "closed" }))).toBe("fail");
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", both({}, { detail: { code: "closed" } }))).toBe("fail");
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", both({ took: 12, request: "0b9d9a0e-7c1f-4e39-9a55-2f1f9f0a1b2c" }, { took: 7, request: "9c3e1d52-0f6a-4b7e-8d21-6a0c5e4f3b2a" }))).toBe("pass");
  const twin = (reply: Readonly<Record<string, unknown>>) =>
    trace("decline/hard-reasons", [held, { books: "held", intents }, declined("a", { line: "one" }), declined("b", { line: "two" }), { ...declined("a", reply), as: "declined-twin" } as Step, { books: "after", intents }]);
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", twin({ line: "three" }))).toBe("pass");
  expect(verdict(ofDeclines, "card.fac.declined-code.alike", twin({ line: "one" }))).toBe("fail");
});

test("who captures all there is for more, and says so, has captured no more than was held", () => {
  const whole: IntentFacts = { ...CAPTURED, received: 10_000 };
  const control = { token: "pm_0", paymentId: "pay_control012345678" };
  const controlIntent: IntentFacts = { ...whole, id: "pi_0", token: "pm_0" };
  const above = (amount: string) =>
    trace("finalize/above-hold", [
      { as: "hold-control", payload: control, reply: { ...SUCCESS, transaction: "pi_0" } },
      { books: "control", intents: [controlIntent] },
      held,
      { books: "held", intents: [controlIntent, INTENT] },
      { as: "edited", payload: { ...CAPTURE, amount: "10001" }, reply: { ...SUCCESS, amount } },
      { books: "after", intents: [controlIntent, whole] },
    ]);
  expect(verdict(ofFinalizing, "card.fac.capture-cap", above("10000"))).toBe("pass");
  expect(verdict(ofFinalizing, "card.fac.capture-cap", above("10001"))).toBe("fail");
});

test("a second operation that the provider refuses is not carried out", () => {
  const twice = (end: IntentFacts) =>
    trace("finalize/twice/capture-void", [held, { books: "held", intents: [INTENT] }, { as: "first", payload: CAPTURE, reply: SUCCESS }, { books: "first", intents: [CAPTURED] }, { as: "second", payload: { type: "void", paymentId: HOLD.paymentId }, reply: { success: false } }, { captureKey: "other" }, { books: "after", intents: [end] }]);
  expect(verdict(ofRepetitions, "card.fac.one-finalize", twice(CAPTURED))).toBe("pass");
  expect(verdict(ofRepetitions, "card.fac.one-finalize", twice({ ...CAPTURED, refunded: 7_300 }))).toBe("fail");
});
