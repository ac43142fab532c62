import { expect, test } from "vitest";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as delivery } from "./delivery.server.ts";
import { checks as payments } from "./payments.server.ts";

/** Servers that do otherwise than the reference and are right, and some that are not. */

const checks = [...delivery, ...payments];
const idOf = (as: string): string => `pay_${as.padEnd(32, "0")}`;
const terms = (deliverOn: string) => ({ scheme: "exact", network: "ach:us", amount: "100", asset: "USD", payTo: "acct_shop", maxTimeoutSeconds: 60, extra: { psp: "simpay", deliverOn } });
const SETTLED = { success: true, transaction: "pi_1", network: "ach:us" };
const PENDING = { success: false, errorReason: "settlement_pending", transaction: "pi_1", network: "ach:us" };
const DUPLICATE = { success: false, errorReason: "duplicate_settlement", transaction: "pi_1", network: "ach:us" };

type Event =
  /** The client presents a payment. */
  | { readonly as: string; readonly payment: string; readonly deliverOn?: string; readonly payload?: Record<string, unknown> }
  /** The server asks to settle it; `lost`: and gets no answer. */
  | { readonly settle: Record<string, unknown>; readonly reply?: Record<string, unknown>; readonly terms?: Record<string, unknown> }
  /** The handler runs. */
  | { readonly handler: true }
  /** The client's last request is answered. */
  | { readonly answer: number; readonly report?: Record<string, unknown>; readonly produced?: number };

function trace(events: readonly Event[]): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  recorder.record({ kind: "mark", name: "case", data: { tag: "t", marker: "the-content", network: "ach:us", wallets: {}, routes: {}, upstream: true, configured: true } });
  let client = -1;
  let accepted = terms("settled");
  for (const event of events) {
    if ("as" in event) {
      client = recorder.exchange();
      accepted = terms(event.deliverOn ?? "settled");
      const payment = { x402Version: 2, accepted, payload: event.payload ?? { token: "pm_1", paymentId: idOf(event.payment) } };
      recorder.record({ kind: "http.request", exchange: client, from: "client", to: "server", method: "GET", target: "/", headers: [["PAYMENT-SIGNATURE", encodeHeader(payment)]], body: body({}) });
      recorder.record({ kind: "mark", name: "step", data: { as: event.as, exchange: client, route: "basic" } });
    } else if ("answer" in event) {
      const headers: [string, string][] = event.report === undefined ? [] : [["PAYMENT-RESPONSE", encodeHeader(event.report)]];
      recorder.record({ kind: "http.response", exchange: client, from: "server", to: "client", status: event.answer, headers, body: body(event.answer === 200 ? { content: "the-content", produced: event.produced ?? 0 } : {}) });
    } else {
      const exchange = recorder.exchange();
      const to = "handler" in event ? "upstream" : "facilitator";
      const asked = "handler" in event ? {} : { x402Version: 2, paymentPayload: { accepted, payload: event.settle }, paymentRequirements: { ...accepted, ...event.terms } };
      recorder.record({ kind: "http.request", exchange, from: "server", to, method: "POST", target: "/settle", headers: [], body: body(asked) });
      if ("handler" in event || event.reply !== undefined) recorder.record({ kind: "http.response", exchange, from: to, to: "server", status: 200, headers: [], body: body("handler" in event ? {} : event.reply) });
    }
  }
  return createTrace({ scenario: "server/exact-ach/x", events: recorder.events });
}

const settles = (payment: string, reply?: Record<string, unknown>): Event => ({ settle: { token: "pm_1", paymentId: idOf(payment) }, ...(reply === undefined ? {} : { reply }) });
const asks = (payment: string, reply: Record<string, unknown>): Event => ({ settle: { type: "status", paymentId: idOf(payment) }, reply });
const good: readonly Event[] = [{ as: "good", payment: "good" }, settles("good", SETTLED), { handler: true }, { answer: 200, report: SETTLED }];
const pending = (as: string): readonly Event[] => [{ as, payment: "p" }, settles("p", PENDING), { answer: 402, report: PENDING }];

