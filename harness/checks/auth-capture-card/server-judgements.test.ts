import { expect, test } from "vitest";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as ofAny } from "./any.server.ts";
import { checks as finalize } from "./finalize.server.ts";
import { checks as lifecycle } from "./lifecycle.server.ts";
import { checks as order } from "./order.server.ts";

const checks = [...ofAny, ...finalize, ...lifecycle, ...order];
const TERMS = { scheme: "auth-capture", network: "card:visa", amount: "100", asset: "USD", payTo: "acct_shop" };
const idOf = (as: string): string => `pay_${as.padEnd(32, "0")}`;
const HELD = { success: true, transaction: "pi_1", network: "card:visa" };
const DECLINED = { success: false, errorReason: "card_declined", transaction: "", network: "card:visa" };

type Event =
  /** The client presents a payment of that name. */
  | { readonly pay: string; readonly payload?: Record<string, unknown> }
  | { readonly settle: Record<string, unknown>; readonly reply?: Record<string, unknown>; /** No answer comes. */ readonly broken?: true; readonly terms?: Record<string, unknown> }
  /** The handler runs, and answers with this status. */
  | { readonly handler: number }
  /** The client's last request is answered. */
  | { readonly answer: number; readonly headers?: readonly (readonly [string, string])[] }
  | { readonly mark: string; readonly data?: unknown };

function trace(events: readonly Event[]): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  recorder.record({ kind: "mark", name: "case", data: { tag: "t", marker: "the-content", network: "card:visa", wallets: {}, routes: {}, upstream: true, configured: true } });
  let client = -1;
  for (const event of events) {
    if ("mark" in event) recorder.record({ kind: "mark", name: event.mark, data: event.data ?? {} });
    else if ("answer" in event) recorder.record({ kind: "http.response", exchange: client, from: "server", to: "client", status: event.answer, headers: event.headers ?? [["PAYMENT-RESPONSE", encodeHeader(HELD)]], body: body(event.answer === 200 ? { content: "the-content" } : {}) });
    else if ("pay" in event) {
      client = recorder.exchange();
      const payment = { x402Version: 2, accepted: TERMS, payload: event.payload ?? { token: "pm_1", paymentId: idOf(event.pay) } };
      recorder.record({ kind: "http.request", exchange: client, from: "client", to: "server", method: "GET", target: "/", headers: [["PAYMENT-SIGNATURE", encodeHeader(payment)]], body: body({}) });
      recorder.record({ kind: "mark", name: "step", data: { as: event.pay, exchange: client, route: "basic" } });
    } else {
      const exchange = recorder.exchange();
      const to = "handler" in event ? "upstream" : "facilitator";
      const asked = "handler" in event ? {} : { x402Version: 2, paymentPayload: { payload: event.settle }, paymentRequirements: { ...TERMS, ...event.terms } };
      recorder.record({ kind: "http.request", exchange, from: "server", to, method: "POST", target: "/settle", headers: [], body: body(asked) });
      if (!("broken" in event)) recorder.record({ kind: "http.response", exchange, from: to, to: "server", status: "handler" in event ? event.handler : 200, headers: [], body: body("handler" in event ? {} : (event.reply ?? HELD)) });
    }
  }
  return createTrace({ scenario: "server/auth-capture-card/x", events: recorder.events });
}

const hold = (as: string): Event => ({ settle: { token: "pm_1", paymentId: idOf(as) } });
const end = (as: string, payload: Record<string, unknown> = { type: "capture", amount: "100" }): Event => ({ settle: { ...payload, paymentId: idOf(as) } });
const served = (as: string, payload?: Record<string, unknown>): readonly Event[] => [{ pay: as }, hold(as), { handler: 200 }, end(as, payload), { answer: 200 }];
const unended = (as: string): readonly Event[] => [{ pay: as }, hold(as), { handler: 200 }, { answer: 200 }];

function verdict(id: string, events: readonly Event[]): string | undefined {
  return checks.find((check) => check.id === id)?.judgeCase(trace(events))?.verdict;
}

