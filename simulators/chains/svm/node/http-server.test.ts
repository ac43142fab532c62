import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpServer } from "./http-server.ts";

const ping = { params: [0, 0] as const, run: () => "pong" };
const upgraded: string[] = [];
const server = createHttpServer({
  methods: new Map([["ping", ping]]),
  controls: new Map(),
  upgrade(request, socket) {
    upgraded.push(request.headers.upgrade ?? "");
    socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
  },
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const body = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/** What comes back on a connection for bytes as they stand, until it has been read or the server ends. */
async function exchange(...requests: readonly string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  let all = "";
  socket.setEncoding("latin1").on("data", (text: string) => (all += text));
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  for (const request of requests) {
    const seen = all.length;
    socket.write(request);
    await Promise.race([closed, expect.poll(() => all.length).toBeGreaterThan(seen)]);
  }
  socket.destroy();
  return all;
}

const posted = (target: string, headers: string): string => `POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`;

test("a request that would rather be HTTP/2 is answered, and so is the next one on its connection", async () => {
  const request = posted("/", "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: h2c\r\n");
  const plain = posted("/", "");
  for (const requests of [[request, plain], [plain, request]]) {
    const answers = await exchange(...requests);
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answers.match(/"result":"pong"/g)).toHaveLength(2);
  }
  expect(await exchange("GET /health HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 OK[^]*ok$/);
  expect(upgraded).toEqual([]);
  expect(await exchange("GET / HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: WebSocket\r\n\r\n")).toMatch(/^HTTP\/1\.1 101/);
  expect(upgraded).toEqual(["WebSocket"]);
});

test.each(["/", "//", "//x:y", "/?a=//", "http://other/", "http://other", "/a%"])("a call to %s is answered", async (target) => expect(await exchange(posted(target, ""))).toMatch(/^HTTP\/1\.1 200 OK[^]*"result":"pong"/));

test("what is no request, and one with headers of more than 16 KB, hears so", async () => {
  expect(await exchange(posted("a b c", ""))).toMatch(/^HTTP\/1\.1 400/);
  expect(await exchange("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400/);
  expect(await exchange(posted("/", `x-long: ${"x".repeat(17_000)}\r\n`))).toMatch(/^HTTP\/1\.1 431/);
});
