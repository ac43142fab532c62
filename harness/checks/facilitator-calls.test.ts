import { expect, test } from "vitest";
import { createRecorder } from "../trace/recorder.ts";
import { recordBody } from "../trace/body.ts";
import { createTrace, type Trace } from "../trace/trace.ts";
import { discriminates, refusalCheck, settlements, tellsApart, validControl } from "./facilitator-calls.ts";

const FROM = `0x${"aa".repeat(20)}`;
const TO = `0x${"bb".repeat(20)}`;
const HASH = `0x${"11".repeat(32)}`;
const nonceOf = (digit: string): string => `0x${digit.repeat(64)}`;

interface Step {
  readonly as: string;
  readonly path?: string;
  readonly nonce?: string;
  readonly status?: number;
  /** No answer when absent. */
  readonly reply?: unknown;
}

function trace(steps: readonly Step[], chain: { readonly broadcast?: string; readonly transfer?: string } = {}): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  for (const { as, path = "/verify", nonce = nonceOf("1"), status = 200, reply } of steps) {
    const exchange = recorder.exchange();
    const sent = { paymentPayload: { payload: { authorization: { from: FROM, to: TO, value: "10000", nonce } } } };
    recorder.record({ kind: "http.request", exchange, from: "server", to: "facilitator", method: "POST", target: path, headers: [], body: body(sent) });
    if (reply !== undefined) recorder.record({ kind: "http.response", exchange, from: "facilitator", to: "server", status, headers: [], body: body(reply) });
    recorder.record({ kind: "mark", name: "call", data: { as, exchange, path } });
  }
  if (chain.broadcast !== undefined) recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: "eth_sendRawTransaction", params: [`0x02${chain.broadcast.slice(2)}`], result: HASH, scripted: false });
  if (chain.transfer !== undefined) recorder.record({ kind: "chain.transfer", network: "eip155:84532", asset: "0x", sender: FROM.toUpperCase().replace("0X", "0x"), recipient: TO, amount: "10000", transaction: chain.transfer });
  return createTrace({ scenario: "facilitator/x/y", events: recorder.events });
}

const valid = { isValid: true };
const invalid = { isValid: false, invalidReason: "invalid_payload" };

test("a control counts only when found valid with a success status", () => {
  expect(validControl(trace([{ as: "control", reply: valid }]))).toBeDefined();
  expect(validControl(trace([{ as: "control", status: 500, reply: valid }]))).toBeUndefined();
  expect(validControl(trace([{ as: "control", reply: { isValid: "true" } }]))).toBeUndefined();
  expect(validControl(trace([{ as: "control" }]))).toBeUndefined();
});

test("only a target that tells payments apart discriminates", () => {
  const of = (control: unknown, forged: unknown) => discriminates(trace([{ as: "control", reply: control }, { as: "forged", reply: forged }]));
  expect(of(valid, invalid)).toBeDefined();
  expect(of(valid, valid)).toBeUndefined();
  expect(of(invalid, invalid)).toBeUndefined();
});

test("where verification takes no part, money that moved for one and a refusal of another tell as much", () => {
  const of = (refused: unknown, transfer: string, status = 200) =>
    tellsApart(
      trace(
        [
          { as: "settle", path: "/settle", reply: { success: true, transaction: HASH } },
          { as: "settle-forged", path: "/settle", nonce: nonceOf("2"), reply: refused, status },
        ],
        { transfer },
      ),
    );
  expect(of({ success: false }, HASH)).toBe(true);
  expect(of({ success: false }, HASH, 400)).toBe(true);
  expect(of({ success: false }, HASH, 429)).toBe(false);
  expect(of({ success: true }, HASH)).toBe(false);
  expect(of({ success: false }, `0x${"22".repeat(32)}`)).toBe(false);
});

test("a settlement is the transfer of its own transaction: named by the reply, or carrying the nonce", () => {
  const settle = (reply: unknown, chain: Parameters<typeof trace>[1]) => settlements(trace([{ as: "settle", path: "/settle", reply }], chain));
  expect(settle({ success: true, transaction: HASH }, { transfer: HASH })).toHaveLength(1);
  expect(settle({ success: true }, { broadcast: nonceOf("1"), transfer: HASH })).toHaveLength(1);
  expect(settle({ success: true, transaction: HASH }, {})).toHaveLength(0);
  expect(settle({ success: true, transaction: "" }, { broadcast: nonceOf("2"), transfer: HASH })).toHaveLength(0);
});

test("a refusal check passes on any answer but valid, and only beside a valid control", () => {
  const { judgeCase } = refusalCheck({ id: "x", requirement: "x", appliesTo: { scenarios: "facilitator/x/*" }, message: "taken", killedBy: [] });
  const verdict = (control: unknown, edited: Omit<Step, "as">) => judgeCase(trace([{ as: "control", reply: control }, { as: "edited", ...edited }]))?.verdict;
  expect(verdict(valid, { reply: invalid })).toBe("pass");
  expect(verdict(valid, { status: 400, reply: { error: "no" } })).toBe("pass");
  expect(verdict(valid, { reply: valid })).toBe("fail");
  expect(verdict(valid, {})).toBeUndefined();
  expect(verdict(invalid, { reply: invalid })).toBeUndefined();
});
