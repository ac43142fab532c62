import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { connectTarget } from "../connect.ts";
import { liarCheck } from "../liar-check.ts";
import { loadManifest } from "../manifest.ts";
import type { Manifest, Target } from "../target.ts";
import { PATH } from "../testing/manifests.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.closeAllConnections(), () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function connect(name: string): Promise<{ target: Target; manifest: Manifest }> {
  const loaded = loadManifest({ path: fileURLToPath(new URL(`./${name}/manifest.json`, import.meta.url)) });
  const manifest = { ...loaded, environment: { PATH } };
  const target = await connectTarget({ manifest, signal: new AbortController().signal });
  closing.push(async () => await target.stop());
  return { target, manifest };
}

test.for(["python-client/adapter.py", "typescript-server/adapter.ts"])("%s has at most 100 lines", (file) => {
  expect(readFileSync(new URL(file, import.meta.url), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(100);
});

describe("the client in Python", () => {
  test("is honest, and requests what it is asked to, side by side", async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<ServerResponse>();
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.setHeader("x-echo", `${request.method} ${request.url} ${request.headers["x-a"] ?? ""} ${Buffer.concat(chunks).toString()}`);
      if (request.url === "/held") return arrive(response);
      response.writeHead(402).end("pay");
    });
    const { target, manifest } = await connect("python-client");
    expect((await target.hello()).name).toBe("python-client");
    expect(await liarCheck({ target, manifest, seed: "1" })).toBeUndefined();
    await target.start({ instance: "a", config: { role: "client", chains: {} } });
    const first = target.fetch({ instance: "a", request: { url: `${url}/held`, method: "GET", headers: [] }, wallets: {} });
    const held = await arrived;
    // The second request is made and answered although the first has no answer yet.
    const outcome = await target.fetch({ instance: "a", request: { url: `${url}/x?y=%20z`, method: "POST", headers: [["x-a", "1"]], body: Buffer.from("hello").toString("base64") }, wallets: { eip155: "0x1" } });
    expect(outcome).toMatchObject({ outcome: "response", status: 402, body: Buffer.from("pay").toString("base64") });
    expect(outcome.outcome === "response" && outcome.headers.find(([name]) => name.toLowerCase() === "x-echo")?.[1]).toBe("POST /x?y=%20z 1 hello");
    held.end();
    expect(await first).toMatchObject({ status: 200 });
    expect(await target.fetch({ instance: "a", request: { url: "http://127.0.0.1:9/", method: "GET", headers: [] }, wallets: {} })).toMatchObject({ outcome: "error" });
  });
});

describe("the server in TypeScript", () => {
  test("is honest, asks for payment, and relays when it is paid", async () => {
    const asked: string[] = [];
    const facilitator = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.end(JSON.stringify(request.url === "/verify" ? { isValid: true } : { success: true, transaction: "0x1", network: "eip155:84532" }));
    });
    const upstream = await serve((request, response) => response.writeHead(201, { "content-type": "text/x" }).end(`${request.method} ${request.url}`));
    const { target, manifest } = await connect("typescript-server");
    expect(await liarCheck({ target, manifest, seed: "1" })).toBeUndefined();
    const accept = { scheme: "exact", network: "eip155:84532", amount: "10", asset: "0xa", payTo: "0xb", maxTimeoutSeconds: 60, extra: {} };
    const { url } = await target.start({ instance: "a", config: { role: "server", facilitators: [facilitator], upstream, routes: [{ id: "basic", method: "GET", path: "/basic", accepts: [accept] }], chains: {} } });
    const unpaid = await fetch(`${url}/basic?case=1`);
    expect(unpaid.status).toBe(402);
    expect(JSON.parse(Buffer.from(unpaid.headers.get("payment-required") ?? "", "base64").toString())).toMatchObject({ x402Version: 2, accepts: [accept] });
    const paid = await fetch(`${url}/basic?case=1`, { headers: { "payment-signature": Buffer.from(JSON.stringify({ x402Version: 2, accepted: accept, payload: {} })).toString("base64") } });
    expect([paid.status, await paid.text(), paid.headers.get("content-type")]).toEqual([201, "GET /basic?case=1", "text/x"]);
    expect(paid.headers.has("payment-response")).toBe(true);
    expect(asked).toEqual(["/verify", "/settle"]);
  });
});
