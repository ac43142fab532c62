import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRecorder } from "../trace/recorder.ts";
import { send } from "./http-client.ts";
import { type HttpPeer, type ReceivedRequest, startHttpPeer } from "./http-peer.ts";
import type { Played, Script } from "./script.ts";

let peer: HttpPeer;
const received: ReceivedRequest[] = [];
const played: Played[] = [];
let script: Script = {};

beforeAll(async () => {
  peer = await startHttpPeer();
  peer.mount("m", (request) => {
    received.push(request);
    return { script, onResponse: (one) => void played.push(one) };
  });
});
afterAll(() => peer.close());

const ask = (options: { target?: string; method?: string; headers?: [string, string][]; body?: string; script?: Script; origin?: string; signal?: AbortSignal } = {}) => {
  script = options.script ?? {};
  const recorder = createRecorder({ now: () => performance.now() });
  return send({ origin: options.origin ?? peer.origin, target: options.target ?? "/m/x", recorder, from: "client", to: "server", signal: options.signal ?? new AbortController().signal, ...(options.method === undefined ? {} : { method: options.method }), ...(options.headers === undefined ? {} : { headers: options.headers }), ...(options.body === undefined ? {} : { body: options.body }) });
};

test("puts target, header spelling and duplicates on the wire as given", async () => {
  await ask({ target: "/m//a/%2e%2e/b%2Fc?q=1&q=2", headers: [["X-One", "1"], ["x-one", "2"]], method: "PUT", body: "ü" });
  const request = received.at(-1);
  expect(request).toMatchObject({ method: "PUT", target: "//a/%2e%2e/b%2Fc?q=1&q=2" });
  expect(request?.headers.filter(([name]) => name.toLowerCase() === "x-one")).toEqual([["X-One", "1"], ["x-one", "2"]]);
  expect(Buffer.from(request?.body ?? []).toString()).toBe("ü");
});

test("records a scripted response with its headers and body", async () => {
  const { response, body } = await ask({ script: { status: 402, headers: [["PAYMENT-REQUIRED", "e30="]], body: "nö" } });
  expect(response).toMatchObject({ status: 402, body: { text: "nö", truncated: false } });
  expect(response?.headers).toContainEqual(["PAYMENT-REQUIRED", "e30="]);
  expect(Buffer.from(body).toString()).toBe("nö");
});

test.each(["before-headers", "mid-headers", "mid-body"] as const)("a connection dropped %s is an abort, never a throw", async (drop) => {
  const { response, abort } = await ask({ script: { status: 200, body: "0123456789", drop } });
  expect(response).toBeUndefined();
  expect(abort?.reason).toMatch(/closed|malformed/);
});

test("raw bytes that are no HTTP are malformed", async () => {
  expect((await ask({ script: { raw: "SMTP hello\r\n\r\n" } })).abort?.reason).toBe("malformed");
});

test("a held answer waits for its promise", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const pending = ask({ script: { status: 204, hold: promise } });
  const before = played.length;
  resolve();
  expect((await pending).response?.status).toBe(204);
  expect(played.length).toBe(before + 1);
});

test("a refused connection and a used-up budget are told apart", async () => {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => void probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => void probe.close(() => resolve()));
  expect((await ask({ origin: `http://127.0.0.1:${port}` })).abort?.reason).toBe("refused");
  const stop = new AbortController();
  const pending = ask({ script: { hold: new Promise(() => undefined) }, signal: stop.signal });
  stop.abort();
  expect((await pending).abort?.reason).toBe("timeout");
});

test("a budget that is used up before the request or in mid-response is a timeout too", async () => {
  expect((await ask({ signal: AbortSignal.abort() })).abort?.reason).toBe("timeout");
  const stop = new AbortController();
  const slow = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01", () => stop.abort());
  });
  await new Promise<void>((resolve) => void slow.listen(0, "127.0.0.1", resolve));
  expect((await ask({ origin: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`, signal: stop.signal })).abort?.reason).toBe("timeout");
  slow.close();
});

test("an endless response is cut off", async () => {
  const flood = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const pump = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", pump);
    pump();
  });
  await new Promise<void>((resolve) => void flood.listen(0, "127.0.0.1", resolve));
  const { abort } = await ask({ origin: `http://127.0.0.1:${(flood.address() as AddressInfo).port}` });
  expect(abort?.reason).toBe("too-large");
  flood.close();
});

test("an absolute-form target and an unmounted path reach the peer unharmed", async () => {
  expect((await ask({ target: "/elsewhere" })).response?.status).toBe(404);
});