test.each<[string, readonly Event[], string | undefined]>([
  ["captured within the request", [...served("good"), { mark: "deadline" }, { mark: "waited" }], "pass"],
  ["captured later, in time", [...unended("good"), end("good"), { mark: "deadline" }, { mark: "waited" }], "pass"],
  ["captured when the deadline had passed", [...unended("good"), { mark: "deadline" }, end("good"), { mark: "waited" }], "pass"],
  ["not captured, and nobody waited on", [...unended("good"), { mark: "deadline" }], undefined],
  ["never captured", [...unended("good"), { mark: "deadline" }, { mark: "waited" }], "fail"],
  ["released", [...served("good", { type: "void" }), { mark: "deadline" }, { mark: "waited" }], "fail"],
  ["captured in the client's own payload", served("good", { token: "pm_1", type: "capture", amount: "100" }).concat({ mark: "deadline" }, { mark: "waited" }), "pass"],
  ["captured without saying so", [...served("good", { amount: "100" }), { mark: "deadline" }, { mark: "waited" }], "pass"],
  ["cut off before the deadline", unended("good"), undefined],
  ["never held", [{ pay: "good" }, { handler: 200 }, { answer: 200 }, { mark: "deadline" }, { mark: "waited" }], undefined],
])("card.server.finalize, a hold %s", (_, events, expected) => {
  expect(verdict("card.server.finalize", events)).toBe(expected);
});

test("a capture that names no payment of the case belongs to the last one", () => {
  const other: Event = { settle: { type: "capture", amount: "100", paymentId: idOf("nobody") } };
  expect(verdict("card.server.finalize", [{ pay: "good" }, hold("good"), { handler: 200 }, other, { answer: 200 }, { mark: "deadline" }, { mark: "waited" }])).toBe("pass");
  expect(verdict("card.server.finalize", [...unended("good"), { pay: "failing" }, hold("failing"), { handler: 500 }, other, { answer: 500 }, { mark: "deadline" }, { mark: "waited" }])).toBe("fail");
});

test.each<[string, readonly Event[], string | undefined]>([
  ["voided", [hold("failing"), { handler: 500 }, end("failing", { type: "void" }), { answer: 500 }, { mark: "deadline" }, { mark: "waited" }], "pass"],
  ["captured at nothing", [hold("failing"), { handler: 500 }, end("failing", { type: "capture", amount: "0" }), { answer: 500 }, { mark: "deadline" }, { mark: "waited" }], "pass"],
  ["captured", [hold("failing"), { handler: 500 }, end("failing"), { answer: 500 }, { mark: "deadline" }, { mark: "waited" }], "fail"],
  ["left", [hold("failing"), { handler: 500 }, { answer: 500 }, { mark: "deadline" }, { mark: "waited" }], "fail"],
  ["of a handler that did not fail", [hold("failing"), { handler: 200 }, end("failing"), { answer: 200 }, { mark: "deadline" }, { mark: "waited" }], undefined],
])("card.server.finalize.void, a hold %s", (_, events, expected) => {
  expect(verdict("card.server.finalize.void", [...served("good"), { pay: "failing" }, ...events])).toBe(expected);
});

test.each<[string, readonly Event[], string | undefined]>([
  ["after the hold", [{ pay: "held-back" }, hold("held-back"), { handler: 200 }, { answer: 200 }], "pass"],
  ["before the hold", [{ pay: "held-back" }, { handler: 200 }, hold("held-back"), { answer: 200 }], "fail"],
  ["without a hold", [{ pay: "held-back" }, { handler: 200 }, { answer: 200 }], "fail"],
  ["after a hold that was asked for twice", [{ pay: "held-back" }, { settle: { token: "pm_1", paymentId: idOf("held-back") }, broken: true }, hold("held-back"), { handler: 200 }, { answer: 200 }], "pass"],
  ["never", [{ pay: "held-back" }, hold("held-back"), { answer: 402 }], undefined],
])("card.server.hold-first, the handler runs %s", (_, events, expected) => {
  expect(verdict("card.server.hold-first", [...served("good"), ...events])).toBe(expected);
});

