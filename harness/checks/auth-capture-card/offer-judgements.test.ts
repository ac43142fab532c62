import { expect, test } from "vitest";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks } from "./offer.server.ts";

const CARD = { scheme: "auth-capture", network: "card:visa", amount: "100", asset: "USD", payTo: "acct_shop", maxTimeoutSeconds: 120, extra: { psp: "simpay", paymentFlow: "escrow" } };
const CHAIN = { scheme: "auth-capture", network: "eip155:8453", amount: "100", asset: `0x${"ab".repeat(20)}`, payTo: `0x${"cd".repeat(20)}`, maxTimeoutSeconds: 120, extra: {} };

/** An answer to an unpaid request, of a target with routes of its own unless they are given. */
function trace({ accepts, routes }: { accepts: readonly unknown[]; routes?: readonly unknown[] }): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const exchange = recorder.exchange();
  recorder.record({ kind: "mark", name: "case", data: { tag: "t", marker: "m", network: "card:visa", wallets: {}, routes: { basic: { id: "basic", accepts: routes ?? [] } }, upstream: true, configured: routes !== undefined } });
  recorder.record({ kind: "http.request", exchange, from: "client", to: "server", method: "GET", target: "/", headers: [], body: recordBody({ bytes: Buffer.from("") }) });
  recorder.record({ kind: "mark", name: "step", data: { as: "unpaid", exchange, route: "basic" } });
  recorder.record({ kind: "http.response", exchange, from: "server", to: "client", status: 402, headers: [["PAYMENT-REQUIRED", encodeHeader({ x402Version: 2, accepts })]], body: recordBody({ bytes: Buffer.from("{}") }) });
  return createTrace({ scenario: "server/auth-capture-card/offers", events: recorder.events });
}

function failing(options: Parameters<typeof trace>[0]): readonly string[] {
  const judged = trace(options);
  return checks.filter(({ scenarios, judgeCase }) => scenarios.includes("server/auth-capture-card/offers") && judgeCase(judged)?.verdict === "fail").map(({ id }) => id);
}

test.each<[string, Record<string, unknown>, readonly string[]]>([
  ["a card", {}, []],
  ["a company that is network and provider", { network: "card:amex", extra: { ...CARD.extra, psp: "amex" } }, []],
  ["a network in capitals, as CAIP-2 has it", { network: "card:Visa" }, []],
  ["a provider of two words", { extra: { ...CARD.extra, psp: "simple pay" } }, []],
  ["another scheme for cards", { scheme: "batch-settlement", amount: "0.5", extra: {} }, []],
  ["a provider for a network", { network: "card:simpay" }, ["card.offer.network"]],
  ["every network", { network: "card:*" }, ["card.offer.network"]],
  ["no network", { network: "card" }, ["card.offer.network"]],
  ["a name of version 1", { network: "visa" }, ["card.offer.network"]],
  ["a provider in capitals", { extra: { ...CARD.extra, psp: "Simpay" } }, ["card.offer.psp"]],
  ["a wallet", { payTo: CHAIN.payTo }, ["card.offer.payto"]],
])("an offer of %s", (_, edit, expected) => {
  expect(failing({ accepts: [{ ...CARD, ...edit }] })).toEqual(expected);
});

test("the same scheme on a chain is matter of another binding", () => {
  expect(failing({ accepts: [CHAIN, CARD] })).toEqual([]);
});

test("what was configured tells which entries are cards, and what they cost", () => {
  const dearer = { ...CARD, amount: "300", payTo: "acct_stall" };
  expect(failing({ routes: [CARD, dearer], accepts: [dearer, CARD] })).toEqual([]);
  expect(failing({ routes: [CARD], accepts: [CHAIN, CARD] })).toEqual([]);
  expect(failing({ routes: [CARD], accepts: [{ ...CARD, scheme: "exact" }] })).toEqual(["card.offer.network"]);
  expect(failing({ routes: [CARD], accepts: [{ ...CARD, amount: "10000" }] })).toEqual(["card.offer.amount"]);
  expect(failing({ routes: [CARD], accepts: [{ ...CARD, payTo: "acct_stall" }] })).toEqual(["card.offer.payto"]);
});
