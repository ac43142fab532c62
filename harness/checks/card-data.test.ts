import { describe, expect, test } from "vitest";
import { passesLuhn } from "../../simulators/rails/card-data.ts";
import { findNumbers } from "../privacy/mask.ts";
import { recordBody } from "../trace/body.ts";
import type { HeaderFields, NewTraceEvent, TraceEvent } from "../trace/events.ts";
import { createRecorder } from "../trace/recorder.ts";
import { findCardData } from "./card-data.ts";

const cardOf = (body: string): string => `${body}${[..."0123456789"].find((digit) => passesLuhn(`${body}${digit}`))}`;
const CARD = cardOf("424242424242424");
const OTHER = cardOf("511111111111111");
const SHOWN = `${CARD.slice(0, 6)}******${CARD.slice(-4)}`;

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
const body = (text: string) => recordBody({ bytes: new TextEncoder().encode(text) });
const request = (more: { target?: string; headers?: HeaderFields; text?: string } = {}): NewTraceEvent => ({ kind: "http.request", exchange: 0, from: "client", to: "server", method: "GET", target: more.target ?? "/", headers: more.headers ?? [], body: body(more.text ?? "") });

function traceOf(...events: readonly NewTraceEvent[]): { readonly events: readonly TraceEvent[] } {
  const recorder = createRecorder({ now: () => 0 });
  for (const event of events) recorder.record(event);
  return recorder;
}

describe("a card number is found", () => {
  test.each([
    ["in a header that is base64", request({ headers: [["PAYMENT-SIGNATURE", base64({ payload: { token: CARD } })]] }), "header PAYMENT-SIGNATURE"],
    ["in a header in clear", request({ headers: [["X-Note", `card ${CARD}`]] }), "header X-Note"],
    ["in a body", request({ text: JSON.stringify({ paymentPayload: { payload: { token: `tok_${CARD}` } } }) }), "body"],
    ["in a body in base64", request({ text: JSON.stringify({ blob: base64({ token: CARD }) }) }), "body"],
    ["in groups", request({ text: `{"note":"${CARD.replaceAll(/(.{4})(?=.)/g, "$1 ")}"}` }), "body"],
    ["in the query", request({ target: `/pay?card=${CARD}` }), "the request target"],
    ["in a call to the provider", { kind: "rpc", from: "facilitator", to: "chain", method: "POST /v1/payment_intents", params: { body: { payment_method: CARD } }, result: { status: 400 }, scripted: false } satisfies NewTraceEvent, "the call to the provider"],
  ])("%s", (_, event, where) => {
    const expected = [{ where, what: "card number", shown: SHOWN, by: event.kind === "rpc" ? "facilitator" : "client" }];
    expect(findCardData({ trace: traceOf(event) })).toMatchObject(expected);
    expect(findCardData({ trace: traceOf(event), known: [CARD] })).toMatchObject(expected);
    expect(findCardData({ trace: traceOf(event), known: [OTHER] })).toEqual([]);
    expect(findCardData({ trace: traceOf(event), by: ["server"] })).toEqual([]);
  });

  test("that the case is tied to also where a quantity stands", () => {
    const trace = traceOf(request({ text: JSON.stringify({ amount: CARD, nonce: `${CARD}${OTHER}` }) }));
    expect([findCardData({ trace }).length, findCardData({ trace, known: [CARD] }).length, findCardData({ trace, known: [OTHER] }).length]).toEqual([0, 1, 0]);
  });

  test("in an answer, and whose it was", () => {
    const trace = traceOf(request({ text: CARD }), { kind: "http.response", exchange: 0, from: "server", to: "client", status: 402, headers: [["PAYMENT-RESPONSE", base64({ payer: CARD })]], body: body("") });
    expect(findCardData({ trace }).map(({ by, event }) => [by, event.seq])).toEqual([["client", 0], ["server", 1]]);
    expect(findCardData({ trace, by: ["server"] }).map(({ where }) => where)).toEqual(["header PAYMENT-RESPONSE"]);
  });
});

test.each([
  ["security code", JSON.stringify({ card: { cvc: "123" } })],
  ["security code", JSON.stringify({ securityCode: 1234 })],
  ["security code", JSON.stringify({ blob: base64({ cvv2: "123" }) })],
  ["track data", `%B${CARD}^DOE/JOHN^29051010000000000`],
  ["track data", `;${CARD}=29051010000000`],
])("%s is found in %#", (what, text) => expect(findCardData({ trace: traceOf(request({ text })) })).toEqual(expect.arrayContaining([expect.objectContaining({ what })])));

test("what a normal case says is nothing of it, nor what the harness notes", () => {
  const events: NewTraceEvent[] = [
    request({ headers: [["PAYMENT-SIGNATURE", base64({ payload: { token: "pm_k3j2h1g9f8d7s6a5q4w3e2r1", paymentId: `pay_${"0123456789abcdef".repeat(2)}` }, accepted: { amount: "1250", network: "card:visa", asset: "USD" } })], ["Date", "Sat, 21 Nov 2026 19:17:26 GMT"]], text: JSON.stringify({ created: 1_790_000_000, id: 1_790_000_000_123_456, code: "123", security: "code 123" }) }),
    { kind: "mark", name: "planted", data: CARD },
    { kind: "process", what: "exited", detail: CARD },
  ];
  expect(findCardData({ trace: traceOf(...events) })).toEqual([]);
});

test("findings are bounded, and hold no number", () => {
  const trace = traceOf(...Array.from({ length: 200 }, () => request({ text: CARD })), { kind: "rpc", from: "facilitator", to: "chain", method: "x", params: { n: 5n }, scripted: false });
  const found = findCardData({ trace });
  expect(found.length).toBe(50);
  expect(findNumbers(JSON.stringify(found.map(({ what, shown, where, by }) => ({ what, shown, where, by }))))).toEqual([]);
});
