import type { CaseRecord, RecordedEvent } from "./results.ts";

// Test helper: a recorded payment over HTTP, with an answer that tries to break out of the report.

const OFFER = { x402Version: 2, resource: { url: "http://127.0.0.1:8402/x402/basic" }, accepts: [{ scheme: "exact", network: "eip155:84532", amount: "10000", asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e", payTo: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" } }] };
const PAYMENT = { x402Version: 2, accepted: OFFER.accepts[0], payload: { signature: `0x${"ab".repeat(65)}`, authorization: { from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", to: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", value: "10000", validAfter: "0", validBefore: "1777888999", nonce: `0x${"0f".repeat(32)}` } } };

export function sampleCase(options: { target: string; role: string; id: string; hostile: string }): CaseRecord {
  const { target, id, hostile } = options;
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
  const events: readonly Omit<RecordedEvent, "seq" | "at">[] = [
    { kind: "mark", from: "harness", to: "harness", title: "wallet", decoded: { wallet: json({ address: PAYMENT.payload.authorization.from }) } },
    { kind: "http.request", from: "client", to: "server", title: "GET /x402/basic?case=k3", headers: [["Host", "127.0.0.1:8402"], ["Accept", "*/*"], ["User-Agent", hostile]] },
    { kind: "http.response", from: "server", to: "client", title: "402", headers: [["Content-Type", "application/json"], ["PAYMENT-REQUIRED", encoded(OFFER)]], decoded: { "PAYMENT-REQUIRED": json(OFFER), body: json({ error: hostile }) }, body: JSON.stringify({ error: hostile }) },
    { kind: "http.request", from: "client", to: "server", title: "GET /x402/basic?case=k3", headers: [["Host", "127.0.0.1:8402"], ["PAYMENT-SIGNATURE", encoded(PAYMENT)]], decoded: { "PAYMENT-SIGNATURE": json(PAYMENT) } },
    { kind: "http.request", from: "server", to: "facilitator", title: "POST /verify", headers: [["Content-Type", "application/json"]], decoded: { body: json({ x402Version: 2, paymentPayload: PAYMENT, paymentRequirements: OFFER.accepts[0] }) }, body: JSON.stringify({ x402Version: 2, paymentPayload: PAYMENT }) },
    { kind: "http.response", from: "facilitator", to: "server", title: "200", headers: [["Content-Type", "application/json"]], decoded: { body: json({ isValid: true, payer: PAYMENT.payload.authorization.from }) }, body: '{"isValid":true}' },
    { kind: "http.request", from: "server", to: "facilitator", title: "POST /settle", headers: [["Content-Type", "application/json"]], decoded: { body: json({ paymentPayload: PAYMENT }) }, body: "{}" },
    { kind: "rpc", from: "facilitator", to: "chain", title: "eth_sendRawTransaction", decoded: { params: json(["0x02f8…"]), result: json(`0x${"5e".repeat(32)}`) } },
    { kind: "chain.transfer", from: "chain", to: "chain", title: "transfer of 10000 to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8", decoded: { transfer: json({ amount: "10000" }) } },
    { kind: "http.response", from: "facilitator", to: "server", title: "200", headers: [["Content-Type", "application/json"]], decoded: { body: json({ success: true, transaction: `0x${"5e".repeat(32)}`, network: "eip155:84532" }) }, body: '{"success":true}' },
    { kind: "http.abort", from: "server", to: "client", title: "closed: socket hang up" },
    { kind: "http.response", from: "server", to: "client", title: "200", headers: [["PAYMENT-RESPONSE", encoded({ success: "true" })]], decoded: { "PAYMENT-RESPONSE": json({ success: "true", note: hostile }) }, body: hostile },
    { kind: "client.outcome", from: "client", to: "client", title: "caller got 200", body: hostile },
    { kind: "process", from: "harness", to: "harness", title: "process exited: code 0" },
  ];
  return { target, case: id, title: `A request is paid for once (${id})`, events: events.map((event, seq) => ({ seq, at: Math.round(seq * 37.3) / 10, ...event })) };
}
