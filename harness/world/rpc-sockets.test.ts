import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { method as svm } from "../methods/exact-svm/method.ts";
import { createRecorder } from "../trace/recorder.ts";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";
import type { RpcCase } from "./rpc-cases.ts";
import { type RpcProxy, startRpcProxy } from "./rpc-proxy.ts";

const PAYER = "7nYabs9dUhvxYwdTnrWVBL9MYviKSfrEbdWCUbcnwkpF";
const SIGNATURE = "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW";

/** A node that answers with ids of 64 bits, and tells everybody what it is told to. */
const node = new WebSocketServer({ host: "127.0.0.1", port: 0 });
const heard: string[] = [];
const announce = (notification: object): void => node.clients.forEach((client) => client.send(JSON.stringify({ jsonrpc: "2.0", ...notification })));
let peer: HttpPeer;
let proxy: RpcProxy;

beforeAll(async () => {
  node.on("connection", (socket) =>
    socket.on("message", (data) => {
      const text = String(data as Buffer);
      heard.push(text);
      const { method } = JSON.parse(text) as { method: string };
      const id = /"id":(\d+)/.exec(text)?.[1];
      if (id !== undefined) socket.send(`{"jsonrpc":"2.0","result":${method === "sendTransaction" ? JSON.stringify(SIGNATURE) : "18446744073709551615"},"id":${id}}`);
    }),
  );
  peer = await startHttpPeer({ neighbour: true });
  const { port } = node.address() as AddressInfo;
  proxy = startRpcProxy({ peer, name: "rpc-test", chain: { rpcUrl: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}`, tokensOf: () => [] }, dialect: svm.rpc });
});

afterAll(async () => {
  await proxy.close();
  await peer.close();
  await new Promise((resolve) => {
    node.close(resolve);
    for (const client of node.clients) client.terminate();
  });
});

async function open(url = proxy.wsUrl ?? ""): Promise<{ next(): Promise<string>; send(text: string | Buffer): void; readonly closed: Promise<unknown>; close(): void }> {
  const socket = new WebSocket(url);
  const messages: string[] = [];
  let wake = (): void => undefined;
  socket.on("message", (data) => {
    messages.push(String(data as Buffer));
    wake();
  });
  const closed = new Promise((resolve) => void socket.once("close", resolve));
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    async next() {
      while (messages.length === 0) await new Promise<void>((resolve) => void (wake = resolve));
      return messages.shift() ?? "";
    },
    send: (text) => socket.send(text),
    closed,
    close: () => socket.terminate(),
  };
}

const withCase = (): { readonly recorder: ReturnType<typeof createRecorder>; readonly line: RpcCase } => {
  const recorder = createRecorder({ now: () => 0 });
  return { recorder, line: proxy.attach({ recorder, exclusive: true }) };
};

test("passes messages on as they are, both ways, and records calls", async () => {
  const { recorder, line } = withCase();
  const socket = await open();
  socket.send(`{"jsonrpc":"2.0", "id":9007199254740993, "method":"accountSubscribe", "params":["${PAYER}"]}`);
  expect(await socket.next()).toBe('{"jsonrpc":"2.0","result":18446744073709551615,"id":9007199254740993}');
  expect(heard.pop()).toBe(`{"jsonrpc":"2.0", "id":9007199254740993, "method":"accountSubscribe", "params":["${PAYER}"]}`);
  socket.send('{"jsonrpc":"2.0","method":"ping"}');
  socket.send(`{"jsonrpc":"2.0","id":2,"method":"sendTransaction","params":["AQ=="]}`);
  expect(await socket.next()).toBe(`{"jsonrpc":"2.0","result":"${SIGNATURE}","id":2}`);
  expect(heard.splice(0)).toHaveLength(2);
  expect(line.broadcasts).toEqual([SIGNATURE]);
  expect(recorder.events).toMatchObject([{ method: "accountSubscribe", params: [PAYER] }, { method: "sendTransaction", params: ["AQ=="], result: SIGNATURE, scripted: false }]);
  socket.close();
  line.detach();
});

test("while a case hides its receipts, nobody is told of signatures, and everybody of slots", async () => {
  const { line } = withCase();
  const socket = await open();
  const told = (method: string, value: string) => announce({ method, params: { result: { value }, subscription: 1 } });
  line.script({ hideReceipts: true });
  told("signatureNotification", "hidden");
  told("logsNotification", "hidden");
  told("slotNotification", "slot");
  expect(await socket.next()).toContain('"slot"');
  line.script({});
  told("signatureNotification", "shown");
  expect(await socket.next()).toContain('"shown"');
  socket.close();
  line.detach();
});

test("answers calls by script, holds transactions until a script is through, and cuts connections where it says so", async () => {
  const { recorder, line } = withCase();
  const socket = await open();
  line.script({ answer: ({ method }) => (method === "slotSubscribe" ? { error: { code: -32000, message: "no" } } : undefined), beforeBroadcast: async () => void heard.push("before") });
  socket.send('{"jsonrpc":"2.0","id":1,"method":"slotSubscribe"}');
  expect(JSON.parse(await socket.next())).toEqual({ jsonrpc: "2.0", id: 1, error: { code: -32000, message: "no" } });
  socket.send(Buffer.from('{"jsonrpc":"2.0","id":"in binary","method":"slotSubscribe"}'));
  expect(JSON.parse(await socket.next())).toMatchObject({ id: "in binary", error: { code: -32000 } });
  const transaction = '{"jsonrpc":"2.0","id":2,"method":"sendTransaction","params":["AQ=="]}';
  socket.send(transaction);
  await socket.next();
  expect(heard.splice(0)).toEqual(["before", transaction]);
  line.script({ answer: () => "drop" });
  socket.send(transaction);
  await socket.closed;
  expect(heard).toEqual([]);
  expect(recorder.events).toMatchObject([{ scripted: true }, { scripted: true }, { scripted: false }, { error: "connection dropped" }]);
  line.detach();
});

test("ends with the node's connection, and a node that takes none is a failure of the world", async () => {
  const socket = await open(`${peer.origin.replace("http", "ws")}/rpc-test`);
  for (const client of node.clients) client.terminate();
  await socket.closed;
  const gone = startRpcProxy({ peer, name: "rpc-gone", chain: { rpcUrl: "http://127.0.0.1:9", tokensOf: () => [] }, dialect: svm.rpc });
  expect(gone.wsUrl).toBeUndefined();
  const failures: string[] = [];
  gone.attach({ recorder: { ...createRecorder({ now: () => 0 }), worldFailed: (reason: string) => void failures.push(reason) }, exclusive: true });
  await expect(open(gone.url.replace("http", "ws"))).rejects.toThrow("502");
  expect(failures).toMatchObject([expect.stringContaining("did not take a websocket")]);
  await gone.close();
});