test.each<[string, string, readonly Event[], string | undefined]>([
  ["that waits", "settled-waits", [...good, ...pending("pending-1")], "pass"],
  ["that runs the resource first", "settled-waits", [...good, { as: "pending-1", payment: "p" }, { handler: true }, settles("p", PENDING), { answer: 402, report: PENDING }], "fail"],
  ["that runs it for a payment that settled before", "settled-waits", [...good, ...pending("later-1"), { as: "later-3", payment: "p" }, settles("p", SETTLED), { handler: true }, { answer: 200, report: SETTLED }], "pass"],
  ["that never delivers", "settled-waits", [{ as: "good", payment: "good" }, { answer: 402 }, ...pending("pending-1")], undefined],
  ["that passes the report on", "settled-pending-402", [...good, ...pending("pending-1")], "pass"],
  ["that reports another transaction", "settled-pending-402", [...good, { as: "pending-1", payment: "p" }, settles("p", PENDING), { answer: 402, report: { ...PENDING, transaction: "pi_2" } }], "fail"],
  ["that delivers on acceptance", "accepted-delivers", [...good, { as: "pending-1", payment: "p", deliverOn: "accepted" }, settles("p", PENDING), { answer: 200, report: PENDING }], "pass"],
  ["that was not paid by such an offer", "accepted-delivers", [...good, ...pending("pending-1")], undefined],
  ["that says so", "accepted-told", [...good, { as: "pending-1", payment: "p", deliverOn: "accepted" }, settles("p", PENDING), { answer: 200, report: PENDING }], "pass"],
  ["that says success", "accepted-told", [...good, { as: "pending-1", payment: "p", deliverOn: "accepted" }, settles("p", PENDING), { answer: 200, report: SETTLED }], "fail"],
  ["that sends again what it sent", "once", [...good, { as: "again-settled", payment: "good" }, { answer: 200, report: SETTLED }], "pass"],
  ["that produces it again", "once", [...good, { as: "again-settled", payment: "good" }, settles("good", DUPLICATE), { handler: true }, { answer: 200, report: SETTLED, produced: 1 }], "fail"],
  ["that refuses it then", "once", [...good, { as: "again-settled", payment: "good" }, { answer: 402 }], "pass"],
  ["that asks for the status", "lost-reply", [...good, { as: "lost-settled", payment: "l" }, settles("l"), { answer: 402 }, { as: "lost-settled", payment: "l" }, settles("l", DUPLICATE), asks("l", SETTLED), { answer: 200, report: SETTLED }], "pass"],
  ["that finds out at once", "lost-reply", [...good, { as: "lost-settled", payment: "l" }, settles("l"), asks("l", SETTLED), { answer: 200, report: SETTLED }], "pass"],
  ["that never finds out", "lost-reply", [...good, { as: "lost-settled", payment: "l" }, settles("l"), { answer: 500 }, { as: "lost-settled", payment: "l" }, settles("l", DUPLICATE), { answer: 402 }], "fail"],
  ["that asks for no status", "status", [...good, { as: "lost-settled", payment: "l" }, settles("l"), { answer: 402 }], "notApplicable"],
  ["that asks for a status with the token", "status", [...good, { as: "lost-settled", payment: "l" }, settles("l"), { settle: { type: "status", paymentId: idOf("l"), token: "pm_1" }, reply: SETTLED }, { answer: 200 }], "fail"],
  ["that asks for a status of nobody's payment", "status", [...good, { as: "lost-settled", payment: "l" }, settles("l"), asks("other", SETTLED), { answer: 200 }], "fail"],
  ["that refuses a client's status", "no-client-status", [...good, { as: "status-elses", payment: "s", payload: { type: "status", paymentId: idOf("s") } }, { answer: 402 }], "pass"],
  ["that takes a client's status for a payment", "no-client-status", [...good, { as: "status-elses", payment: "s", payload: { type: "status", paymentId: idOf("s") } }, asks("s", SETTLED), { answer: 200, report: SETTLED }], "fail"],
])("a server %s: %s", (_, row, events, verdict) => {
  expect(checks.find(({ id }) => id === `ach.server.${row}`)?.judgeCase(trace(events))?.verdict).toBe(verdict);
});
