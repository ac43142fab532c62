import { expect, test } from "vitest";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as offers } from "./offers.client.ts";
import { checks as payload } from "./payload.client.ts";
import { checks as pending } from "./pending.client.ts";

/** Clients that do otherwise than the reference and are right, and some that are not. */

const checks = [...offers, ...payload, ...pending];
const offer = (edit: Record<string, unknown> = {}, extra: Record<string, unknown> = {}) => ({ scheme: "exact", network: "ach:us", amount: "100", asset: "USD", payTo: "acct_shop", maxTimeoutSeconds: 60, extra: { psp: "simpay", paymentFlow: "upfront", deliverOn: "settled", ...extra }, ...edit });
const ON_A_CHAIN = offer({ network: "eip155:84532", asset: "0x00", payTo: "0xbeef" });
const id = (name: string): string => `pay_${name.padEnd(32, "0")}`;

interface Attempt {
  /** Payload; none: an unpaid request. */
  readonly pay?: Record<string, unknown>;
  readonly accepted?: Record<string, unknown>;
  readonly status?: number;
}

interface Step {
  readonly as: string;
  readonly accepts?: readonly Record<string, unknown>[];
  readonly attempts: readonly Attempt[];
}

function trace(steps: readonly Step[], vault: readonly unknown[] = []): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = recordBody({ bytes: Buffer.from("{}") });
  recorder.record({ kind: "mark", name: "case", data: {} });
  recorder.record({ kind: "mark", name: "vault", data: vault });
  for (const { as, accepts = [offer()], attempts } of steps) {
    recorder.record({ kind: "mark", name: "step", data: { as, request: {}, wallet: "", settleOnChain: false } });
    for (const { pay, accepted = accepts[0], status = pay === undefined ? 402 : 200 } of attempts) {
      const exchange = recorder.exchange();
      const headers: [string, string][] = pay === undefined ? [] : [["PAYMENT-SIGNATURE", encodeHeader({ x402Version: 2, accepted, payload: pay })]];
      recorder.record({ kind: "http.request", exchange, from: "client", to: "server", method: "GET", target: `/${as}`, headers, body });
      recorder.record({ kind: "mark", name: "received", data: { exchange, origin: "own", at: 0 } });
      recorder.record({ kind: "http.response", exchange, from: "server", to: "client", status, headers: status === 402 ? [["PAYMENT-REQUIRED", encodeHeader({ x402Version: 2, accepts })]] : [], body });
    }
    recorder.record({ kind: "client.outcome", outcome: "response", status: 200, body, step: as });
  }
  return createTrace({ scenario: "client/exact-ach/x", events: recorder.events });
}

const unpaid: Attempt = {};
const pays = (name: string, more: Attempt = {}): Attempt => ({ pay: { token: "pm_1", paymentId: id(name) }, ...more });
const good: Step = { as: "good", attempts: [unpaid, pays("good")] };
const open = (...attempts: readonly Attempt[]): Step => ({ as: "open-pending", accepts: [offer(), ON_A_CHAIN], attempts: [unpaid, pays("a", { status: 402 }), ...attempts] });

test.each<[string, string, readonly Step[], string | undefined]>([
  ["that gives the purchase up while it is pending", "ach.client.pending-no-second", [good, open()], "pass"],
  ["that presents the payment again", "ach.client.pending-no-second", [good, open(pays("a"))], "pass"],
  ["that starts another payment", "ach.client.pending-no-second", [good, open(pays("b"))], "fail"],
  ["that pays on another network", "ach.client.pending-no-second", [good, open({ pay: { signature: "0x" }, accepted: ON_A_CHAIN })], "fail"],
  ["that took the other network in the first place", "ach.client.pending-no-second", [good, { as: "open-pending", accepts: [offer(), ON_A_CHAIN], attempts: [unpaid, { pay: { signature: "0x" }, accepted: ON_A_CHAIN, status: 402 }] }], undefined],
  ["that never paid", "ach.client.pending-no-second", [{ as: "good", attempts: [unpaid] }, open()], undefined],
  ["that asks again", "ach.client.pending-again", [good, { as: "again-pending", attempts: [unpaid, pays("a", { status: 402 }), pays("a")] }], "pass"],
  ["that is asked again and pays anew", "ach.client.pending-again", [good, { as: "again-pending", attempts: [unpaid, pays("a", { status: 402 }), unpaid, pays("b")] }], "fail"],
  ["that leaves retries to its caller", "ach.client.payment-id-stable", [good, { as: "dropped", attempts: [unpaid, pays("a")] }], undefined],
  ["that retries under another paymentId", "ach.client.payment-id-stable", [good, { as: "failing", attempts: [unpaid, pays("a", { status: 503 }), pays("b")] }], "fail"],
  ["that retries with another token", "ach.client.payment-id-stable", [good, { as: "failing", attempts: [unpaid, pays("a", { status: 503 }), { pay: { token: "pm_2", paymentId: id("a") } }] }], "fail"],
  ["that buys twice", "ach.client.payment-id-fresh", [{ as: "twice", attempts: [unpaid, pays("a"), unpaid, pays("b")] }], "pass"],
  ["that buys twice with one paymentId", "ach.client.payment-id-fresh", [{ as: "twice", attempts: [unpaid, pays("a"), unpaid, pays("a")] }], "fail"],
  ["that presents one payment twice", "ach.client.payment-id-fresh", [{ as: "twice", attempts: [unpaid, pays("a", { status: 402 }), pays("a")] }], undefined],
  ["that leaves odd offers alone", "ach.client.understands-offer", [good, { as: "odd-currency", attempts: [unpaid] }], "pass"],
  ["that pays an odd offer", "ach.client.understands-offer", [good, { as: "odd-currency", attempts: [unpaid, pays("a")] }], "fail"],
])("a client %s: %s", (_, check, steps, verdict) => {
  expect(checks.find((one) => one.id === check)?.judgeCase(trace(steps))?.verdict).toBe(verdict);
});

const THROUGH_OTHER = offer({}, { psp: "otherpay" });

test.each<[string, Step, string]>([
  ["that pays the offer of its own provider", { as: "psp-other-first", accepts: [THROUGH_OTHER, offer()], attempts: [unpaid, pays("a", { accepted: offer() })] }, "pass"],
  ["whose accepted does not tell which offer it pays", { as: "psp-other-first", accepts: [THROUGH_OTHER, offer()], attempts: [unpaid, pays("a", { accepted: { scheme: "exact", network: "ach:us" } })] }, "pass"],
  ["that declines", { as: "psp-other", accepts: [THROUGH_OTHER], attempts: [unpaid] }, "pass"],
  ["that presents its token all the same", { as: "psp-other", accepts: [THROUGH_OTHER], attempts: [unpaid, pays("a")] }, "fail"],
])("a client with a token of one provider %s", (_, step, verdict) => {
  expect(checks.find(({ id: one }) => one === "ach.client.psp")?.judgeCase(trace([good, step], [{ psp: "simpay", token: "pm_1" }]))?.verdict).toBe(verdict);
});
