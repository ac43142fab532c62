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
/** Of nobody's test card: digits that somebody may well draw. */
const DRAWN = cardOf("453957876362148");
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
    const trace = traceOf(request({ text: JSON.stringify({ amount: DRAWN, nonce: `${DRAWN}${OTHER}` }) }));
    expect([findCardData({ trace }).length, findCardData({ trace, known: [DRAWN] }).length, findCardData({ trace, known: [OTHER] }).length]).toEqual([0, 1, 0]);
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

const response = (more: { headers?: HeaderFields; text?: string }): NewTraceEvent => ({ kind: "http.response", exchange: 0, from: "facilitator", to: "server", status: 200, headers: more.headers ?? [], body: body(more.text ?? "") });

describe("a number that passes for a card's by chance is no finding where ids stand", () => {
  test.each<readonly [string, NewTraceEvent]>([
    ...["X-Request-Id", "X-Correlation-ID", "X-Amzn-Trace-Id", "ETag", "Set-Cookie", "CF-Ray"].map((name) => [name, response({ headers: [[name, name === "Set-Cookie" ? `s=${DRAWN}` : DRAWN]] })] as const),
    ...["X-Payment-Id", "X-Transaction-Id", "Idempotency-Key"].map((name) => [name, response({ headers: [[name, DRAWN]] })] as const),
    ["the path of a resource", response({ headers: [["Location", `/payments/${DRAWN}`]] })],
    ...["id", "requestId", "payment_id", "transaction", "reference", "merchantReference", "traceId", "orderNumber", "idempotencyKey", "card_id"].map((name) => [name, response({ text: JSON.stringify({ [name]: DRAWN }) })] as const),
    ["a prefix", response({ text: JSON.stringify({ transaction: `pay_${DRAWN}` }) })],
    ["a number of JSON", response({ text: `{"id":${DRAWN}}` })],
    ["base64", response({ headers: [["PAYMENT-RESPONSE", base64({ transaction: DRAWN })]] })],
    ["prose", response({ text: `{"error":"request ${DRAWN} failed, see order #${DRAWN}"}` })],
    ["odd groups", response({ text: `{"range":"${DRAWN.replaceAll(/(.{4})(?=.)/g, "$1/")}"}` })],
  ])("%s", (_, event) => expect(findCardData({ trace: traceOf(event) })).toEqual([]));

  test("whatever they are", () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => cardOf(`4${String(10n ** 14n + 7_919_777n * BigInt(index)).slice(1)}`)).filter((id) => !id.startsWith("40000000"));
    const found = ids.filter((id) => findCardData({ trace: traceOf(response({ headers: [["X-Request-Id", id]], text: JSON.stringify({ transaction: id }) })) }).length > 0);
    expect(found).toEqual([]);
  });

  test.each([
    ["card", JSON.stringify({ card: DRAWN })],
    ["cardNumber", JSON.stringify({ cardNumber: DRAWN })],
    ["a number of a card", JSON.stringify({ card: { number: DRAWN } })],
    ["pan", JSON.stringify({ payment: { pan: DRAWN } })],
    ["payer", JSON.stringify({ payer: DRAWN })],
    ["prose", `payment by card ${DRAWN} declined`],
    ["a test card's for an id", JSON.stringify({ id: CARD })],
    ["a test card's in a name like a quantity's", JSON.stringify({ blockedCard: CARD, valid_pan: CARD })],
  ])("and is one as %s", (_, text) => expect(findCardData({ trace: traceOf(response({ text })) }).length).toBeGreaterThan(0));
  test("and a test card's is one in a cookie", () => expect(findCardData({ trace: traceOf(response({ headers: [["Set-Cookie", `c=${CARD}`]] })) }).length).toBe(1));
});

test("findings are bounded, and hold no number", () => {
  const trace = traceOf(...Array.from({ length: 200 }, () => request({ text: CARD })), { kind: "rpc", from: "facilitator", to: "chain", method: "x", params: { n: 5n }, scripted: false });
  const found = findCardData({ trace });
  expect(found.length).toBe(50);
  expect(findNumbers(JSON.stringify(found.map(({ what, shown, where, by }) => ({ what, shown, where, by }))))).toEqual([]);
});
