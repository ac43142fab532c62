import { expect, test } from "vitest";
import { ed25519Key } from "../../../simulators/http-signatures/index.ts";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { signRequest } from "../../methods/batch-settlement-cloudflare/sign-request.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks } from "./payments.client.ts";

/** Agents on cloudflare:402 that do otherwise than the reference and are right, and some that are not. */

const GIVEN: Buffer = Buffer.alloc(32, 5);
const OWN: Buffer = Buffer.alloc(32, 6);
const ORIGIN = "http://127.0.0.1:4711";
const offer = (amount?: string) => ({ scheme: "batch-settlement", network: "cloudflare:402", ...(amount === undefined ? {} : { amount }), asset: "USD", payTo: "merchant", extra: { version: "1.0.0" } });

interface Attempt {
  /** What it pays; none: an unpaid request. */
  readonly pays?: string;
  /** Key it signs with; none: it does not. */
  readonly seed?: Buffer;
  /** What the server offers for it. */
  readonly told?: string;
}

interface Step {
  readonly as: string;
  readonly attempts: readonly Attempt[];
}

function trace(steps: readonly Step[], directory: object | undefined): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = recordBody({ bytes: Buffer.from("{}") });
  recorder.record({ kind: "mark", name: "case", data: { tag: "t" } });
  recorder.record({ kind: "mark", name: "agent", data: { agent: ORIGIN, jwk: ed25519Key(GIVEN).jwk } });
  if (directory !== undefined) recorder.record({ kind: "mark", name: "directory", data: { agent: `"${ORIGIN}"`, url: ORIGIN, ...directory } });
  for (const { as, attempts } of steps) {
    recorder.record({ kind: "mark", name: "step", data: { as, request: {}, wallet: "", settleOnChain: false } });
    for (const { pays, seed, told } of attempts) {
      const exchange = recorder.exchange();
      const payment: [string, string][] = pays === undefined ? [] : [["PAYMENT-SIGNATURE", encodeHeader({ x402Version: 2, accepted: offer(pays), payload: { amount: pays, asset: "USD" } })]];
      const request = { method: "GET", url: `http://h.example/c-t/${as}`, headers: [["Host", "h.example"], ...payment] as [string, string][] };
      const signed = seed === undefined ? [] : signRequest({ wallet: { privateKey: `${ORIGIN} ${seed.toString("base64url")}`, agent: ORIGIN }, request, effects: { now: () => 0, randomBytes: (length) => new Uint8Array(length) } });
      recorder.record({ kind: "http.request", exchange, from: "client", to: "server", method: "GET", target: `/${as}`, headers: [...request.headers, ...signed], body });
      recorder.record({ kind: "mark", name: "received", data: { exchange, origin: "own", at: 0 } });
      const status = pays === undefined ? 402 : 200;
      recorder.record({ kind: "http.response", exchange, from: "server", to: "client", status, headers: status === 402 ? [["PAYMENT-REQUIRED", encodeHeader({ x402Version: 2, accepts: [offer(told)] })]] : [], body });
    }
    recorder.record({ kind: "client.outcome", outcome: "response", status: 200, body, step: as });
  }
  return createTrace({ scenario: "client/batch-settlement-cloudflare/x", events: recorder.events });
}

const asks = (told?: string): Attempt => (told === undefined ? {} : { told });
const pays = (amount: string, seed = GIVEN): Attempt => ({ pays: amount, seed });
const good: Step = { as: "good", attempts: [asks("25"), pays("25")] };
const unasked: Step = { as: "good", attempts: [pays("25")] };

test.each<[string, string, readonly Step[], string | undefined]>([
  ["that asks again", "cf.client.no-price-cache", [good, { as: "raised", attempts: [asks("25"), pays("25"), asks("40"), pays("40")] }], "pass"],
  ["that goes by a price it was given no time for", "cf.client.no-price-cache", [good, { as: "raised", attempts: [asks("25"), pays("25"), pays("25")] }], "fail"],
  ["that goes by the price it was given a time for", "cf.client.no-price-cache", [good, { as: "raised", attempts: [pays("25"), pays("25")] }], undefined],
  ["whose terms were agreed beforehand", "cf.client.no-price-cache", [unasked, { as: "raised", attempts: [asks("25"), pays("25"), pays("25")] }], "notApplicable"],
  ["whose terms were agreed beforehand", "cf.client.accepted", [unasked], "notApplicable"],
  ["whose terms were agreed beforehand", "cf.client.retry-authenticated", [good, { as: "untold", attempts: [pays("25")] }], "notApplicable"],
  ["that pays what nobody told it", "cf.client.retry-authenticated", [good, { as: "untold", attempts: [asks(), pays("25")] }], "fail"],
  ["that accepts other terms than were offered", "cf.client.accepted", [{ as: "good", attempts: [asks("25"), pays("24")] }], "fail"],
])("a client %s: %s", (_, check, steps, verdict) => {
  expect(checks.find(({ id }) => id === check)?.judgeCase(trace(steps, undefined))?.verdict).toBe(verdict);
});

test.each<[string, Buffer, object | undefined, string]>([
  ["the key it was given", GIVEN, undefined, "pass"],
  ["a key of its own that it publishes", OWN, { status: 200, body: { keys: [ed25519Key(OWN).jwk] } }, "pass"],
  ["a key that it does not publish", OWN, { status: 200, body: { keys: [] } }, "fail"],
  ["a key that nobody could look up", OWN, { error: "unreachable" }, "notApplicable"],
])("a signature by %s", (_, seed, directory, verdict) => {
  const steps = [{ as: "good", attempts: [asks("25"), pays("25", seed)] }];
  expect(checks.find(({ id }) => id === "cf.client.rfc9421")?.judgeCase(trace(steps, directory))?.verdict).toBe(verdict);
});
