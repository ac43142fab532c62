import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type HttpFace, startHttpFace } from "./http-face.ts";
import { createHttpFetch } from "../transports/http/http-fetch.ts";
import { createRelay } from "./handler.ts";
import { DEFAULT_LIMITS } from "./config.ts";
import type { ServerRequest } from "./messages.ts";

const open: HttpFace[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((face) => face.close()));
});

/** A face over a server that answers with what it was asked. */
async function mirror(): Promise<string> {
  const face = await startHttpFace({ server: { handle: async (asked) => ({ status: 200, headers: [["Content-Type", "application/json"]], body: Buffer.from(JSON.stringify({ ...asked, body: Buffer.from(asked.body).toString("utf8") })) }) } });
  open.push(face);
  return face.url;
}

const send = (options: { url: string; path: string; method?: string; headers?: string[]; body?: string }): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(options.url);
    const outgoing = request({ hostname, port, path: options.path, method: options.method ?? "GET", ...(options.headers === undefined ? {} : { headers: options.headers }) }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
    });
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });

test("the request target and repeated header fields arrive as they were written", async () => {
  const url = await mirror();
  const { text } = await send({ url, path: "//a/%2e%2e/b?x=%2F", headers: ["Host", "shop.example", "PAYMENT-SIGNATURE", "one", "payment-signature", "two"] });
  const asked = JSON.parse(text) as ServerRequest;
  expect(asked.target).toBe("//a/%2e%2e/b?x=%2F");
  expect(asked.headers.filter(([name]) => /^payment/i.test(name))).toEqual([["PAYMENT-SIGNATURE", "one"], ["payment-signature", "two"]]);
});

test("HEAD gets headers only, and a body that is too large 413", async () => {
  const url = await mirror();
  expect(await send({ url, path: "/", method: "HEAD" })).toEqual({ status: 200, text: "" });
  expect((await send({ url, path: "/", method: "POST", body: "x".repeat(5 * 1024 * 1024) }).catch(() => ({ status: 413 }))).status).toBe(413);
});

test("the relay passes target, method, body and content type there, status and content back", async () => {
  const url = await mirror();
  const relay = createRelay({ url: `${url}/upstream`, fetch: createHttpFetch(), limits: DEFAULT_LIMITS });
  const response = await relay({ method: "POST", target: "/x402/write?case=1", authority: "", headers: [["content-type", "text/plain"], ["PAYMENT-SIGNATURE", "not for the handler"]], body: Buffer.from("żółć") });
  const asked = JSON.parse(Buffer.from(response.body).toString("utf8")) as ServerRequest & { body: string };
  expect(asked).toMatchObject({ method: "POST", target: "/upstream/x402/write?case=1", body: "żółć" });
  expect(JSON.stringify(asked.headers)).not.toContain("not for the handler");
  expect(response.headers).toEqual([["Content-Type", "application/json"]]);
});
