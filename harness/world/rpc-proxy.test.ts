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

/**
 * A node that answers with the method's name, and a hash for what is broadcast; batches in another order, as it may. Bodies of
 * more than 50 KiB it refuses, and what is no JSON.
 */
interface Call {
  readonly id: number;
  readonly method: string;
}
const asked: string[] = [];
const bodies: string[] = [];
/** What it says to one body in place of that. */
let saying: string | undefined;
let node: Server;
let peer: HttpPeer;
let proxy: RpcProxy;

beforeAll(async () => {
  node = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      if (body.length > 50 * 1024) return response.writeHead(413, { "Content-Type": "text/plain" }).end("Payload Too Large");
      if (saying !== undefined) return response.end(saying);
      if (body === "{") return response.end('{"jsonrpc":"2.0","error":{"code":-32700,"message":"node: Parse error"},"id":null}');
      const message = JSON.parse(body) as Call | Call[];
      const answer = ({ id, method }: Call): unknown => {
        asked.push(method);
        return { jsonrpc: "2.0", id, ...(method === "fails" ? { error: { code: 3, message: "execution reverted" } } : { result: method === "eth_sendRawTransaction" ? HASH : method }) };
      };
      return response.end(JSON.stringify(Array.isArray(message) ? message.map(answer).toReversed() : answer(message)));
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

beforeEach(() => {
  asked.splice(0);
  bodies.splice(0);
  saying = undefined;
});

const post = async (body: string): Promise<Response> => await fetch(proxy.url, { method: "POST", headers: { "content-type": "application/json" }, body });
const call = async (body: unknown): Promise<Response> => await post(JSON.stringify(body));
const ask = async (body: unknown): Promise<unknown> => await (await call(body)).json();
const recorder = (): Recorder => createRecorder({ now: () => 0 });
let id = 7;
const rpc = (method: string, ...params: unknown[]) => ({ jsonrpc: "2.0", id: id++, method, params });

test("forwards single calls and batches, keeps ids, hands errors on", async () => {
  expect(await ask(rpc("eth_chainId"))).toEqual({ jsonrpc: "2.0", id: id - 1, result: "eth_chainId" });
  expect(await ask([{ ...rpc("eth_call"), id: "a" }, { ...rpc("fails"), id: 2 }])).toEqual([
    { jsonrpc: "2.0", id: 2, error: { code: 3, message: "execution reverted" } },
    { jsonrpc: "2.0", id: "a", result: "eth_call" },
  ]);
});

test("what came as a batch reaches the node as a batch", async () => {
  await ask([rpc("eth_call"), rpc("eth_getCode"), rpc("eth_gasPrice")]);
  expect(bodies).toHaveLength(1);
  expect(asked).toEqual(["eth_call", "eth_getCode", "eth_gasPrice"]);
});

test("a request that goes alone reaches the node byte for byte, and so does its answer the target", async () => {
  const body = ' {"jsonrpc":"2.0", "id":18446744073709551615, "method":"m", "params":[18446744073709551615, 1.0]} ';
  saying = '{"jsonrpc": "2.0", "result": {"rentEpoch":18446744073709551615, "uiAmount":1.0}, "id":18446744073709551615} ';
  expect(await (await post(body)).text()).toBe(saying);
  expect(bodies).toEqual([body]);
});

test("every digit stays also where answers are put together, and the trace has numbers as ever", async () => {
  const events = recorder();
  const line = proxy.attach({ recorder: events, exclusive: true });
  line.script({ answer: ({ method }) => (method === "scripted" ? { result: 1 } : undefined) });
  saying = '[{"jsonrpc":"2.0","result":{"rentEpoch":18446744073709551615,"uiAmount":1.0},"id":2}]';
  const answer = await post('[{"jsonrpc":"2.0","id":18446744073709551615,"method":"scripted"},{"jsonrpc":"2.0","id":2,"method":"getAccountInfo","params":[9007199254740993]}]');
  expect(await answer.text()).toBe('[{"jsonrpc":"2.0","id":18446744073709551615,"result":1},{"jsonrpc":"2.0","result":{"rentEpoch":18446744073709551615,"uiAmount":1.0},"id":2}]');
  expect(bodies).toEqual(['[{"jsonrpc":"2.0","id":2,"method":"getAccountInfo","params":[9007199254740993]}]']);
  expect(events.events).toMatchObject([{ method: "scripted", scripted: true }, { params: [Number("9007199254740993")], result: { rentEpoch: 2 ** 64, uiAmount: 1 } }]);
  line.detach();
});

test("scripted answers are given also beside notifications, to which a node says nothing", async () => {
  const line = proxy.attach({ recorder: recorder(), exclusive: true });
  line.script({ answer: ({ method }) => (method === "scripted" ? { result: 1 } : undefined) });
  saying = "";
  expect(await ask([{ jsonrpc: "2.0", id: 1, method: "scripted" }, { jsonrpc: "2.0", method: "m" }])).toEqual([{ jsonrpc: "2.0", id: 1, result: 1 }]);
  expect(bodies).toEqual(['[{"jsonrpc":"2.0","method":"m"}]']);
  line.detach();
});

test("requests made at once share one, and each gets its own answer with its own id", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask({ ...rpc(`m${index}`), id: `id ${index}` })));
  expect(answers).toEqual(answers.map((_, index) => ({ jsonrpc: "2.0", id: `id ${index}`, result: `m${index}` })));
  expect(asked).toHaveLength(20);
});