test.each<[string, readonly Event[], string | undefined]>([
  ["402", [{ answer: 402 }], "pass"],
  ["409", [{ answer: 409 }], "fail"],
  ["200", [{ handler: 200 }, { answer: 200 }], "fail"],
  ["nothing", [], undefined],
])("card.server.decline-402, answered %s", (_, events, expected) => {
  const declined: Event = { settle: { token: "pm_1", paymentId: idOf("declined-card_declined") }, reply: DECLINED };
  expect(verdict("card.server.decline-402", [...served("good"), { pay: "declined-card_declined" }, declined, ...events])).toBe(expected);
  expect(verdict("card.server.decline-402", [{ pay: "declined-card_declined" }, declined, ...events])).toBeUndefined();
});

test.each<[string, readonly Event[], string | undefined]>([
  ["said so with 402", [{ answer: 402 }], "pass"],
  ["asked to wait with 202", [{ answer: 202 }], "pass"],
  ["served", [{ answer: 200 }], "fail"],
  ["ran the handler", [{ handler: 200 }, { answer: 402 }], "fail"],
])("card.server.verify-not-enough.pending, a server that %s", (_, events, expected) => {
  const pending: Event = { settle: { token: "pm_1", paymentId: idOf("verified-pending") }, reply: { ...DECLINED, errorReason: "settlement_pending" } };
  expect(verdict("card.server.verify-not-enough.pending", [...served("good"), { pay: "verified-pending" }, pending, ...events])).toBe(expected);
});

test.each<[string, Record<string, unknown>, string]>([
  ["a time in milliseconds", { at: 1_795_000_000_008, text: "1795000000008" }, "pass"],
  ["a long id", { invoice: "inv-1234567890123452" }, "pass"],
  ["a hash", { hash: `ab01a4${"0".repeat(14)}2f` }, "pass"],
  ["a card's number", { note: `4${"0".repeat(14)}2` }, "fail"],
])("card.any.no-card-data.server, a capture with %s", (_, more, expected) => {
  expect(verdict("card.any.no-card-data.server", served("good", { type: "capture", amount: "100", ...more }))).toBe(expected);
  // Once it may be a reference that looks so.
  expect(verdict("card.any.no-card-data.server", [...served("good", { type: "capture", amount: "100", ...more }), ...served("failing", { type: "void" })])).toBe("pass");
});

test.each<[string, readonly Event[], string | undefined]>([
  ["refused", [{ answer: 400 }], "pass"],
  ["passed on", [{ settle: { type: "void", paymentId: idOf("named") } }, { answer: 200 }], "fail"],
  ["refused, while the server captures by itself", [end("named"), { answer: 402 }], "pass"],
  ["never answered", [], undefined],
])("card.server.initiates, a smuggled void %s", (_, events, expected) => {
  const smuggled: Event = { pay: "smuggled-void", payload: { type: "void", paymentId: idOf("named") } };
  expect(verdict("card.server.initiates", [...unended("named"), ...served("good"), smuggled, ...events])).toBe(expected);
});

test.each<[string, readonly Event[], string | undefined]>([
  ["resumed", [{ mark: "answering" }, end("good"), ...unended("interrupted"), { mark: "restarting" }, end("interrupted"), { mark: "deadline" }], "pass"],
  ["not resumed", [{ mark: "answering" }, end("good"), ...unended("interrupted"), { mark: "restarting" }, { mark: "deadline" }], "fail"],
  ["captured before the restart only", [{ mark: "answering" }, end("good"), ...unended("interrupted"), end("interrupted"), { mark: "restarting" }, { mark: "deadline" }], "fail"],
  ["that nobody waited for", [{ mark: "answering" }, end("good"), ...unended("interrupted"), { mark: "restarting" }], undefined],
  ["of a target that does nothing by itself", [{ mark: "answering" }], "notApplicable"],
])("card.server.durable, a capture %s", (_, events, expected) => {
  expect(verdict("card.server.durable", [...unended("good"), ...events])).toBe(expected);
});

test.each<[string, readonly Event[], string | undefined]>([
  ["within the request", [...served("good"), { mark: "deadline" }], "notApplicable"],
  ["later, in time", [...unended("good"), end("good"), { mark: "deadline" }], "pass"],
  ["too late", [...unended("good"), { mark: "deadline" }, end("good")], "fail"],
  ["never", [...unended("good"), { mark: "deadline" }], undefined],
])("card.server.capture-margin, a capture %s", (_, events, expected) => {
  expect(verdict("card.server.capture-margin", events)).toBe(expected);
});
