import { method as evm } from "../methods/exact-evm/method.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRecorder, type Recorder } from "../trace/recorder.ts";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";
import { type RpcProxy, startRpcProxy } from "./rpc-proxy.ts";

const ALICE = `0x${"aa".repeat(20)}`;
const BOB = `0x${"BB".repeat(20)}`;
const HASH = `0x${"11".repeat(32)}`;

/** A node that answers with the method's name, and a hash for what is broadcast; batches in another order, as it may. */
interface Call {
  readonly id: number;
  readonly method: string;
}
const asked: string[] = [];
let requests = 0;
let node: Server;
let peer: HttpPeer;
let proxy: RpcProxy;

beforeAll(async () => {
  node = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[];
      requests += 1;
      const answer = ({ id, method }: Call): unknown => {
        asked.push(method);
        return { jsonrpc: "2.0", id, ...(method === "fails" ? { error: { code: 3, message: "execution reverted" } } : { result: method === "eth_sendRawTransaction" ? HASH : method }) };
      };
      response.end(JSON.stringify(Array.isArray(message) ? message.map(answer).toReversed() : answer(message)));
    });
  });
  await new Promise<void>((resolve) => void node.listen(0, "127.0.0.1", resolve));
  peer = await startHttpPeer();
  proxy = startRpcProxy({ peer, name: "rpc-test", chain: { rpcUrl: `http://127.0.0.1:${(node.address() as AddressInfo).port}`, tokensOf: () => [] }, dialect: evm.rpc });
});

afterAll(async () => {
  await proxy.close();
  await peer.close();
  node.close();
});

beforeEach(() => void asked.splice(0));

const call = async (body: unknown): Promise<Response> => await fetch(proxy.url, { method: "POST", body: JSON.stringify(body) });
const ask = async (body: unknown): Promise<unknown> => await (await call(body)).json();
const recorder = (): Recorder => createRecorder({ now: () => 0 });
const rpc = (method: string, ...params: unknown[]) => ({ jsonrpc: "2.0", id: 7, method, params });

test("forwards single calls and batches, keeps ids, hands errors on", async () => {
  expect(await ask(rpc("eth_chainId"))).toEqual({ jsonrpc: "2.0", id: 7, result: "eth_chainId" });
  expect(await ask([{ ...rpc("eth_call"), id: "a" }, { ...rpc("fails"), id: 2 }])).toEqual([
    { jsonrpc: "2.0", id: "a", result: "eth_call" },
    { jsonrpc: "2.0", id: 2, error: { code: 3, message: "execution reverted" } },
  ]);
});

test("what came as a batch reaches the node as a batch", async () => {
  requests = 0;
  await ask([rpc("eth_call"), rpc("eth_getCode"), rpc("eth_gasPrice")]);
  expect(requests).toBe(1);
  expect(asked).toEqual(["eth_call", "eth_getCode", "eth_gasPrice"]);
});

test("refuses what is no JSON-RPC", async () => {
  expect(await ask({ method: 1 })).toMatchObject({ error: { code: -32600 } });
  expect(await (await fetch(proxy.url, { method: "POST", body: "{" })).json()).toMatchObject({ error: { code: -32700 } });
});

test("records calls in the case whose address stands in their call data, whatever its letter case", async () => {
  const [alice, bob] = [recorder(), recorder()];
  const lines = [proxy.attach({ recorder: alice, exclusive: false }), proxy.attach({ recorder: bob, exclusive: false })];
  lines[0]?.claim(ALICE);
  lines[1]?.claim(BOB);
  await ask([rpc("eth_call", { data: `0x70a08231${"0".repeat(24)}${"aa".repeat(20)}` }), rpc("eth_getCode", `0x${"bb".repeat(20)}`), rpc("eth_gasPrice")]);
  expect(alice.events).toMatchObject([{ kind: "rpc", method: "eth_call", result: "eth_call", scripted: false }]);
  expect(bob.events).toMatchObject([{ method: "eth_getCode" }]);
  lines.forEach((line) => line.detach());
  await ask(rpc("eth_getCode", ALICE));
  expect(alice.events).toHaveLength(1);
});

test("knows a case by the hash of what it broadcast, and can hide its receipt", async () => {
  const events = recorder();
  const line = proxy.attach({ recorder: events, exclusive: false });
  line.claim(ALICE);
  await ask(rpc("eth_sendRawTransaction", `0x02${"aa".repeat(20)}`));
  expect(line.broadcasts).toEqual([HASH]);
  expect(await ask(rpc("eth_getTransactionReceipt", HASH))).toMatchObject({ result: "eth_getTransactionReceipt" });
  line.script({ hideReceipts: true });
  expect(await ask(rpc("eth_getTransactionReceipt", HASH))).toMatchObject({ result: null });
  expect(events.events.map((event) => event.kind === "rpc" && [event.method, event.scripted])).toEqual([["eth_sendRawTransaction", false], ["eth_getTransactionReceipt", false], ["eth_getTransactionReceipt", true]]);
  line.detach();
});

test("does what a script wants before a broadcast reaches the node", async () => {
  const line = proxy.attach({ recorder: recorder(), exclusive: false });
  line.claim(ALICE);
  let before: readonly string[] | undefined;
  line.script({ beforeBroadcast: async () => void (before = await Promise.resolve([...asked])) });
  await ask(rpc("eth_sendRawTransaction", ALICE));
  expect(before).toEqual([]);
  expect(asked).toEqual(["eth_sendRawTransaction"]);
  line.detach();
});

test("answers by script: a result, an error, a page, or nothing at all", async () => {
  const line = proxy.attach({ recorder: recorder(), exclusive: true });
  line.script({ answer: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) });
  expect(await ask([rpc("eth_chainId"), rpc("eth_gasPrice")])).toMatchObject([{ result: "0x1" }, { result: "eth_gasPrice" }]);
  line.script({ answer: () => ({ error: { code: -32000, message: "no" } }) });
  expect(await ask(rpc("eth_chainId"))).toMatchObject({ id: 7, error: { code: -32000 } });
  line.script({ answer: () => ({ text: "<html>", status: 502 }) });
  const page = await call(rpc("eth_chainId"));
  expect([page.status, await page.text()]).toEqual([502, "<html>"]);
  line.script({ answer: () => "drop" });
  await expect(call(rpc("eth_chainId"))).rejects.toThrow();
  line.detach();
});