test("what is too much for the node is refused alone, with the node's own words", async () => {
  const events = recorder();
  const line = proxy.attach({ recorder: events, exclusive: false });
  line.claim(ALICE);
  const big = "x".repeat(22 * 1024);
  const answers = await Promise.all([call(rpc("a", big)), call(rpc("b", big)), call(rpc("c", big + big + big, ALICE)), call(rpc("d")), call(rpc("e", big))]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 413, 200, 200]);
  expect(await answers[2]?.text()).toBe("Payload Too Large");
  expect(events.events).toMatchObject([{ kind: "rpc", method: "c", error: "HTTP 413: Payload Too Large" }]);
  line.detach();
});

test("leaves it to the node what to say to what is no JSON-RPC, and who shares a request is not harmed by it", async () => {
  const odd = ["{", '{"method":1}', '{"jsonrpc":"1.0","id":1,"method":"m"}', '{"jsonrpc":"2.0","method":"m"}', "[]", '{"jsonrpc":"2.0","id":-1,"method":"m"}'];
  const plain = JSON.stringify(rpc("eth_call"));
  const answers = await Promise.all([...odd, plain].map(post));
  expect(bodies.toSorted()).toEqual([...odd, plain].toSorted());
  expect(await answers[0]?.json()).toMatchObject({ error: { message: "node: Parse error" } });
  expect(await answers[4]?.text()).toBe("[]");
  expect(await answers.at(-1)?.json()).toMatchObject({ result: "eth_call" });
  saying = "";
  const silent = await post('{"jsonrpc":"2.0","method":"m"}');
  expect([silent.status, await silent.text()]).toEqual([200, ""]);
});

test("a call whose node does not answer is a failure of the world", async () => {
  const gone = startRpcProxy({ peer, name: "rpc-gone", chain: { rpcUrl: "http://127.0.0.1:9", tokensOf: () => [] }, dialect: evm.rpc });
  const failures: string[] = [];
  gone.attach({ recorder: { ...recorder(), worldFailed: (reason: string) => void failures.push(reason) }, exclusive: true });
  await expect(fetch(gone.url, { method: "POST", body: JSON.stringify(rpc("m")) })).rejects.toThrow();
  expect(failures).toMatchObject([expect.stringContaining("did not answer m")]);
  await gone.close();
});

test("a call that is under way when its case and the proxy end is nobody's failure", async () => {
  const arrived = Promise.withResolvers<void>();
  const mute = createServer(() => arrived.resolve());
  await new Promise<void>((resolve) => void mute.listen(0, "127.0.0.1", resolve));
  const ending = startRpcProxy({ peer, name: "rpc-ending", chain: { rpcUrl: `http://127.0.0.1:${(mute.address() as AddressInfo).port}`, tokensOf: () => [] }, dialect: evm.rpc });
  const own = recorder();
  const line = ending.attach({ recorder: own, exclusive: true });
  const cut = expect(fetch(ending.url, { method: "POST", body: JSON.stringify(rpc("m")) })).rejects.toThrow();
  await arrived.promise;
  line.detach();
  await ending.close();
  await cut;
  expect(own.worldFailure).toBeUndefined();
  mute.closeAllConnections();
  mute.close();
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
  expect(await ask(rpc("eth_chainId"))).toMatchObject({ id: id - 1, error: { code: -32000 } });
  line.script({ answer: () => ({ text: "<html>", status: 502 }) });
  const page = await call(rpc("eth_chainId"));
  expect([page.status, await page.text()]).toEqual([502, "<html>"]);
  line.script({ answer: () => "drop" });
  await expect(call(rpc("eth_chainId"))).rejects.toThrow();
  line.detach();
});
