import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type HttpPeer, type ReceivedRequest, startHttpPeer } from "./http-peer.ts";

let peer: HttpPeer;
const received: ReceivedRequest[] = [];
const echo = new WebSocketServer({ noServer: true });

beforeAll(async () => {
  peer = await startHttpPeer({ neighbour: true });
  const handler = (request: ReceivedRequest) => {
    received.push(request);
    return { script: { body: `got ${Buffer.from(request.body).toString()}` }, onResponse: () => undefined };
  };
  peer.mount("plain", handler);
  peer.mount("sockets", handler, (request, socket, head) => echo.handleUpgrade(request, socket, head, (one) => void one.on("message", (data) => one.send(String(data as Buffer)))));
});

afterAll(async () => {
  await peer.close();
});

const port = (): number => Number(new URL(peer.origin).port);
const echoed = async (url: string): Promise<string> =>
  await new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.once("open", () => socket.send("hello"));
    socket.once("message", (data) => resolve(String(data as Buffer)));
    socket.once("error", reject);
  });

test("takes websockets on its port and on the one after it, where a mount has them", async () => {
  expect(await echoed(`ws://127.0.0.1:${port()}/sockets`)).toBe("hello");
  expect(await echoed(`ws://127.0.0.1:${port() + 1}/sockets/`)).toBe("hello");
  await expect(echoed(`ws://127.0.0.1:${port()}/plain`)).rejects.toThrow("404");
  await expect(echoed(`ws://127.0.0.1:${port()}/nobody`)).rejects.toThrow("404");
});

test("a request that offers HTTP/2 on the side is a request, and so is the next on its connection", async () => {
  const answers = await new Promise<string>((resolve, reject) => {
    const socket = connect(port(), "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      const before = text.split("HTTP/1.1 200").length;
      text += chunk.toString();
      if (before === 1) socket.write("POST /plain/b HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 3\r\n\r\ntwo");
    });
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
    // The body in two pieces, as it may come.
    socket.write("POST /plain/a?x=1 HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: 6\r\nHost: here\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: h2c\r\nX-Some: thing\r\n\r\non");
    setImmediate(() => socket.write("e, 1"));
  });
  expect(answers).toContain("got one, 1");
  expect(answers).toContain("got two");
  expect(received.map(({ method, target, headers }) => [method, target, headers.some(([name]) => name === "X-Some")])).toEqual([["POST", "/a?x=1", true], ["POST", "/b", false]]);
});
