import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Target } from "../target.ts";
import { failure, testContext, testManifest } from "../testing/manifests.ts";
import { driver } from "./http.ts";

let server: Server;
let url = "";
let answer: (message: { id: number; op: string }) => unknown;
beforeEach(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const said = answer(JSON.parse(Buffer.concat(chunks).toString()) as { id: number; op: string });
    if (said !== undefined) response.end(typeof said === "string" ? said : JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/control`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function connect(rest = url, ready = 20): Promise<Target> {
  return await driver.connect({ manifest: testManifest({ connect: `http:${rest}`, timeouts: { ready, case: 1, stop: 1 } }), rest, context: testContext() });
}
const hello = { name: "a", version: "1", role: "client", capabilities: { schemes: [], networks: [], extensions: [], transports: [], features: [] } };

describe("a target over http:", () => {
  test("answers and refuses", async () => {
    answer = ({ id, op }) => (op === "hello" ? { id, ok: true, result: hello } : { id, ok: false, error: { code: "unsupported", message: op } });
    const target = await connect();
    expect(await target.hello()).toEqual(hello);
    expect((await failure(async () => await target.probe?.({ op: "xyzzy" }))).code).toBe("unsupported");
    await target.stop();
  });
  test.for([
    ["not json", "protocol"],
    [{ ok: true, result: {} }, "protocol"],
    [{ id: 77, ok: true, result: hello }, "protocol"],
    [" ".repeat((1 << 20) + 1), "flood"],
  ] as const)("that answers wrongly is told: %#", async ([said, code]) => {
    answer = () => said;
    const target = await connect();
    expect((await failure(() => target.hello())).code).toBe(code);
  });
  test("that does not answer in time is never ready", async () => {
    answer = () => undefined;
    const target = await connect(url, 0.05);
    expect((await failure(() => target.hello())).code).toBe("never-ready");
  });
  test("that is not there is told", async () => {
    const target = await connect(url.replace("127.0.0.1", "127.0.0.2"));
    expect(await failure(() => target.hello())).toMatchObject({ code: "exited", message: expect.stringContaining("ECONNREFUSED") as string });
    expect((await failure(() => connect("nonsense"))).code).toBe("command-not-found");
    expect((await failure(() => connect("//127.0.0.1:4021"))).message).toContain('Say "url:http://127.0.0.1:4021"');
  });
});
