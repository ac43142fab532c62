import { expect, test } from "vitest";
import { encodeHeader } from "../../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../../trace/body.ts";
import type { HeaderFields } from "../../trace/events.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as offers } from "./offer.server.ts";
import { checks as receipts } from "./payment-response.server.ts";

/** Servers on cloudflare:402 that do otherwise than the reference and are right, and some that are not. */

const checks = [...offers, ...receipts];
const AGENT = '"http://127.0.0.1:4711"';
const OFFER = { scheme: "batch-settlement", network: "cloudflare:402", amount: "100", asset: "USD", payTo: "merchant", extra: { version: "1.0.0" } };
const CHANNEL = { scheme: "batch-settlement", network: "eip155:8453", amount: "100", asset: `0x${"ab".repeat(20)}`, payTo: `0x${"cd".repeat(20)}`, maxTimeoutSeconds: 60, extra: {} };
const extensions = { "http-message-signatures": { info: { registrationUrl: "https://network.example", signatureSchemes: ["ed25519"], tags: ["web-bot-auth"] } } };
const RECEIPT = { success: true, transaction: "", network: "cloudflare:402", payer: "127.0.0.1:4711", amount: "100", asset: "USD", extra: { timestamp: 1_730_872_968 } };

interface Exchange {
  readonly as: string;
  readonly status: number;
  readonly sent?: HeaderFields;
  readonly answered: HeaderFields;
}

function trace(exchanges: readonly Exchange[], scenario: string): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = recordBody({ bytes: Buffer.from("{}") });
  recorder.record({ kind: "mark", name: "case", data: { tag: "t", marker: "m", network: "cloudflare:402", wallets: {}, routes: {}, upstream: false, configured: false } });
  for (const { as, status, sent = [], answered } of exchanges) {
    const exchange = recorder.exchange();
    recorder.record({ kind: "http.request", exchange, from: "client", to: "server", method: "GET", target: "/", headers: sent, body });
    recorder.record({ kind: "mark", name: "step", data: { as, exchange, route: "basic" } });
    recorder.record({ kind: "http.response", exchange, from: "server", to: "client", status, headers: answered, body });
  }
  return createTrace({ scenario, events: recorder.events });
}

const asked = (as: string, accepts: readonly unknown[]): Exchange => ({ as, status: 402, answered: [["PAYMENT-REQUIRED", encodeHeader({ x402Version: 2, accepts, extensions })]] });
const bought = (receipt: unknown): Exchange => ({
  as: "good",
  status: 200,
  sent: [["Signature-Agent", AGENT], ["PAYMENT-SIGNATURE", encodeHeader({ x402Version: 2, accepted: OFFER, payload: { amount: "100", asset: "USD" } })]],
  answered: [["PAYMENT-RESPONSE", encodeHeader(receipt)]],
});

function failing(judged: Trace, scenario: string): readonly string[] {
  return checks.filter(({ scenarios, judgeCase }) => scenarios.includes(scenario) && judgeCase(judged)?.verdict === "fail").map(({ id }) => id);
}

test.each<[string, readonly unknown[], readonly unknown[], readonly string[]]>([
  ["that sells by channels on a chain as well", [OFFER, CHANNEL], [OFFER, CHANNEL], []],
  ["that sells by channels on a chain alone", [CHANNEL], [CHANNEL], []],
  ["that writes no price as null", [{ ...OFFER, amount: null }], [OFFER], []],
  ["that writes no price as an empty text", [{ ...OFFER, amount: "" }], [OFFER], []],
  ["that never tells its price", [{ ...OFFER, amount: null }], [{ ...OFFER, amount: null }], ["cf.offer.amount-told"]],
  ["that tells agents its price in dollars", [{ ...OFFER, amount: null }], [{ ...OFFER, amount: "1.00" }], ["cf.offer.amount"]],
  ["with an account of its own", [{ ...OFFER, payTo: "acct_shop" }], [OFFER], ["cf.offer.constants"]],
  ["on a network of another name", [{ ...OFFER, network: "cloudflare" }], [OFFER], ["cf.offer.constants"]],
])("a server %s", (_, unsigned, signed, fails) => {
  const scenario = "server/batch-settlement-cloudflare/offers";
  expect(failing(trace([asked("unpaid", unsigned), asked("unpaid-signed", signed), bought(RECEIPT)], scenario), scenario)).toEqual(fails);
});

test.each<[string, unknown, readonly string[]]>([
  ["as the newer text has it", RECEIPT, []],
  ["as the pinned text has it", { amount: "100", asset: "USD", network: "cloudflare:402", timestamp: 1_730_872_968 }, []],
  ["of less than the price", { ...RECEIPT, amount: "99" }, []],
  ["of more than the price", { ...RECEIPT, amount: "101" }, ["cf.server.response"]],
  ["without payer", { ...RECEIPT, payer: undefined }, []],
  ["with the agent's URL as payer", { ...RECEIPT, payer: "http://127.0.0.1:4711/.well-known/http-message-signatures-directory" }, []],
  ["with the agent's host name as payer", { ...RECEIPT, payer: "127.0.0.1" }, []],
  ["with the header's very text as payer", { ...RECEIPT, payer: AGENT }, []],
  ["with a key as payer", { ...RECEIPT, payer: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" }, []],
  ["with the identity that is billed as payer", { ...RECEIPT, payer: "bill_9f2c" }, []],
  ["with another agent as payer", { ...RECEIPT, payer: "othercrawler.com" }, ["cf.server.response-payer"]],
  ["with another agent's port as payer", { ...RECEIPT, payer: "127.0.0.1:4712" }, ["cf.server.response-payer"]],
  ["with the merchant as payer", { ...RECEIPT, payer: "merchant" }, ["cf.server.response-payer"]],
])("a receipt %s", (_, receipt, fails) => {
  const scenario = "server/batch-settlement-cloudflare/paid";
  expect(failing(trace([asked("unpaid", [OFFER]), bought(receipt)], scenario), scenario)).toEqual(fails);
});
