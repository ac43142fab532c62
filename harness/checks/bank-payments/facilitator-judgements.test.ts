import { expect, test } from "vitest";
import type { PaymentView } from "../../methods/bank-view.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as account } from "./account-data.facilitator.ts";
import { checks as life } from "./life.facilitator.ts";
import { checks as once } from "./once.facilitator.ts";
import { checks as outcomes } from "./outcomes.facilitator.ts";
import { checks as silence } from "./silence.facilitator.ts";
import { checks as status } from "./status.facilitator.ts";
import { checks as verification } from "./verification.facilitator.ts";

/** Facilitators that do otherwise than the reference and are right, and some that are not. */

const checks = [...account, ...life, ...once, ...outcomes, ...silence, ...status, ...verification];
const PAYMENT: PaymentView = { psp: "simpay", id: "pi_1", started: true, state: "pending", status: "processing", amount: 10_000, currency: "USD", merchant: "acct_1", token: "pm_1", settlementDate: "2026-11-24", refunded: 0 };
const SETTLED: PaymentView = { ...PAYMENT, state: "settled", status: "succeeded" };
const pending = { success: false, errorReason: "settlement_pending", transaction: "pi_1", network: "ach:us", extra: { state: "pending" } };
const settled = { success: true, transaction: "pi_1", network: "ach:us", extra: { state: "settled" } };
const duplicate = { ...pending, errorReason: "duplicate_settlement" };
const PAYLOAD = { token: "pm_1", paymentId: "pay_0123456789abcdef" };
const STATUS = { type: "status", paymentId: PAYLOAD.paymentId };

type Step =
  | { readonly as: string; readonly reply: Readonly<Record<string, unknown>>; readonly path?: string; readonly payload?: Readonly<Record<string, unknown>>; readonly status?: number }
  | { readonly books: readonly PaymentView[] }
  | { readonly order: { readonly key?: string; readonly lost?: boolean; readonly token?: string } }
  | { readonly mark: string; readonly data: unknown };

function trace(steps: readonly Step[]): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  for (const step of steps) {
    if ("books" in step) recorder.record({ kind: "mark", name: "bank", data: { payments: step.books } });
    else if ("mark" in step) recorder.record({ kind: "mark", name: step.mark, data: step.data });
    else if ("order" in step) {
      const { key, lost = false, token = "pm_1" } = step.order;
      const params = { provider: "simpay", path: "/v1/payment_intents", ...(key === undefined ? {} : { idempotencyKey: key }), body: { payment_method: token } };
      recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: "POST /v1/payment_intents", params, ...(lost ? { error: "connection dropped" } : { result: { status: 200, body: {} } }), scripted: lost });
    } else {
      const { as, reply, path = as.startsWith("control") ? "/verify" : "/settle", payload = PAYLOAD, status: code = 200 } = step;
      const exchange = recorder.exchange();
      const paymentRequirements = { scheme: "exact", network: "ach:us", asset: "USD", amount: "10000", payTo: "acct_1", extra: { psp: "simpay" } };
      recorder.record({ kind: "http.request", exchange, from: "server", to: "facilitator", method: "POST", target: path, headers: [], body: body({ paymentPayload: { payload }, paymentRequirements }) });
      recorder.record({ kind: "http.response", exchange, from: "facilitator", to: "server", status: code, headers: [], body: body(reply) });
      recorder.record({ kind: "mark", name: "call", data: { as, exchange, path } });
    }
  }
  return createTrace({ scenario: "facilitator/exact-ach/x", events: recorder.events });
}

const control: Step = { as: "control", reply: { isValid: true } };
const settle = (reply: Readonly<Record<string, unknown>>, more: Partial<Extract<Step, { as: string }>> = {}): Step => ({ as: "settle", reply, ...more });
const ask = (reply: Readonly<Record<string, unknown>>, as = "status"): Step => ({ as, payload: STATUS, reply });
const made: Step = { books: [PAYMENT] };
const credited: Step = { books: [SETTLED] };
const returned: Step = { books: [{ ...PAYMENT, state: "returned", status: "returned", reasonCode: "R01" }] };
const lost: Step = { order: { key: "one", lost: true } };
const told = (reply: Readonly<Record<string, unknown>>): readonly Step[] => [control, settle(pending), returned, ask(reply)];
const dup = (code: number): Step => settle(duplicate, { status: code });

