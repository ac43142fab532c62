import { afterAll, beforeAll, expect, test } from "vitest";
import { type RailWorld, startRails } from "../../simulators/rails/index.ts";
import { railAccess } from "../methods/rail-access.ts";
import { createRecorder, type Recorder } from "../trace/recorder.ts";
import { startApiProxy } from "./api-proxy.ts";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";
import type { RpcCase } from "./rpc-cases.ts";
import type { RpcProxy } from "./rpc-proxy.ts";

let world: RailWorld;
let peer: HttpPeer;
let proxy: RpcProxy;
let key: string;

beforeAll(async () => {
  world = await startRails({ seed: "api-proxy", psps: ["simpay", "otherpay"] });
  peer = await startHttpPeer();
  proxy = startApiProxy({ peer, name: "api", providers: new Map([...world.psps].map(([name, { url }]) => [name, url])), tokensOf: () => [], broadcasts: new Set(["POST /v1/payment_intents"]) });
  key = world.psp.control.issueKey({ id: "key_platform" }).secret;
  for (const owner of ["acct_alice", "acct_bob"]) world.fund({ owner, currency: "USD", amount: 1_000n });
  for (const id of ["acct_shop", "acct_stall"]) world.psp.control.openMerchant({ id });
});
afterAll(async () => {
  await proxy.close();
  await peer.close();
  await world.close();
});

interface OnLine {
  readonly recorder: Recorder;
  readonly line: RpcCase;
}

function attach(token: string, exclusive = false): OnLine {
  const recorder = createRecorder({ now: () => 0 });
  const line = proxy.attach({ recorder, exclusive });
  line.claim(token);
  return { recorder, line };
}

const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  await fetch(`${proxy.url}${path}`, { method: body === undefined ? "GET" : "POST", headers: { authorization: `Bearer ${key}`, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const pay = async (merchant: string, owner: string, headers?: Record<string, string>): Promise<Response> =>
  await ask("/simpay/v1/payment_intents", { amount: 70, currency: "USD", merchant_account: merchant, payment_method: world.psp.control.tokens.mint({ owner, as: "card_visa" }).id, capture_method: "manual", confirm: true }, headers);

test("calls go to the case whose account they name, and what they made is the case's from then on", async () => {
  const shop = attach("acct_shop");
  const stall = attach("acct_stall");
  const made = (await (await pay("acct_shop", "acct_alice", { "idempotency-key": "k1" })).json()) as { id: string };
  await pay("acct_stall", "acct_bob");
  const read = await ask(`/simpay/v1/payment_intents/${made.id}`);
  expect(read.status).toBe(200);
  expect(read.headers.get("request-id")).toMatch(/^req_/);
  expect(shop.recorder.events).toMatchObject([
    { kind: "rpc", from: "facilitator", to: "chain", method: "POST /v1/payment_intents", params: { provider: "simpay", idempotencyKey: "k1", body: { amount: 70 } }, result: { status: 200, body: { id: made.id } }, scripted: false },
    { method: "GET /v1/payment_intents/:id", params: { path: `/v1/payment_intents/${made.id}` } },
  ]);
  expect(shop.line.broadcasts).toEqual([made.id]);
  expect(stall.recorder.events).toHaveLength(1);
  expect(JSON.stringify(shop.recorder.events)).not.toContain(key);
  shop.line.detach();
  stall.line.detach();
});

test("a call whose answer is lost was carried out; one that is dropped was not", async () => {
  const { line, recorder } = attach("acct_shop");
  line.script({ loses: ({ method }) => method === "POST /v1/payment_intents" });
  await expect(pay("acct_shop", "acct_alice", { "idempotency-key": "k2" })).rejects.toThrow();
  expect(recorder.events).toMatchObject([{ result: { status: 200 }, error: "the answer was lost", scripted: true }]);
  const before = world.psp.control.intents().length;
  line.script({ answer: () => "drop" });
  await expect(pay("acct_shop", "acct_alice")).rejects.toThrow();
  line.script({ answer: () => ({ text: "<html>", status: 502 }) });
  expect((await pay("acct_shop", "acct_alice")).status).toBe(502);
  expect(world.psp.control.intents()).toHaveLength(before);
  line.detach();
});

test("each provider is below its name, and nothing else is", async () => {
  expect((await ask("/otherpay/v1/account")).status).toBe(401);
  expect((await ask("/nopay/v1/account")).status).toBe(404);
  expect((await ask("/simpay/v1/nothing")).status).toBe(404);
});

test("a facilitator is told its key at each provider, and the first one's as its own", () => {
  const chain = { world, psp: world.psp } as Parameters<typeof railAccess.config>[0]["chain"];
  const sponsor = { address: "acct_x", privateKey: "k", platformKeys: { simpay: { id: "key_a", secret: "sk_test_a" }, otherpay: { id: "key_b", secret: "sk_test_b" } } } as Parameters<typeof railAccess.config>[0]["sponsor"];
  expect(railAccess.config({ chain, url: "http://127.0.0.1:1/rpc", sponsor })).toEqual({
    rpcUrl: "http://127.0.0.1:1/rpc/simpay",
    signerPrivateKey: "sk_test_a",
    providers: { simpay: { url: "http://127.0.0.1:1/rpc/simpay", key: "sk_test_a", webhookSecret: "whsec_a" }, otherpay: { url: "http://127.0.0.1:1/rpc/otherpay", key: "sk_test_b", webhookSecret: "whsec_b" } },
  });
});

test("a provider that is not there is the world's failure, and no target's", async () => {
  const gone = startApiProxy({ peer, name: "gone", providers: new Map([["simpay", "http://127.0.0.1:1"]]), tokensOf: () => [], broadcasts: new Set() });
  const recorder = createRecorder({ now: () => 0 });
  const line = gone.attach({ recorder, exclusive: true });
  await expect(fetch(`${gone.url}/simpay/v1/account`)).rejects.toThrow();
  expect(recorder.worldFailure).toContain("simpay did not answer GET /v1/account");
  line.detach();
  await gone.close();
});
