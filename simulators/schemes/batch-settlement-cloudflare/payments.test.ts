import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient as createRole } from "../../client/index.ts";
import { createClient as createSigner, createServer as createSealer } from "../../extensions/http-message-signatures/index.ts";
import { faultSet } from "../../faults.ts";
import { credit, type CreditChain, type CreditWallet } from "../../rails/index.ts";
import { createResourceServer, type ResourceServer } from "../../server/resource-server.ts";
import { type HttpFace, startHttpFace } from "../../server/http-face.ts";
import { createHttpFetch, fieldValues, type HttpFetch, type HttpRequest } from "../../transports/http/http-fetch.ts";
import { decodeHeader, encodeHeader } from "../../transports/http/header-codec.ts";
import type { Effects } from "../scheme.ts";
import { createClient, createServer } from "./index.ts";

const effects: Effects = { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
const ACCEPT = { scheme: "batch-settlement", network: "cloudflare:402" as const, amount: "25", asset: "USD", payTo: "merchant", maxTimeoutSeconds: 60 };

let chain: CreditChain;
let server: ResourceServer;
let face: HttpFace;
beforeAll(async () => {
  chain = await credit.start({ seed: "cloudflare-payments", settings: {} });
  server = createResourceServer({
    routes: [{ id: "article", method: "GET", path: "/article", accepts: [ACCEPT] }],
    schemes: [createServer({ effects, faults: faultSet(), chains: { "cloudflare:402": { rpcUrl: chain.rpcUrl } } })],
    extensions: new Map([["http-message-signatures", createSealer({ effects, faults: faultSet() })]]),
    facilitators: [],
    handler: async () => await Promise.resolve({ status: 200, headers: [], body: Buffer.from("content") }),
    fetch: createHttpFetch(),
  });
  face = await startHttpFace({ server });
});
afterAll(async () => {
  server.close();
  await face.close();
  await chain.stop();
});

/** A client of that wallet, whose requests go through a hand. */
function client(wallet: CreditWallet, hand: (request: HttpRequest) => HttpRequest = (request) => request): ReturnType<typeof createRole> {
  const send = createHttpFetch();
  const fetch: HttpFetch = async (request) => await send(hand(request));
  return createRole({
    schemes: [createClient({ effects, faults: faultSet() })],
    wallets: [{ namespace: "cloudflare", privateKey: wallet.privateKey }],
    extensions: ["http-message-signatures"],
    extensionClients: new Map([["http-message-signatures", createSigner({ effects, faults: faultSet() })]]),
    fetch,
  });
}
async function registered(path: string, amount = 1_000n): Promise<CreditWallet> {
  const wallet = chain.wallet(path);
  await chain.fund([{ address: wallet.address, amount }]);
  return wallet;
}
const url = (): string => `${face.url}/article`;
/** `error` of the offer that a refused payment is answered with. */
function refusal(response: { readonly status: number; readonly headers: HttpRequest["headers"] }): unknown {
  const decoded = decodeHeader(fieldValues({ headers: response.headers, name: "PAYMENT-REQUIRED" })[0] ?? "");
  return response.status === 402 && decoded.ok ? (decoded.value as { error?: unknown }).error : undefined;
}
const withHeader = (name: string, bend: (value: string) => string) => (request: HttpRequest): HttpRequest => ({ ...request, headers: request.headers.map(([field, value]) => [field, field === name ? bend(value) : value] as const) });

test("an agent pays with its signature, and is billed for it", async () => {
  const wallet = await registered("payer");
  const after = await chain.position();
  const { status, body, payment } = await client(wallet).fetch({ url: url() });
  expect([status, Buffer.from(body).toString()]).toEqual([200, "content"]);
  expect(payment?.sent.payload).toEqual({ amount: "25", asset: "USD" });
  expect(payment?.settlement).toMatchObject({ kind: "read", response: { success: true, network: "cloudflare:402", payer: wallet.agent, amount: "25", asset: "USD", extra: { timestamp: expect.any(Number) as number } } });
  expect(await chain.transfers({ after, accounts: [wallet.address] })).toMatchObject([{ recipient: "merchant", amount: 25n }]);
  // Each request is a commitment of its own.
  expect((await client(wallet).fetch({ url: url() })).status).toBe(200);
  expect(chain.credit.balance({ owner: wallet.address, currency: "USD" })).toBe(950n);
});

test.each<[string, unknown, (wallet: CreditWallet) => (request: HttpRequest) => HttpRequest]>([
  ["no signature", "invalid_signature", () => (request) => ({ ...request, headers: request.headers.filter(([name]) => !name.startsWith("Signature")) })],
  ["another signature", "invalid_signature", () => withHeader("Signature", () => `sig=:${Buffer.alloc(64, 3).toString("base64")}:`)],
  ["a header that is no structured field", "invalid_signature", () => withHeader("Signature-Input", () => "sig=(")],
  ["a payment that was altered after it was signed", "invalid_signature", () => withHeader("PAYMENT-SIGNATURE", (value) => encodeHeader({ ...((decodeHeader(value) as { value: object }).value), note: 1 }))],
  ["another tag", "invalid_signature", () => withHeader("Signature-Input", (value) => value.replace("web-bot-auth", "other"))],
])("%s is refused", async (name, reason, hand) => {
  const wallet = await registered(`refused ${name}`);
  expect(refusal(await client(wallet, hand(wallet)).fetch({ url: url() }))).toBe(reason);
});

test("agents the network does not know, keys without an account and exhausted credit are refused", async () => {
  expect(refusal(await client(chain.unregistered("stranger")).fetch({ url: url() }))).toBe("signature_agent_unknown");
  expect(refusal(await client(chain.wallet("never funded")).fetch({ url: url() }))).toBe("payment_failed");
  const poor = await client(await registered("poor", 24n)).fetch({ url: url() });
  expect([poor.status, poor.payment?.settlement]).toEqual([402, { kind: "read", response: { success: false, errorReason: "payment_failed", transaction: "", network: "cloudflare:402" } }]);
});

test("a signed request buys once", async () => {
  let copy: HttpRequest | undefined;
  await client(await registered("once"), (request) => (copy = request)).fetch({ url: url() });
  if (copy === undefined) throw new Error("nothing was sent");
  expect((await createHttpFetch()(copy)).status).toBe(402);
});