test.each<[string, string, readonly Step[], string | undefined]>([
  ["that answers a repetition with 409", "ach.fac.once-settled.others", [control, settle(pending), made, settle(settled), credited, dup(409), credited], "pass"],
  ["that is asked too often", "ach.fac.once-settled.others", [control, settle(pending), made, settle(settled), credited, settle({ error: "slow down" }, { status: 429 }), credited], "pass"],
  ["that names another transaction for a repetition", "ach.fac.once-settled.others", [control, settle(pending), made, settle(settled), credited, settle({ ...duplicate, transaction: "pi_2" }), credited], "fail"],
  ["that delivers twice", "ach.fac.once-settled", [control, settle(pending), made, settle(settled), credited, settle(settled), credited], "fail"],
  ["that never tells to deliver", "ach.fac.once-settled", [control, settle(pending), made, settle(pending), credited], "fail"],
  ["that has the state beside duplicate_settlement", "ach.fac.once-accepted", [control, settle(pending), made, dup(200), credited], "pass"],
  ["that always says success and has no payment", "ach.fac.once-accepted", [control, settle(settled), { books: [] }, settle(settled), { books: [] }], undefined],
  ["that tells a payment as pending", "ach.fac.pending", [control, settle(pending), made, made, ask(pending)], "pass"],
  ["that always says pending and has no payment", "ach.fac.pending", [control, settle(pending), { books: [] }, ask(pending)], undefined],
  ["that leaves amount out", "ach.fac.amount-told", [control, settle(pending), made], "notApplicable"],
  ["that leaves the first transaction empty", "ach.fac.transaction-stable", [control, settle({ ...pending, transaction: "" }), made, ask(pending), ask(settled)], "pass"],
  ["that loses the transaction", "ach.fac.transaction-stable", [control, settle(pending), made, ask({ ...pending, transaction: "" }), ask(settled)], "fail"],
  ["that has a code of its own for a return", "ach.fac.returned", told({ ...pending, errorReason: "acme_bounced", extra: { state: "returned", reasonCode: "R01" } }), "pass"],
  ["that says declined of a return", "ach.fac.returned", told({ ...pending, errorReason: "ach_debit_refused", extra: { state: "returned", reasonCode: "R01" } }), "fail"],
  ["that says why in words", "ach.fac.returned.code", told({ ...pending, errorReason: "ach_returned", extra: { state: "returned", reasonCode: "Insufficient funds" } }), "fail"],
  ["that answers 503 while nobody knows", "ach.fac.psp-silent", [control, lost, settle({ error: "try again" }, { status: 503 })], "pass"],
  ["that says unexpected_settle_error meanwhile", "ach.fac.psp-silent", [control, lost, settle({ ...pending, errorReason: "unexpected_settle_error", extra: {} })], "pass"],
  ["that says funds meanwhile", "ach.fac.psp-silent", [control, lost, settle({ ...pending, errorReason: "insufficient_funds", extra: {} })], "fail"],
  ["that sent no order", "ach.fac.psp-silent", [control, settle(pending)], undefined],
  ["that has a key for each payment", "ach.fac.idempotency-key", [control, lost, settle(pending), { order: { key: "one" } }, { as: "settle-other", payload: { ...PAYLOAD, token: "pm_2" }, reply: pending }, { order: { key: "two", token: "pm_2" } }], "pass"],
  ["that has one key for all", "ach.fac.idempotency-key", [control, lost, settle(pending), { order: { key: "one" } }, { as: "settle-other", payload: { ...PAYLOAD, token: "pm_2" }, reply: pending }, { order: { key: "one", token: "pm_2" } }], "fail"],
  ["that succeeds with a status of nothing", "ach.fac.status-unknown", [control, settle(pending), made, ask(pending), { as: "status-unknown", payload: { ...STATUS, paymentId: "pay_other_0123456789" }, reply: settled }], "fail"],
])("a facilitator %s: %s", (_name, id, steps, expected) => {
  const check = checks.find((one) => one.id === id);
  expect(check).toBeDefined();
  // What the provider has comes after the call that made it.
  expect(check?.judgeCase(trace([...steps, ...(steps.some((step) => "books" in step) ? [steps.findLast((step) => "books" in step) as Step] : [])]))?.verdict).toBe(expected);
});
