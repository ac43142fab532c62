import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServerConfig } from "../protocol.ts";
import type { Manifest, Target } from "../target.ts";
import { failure, testContext, testManifest } from "../testing/manifests.ts";
import { driver } from "./url.ts";

let server: Server;
let url = "";
beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function connect(rest: string, changes: Partial<Manifest> = {}): Promise<Target> {
  const manifest = testManifest({ connect: `url:${rest}`, role: "server", routes: { basic: { method: "GET", path: "/weather" } }, ...changes });
  return await driver.connect({ manifest, rest, context: testContext() });
}
const accept = { scheme: "exact", network: "eip155:84532", amount: "1", asset: "a", payTo: "b", maxTimeoutSeconds: 60, extra: {} };
const config: ServerConfig = { role: "server", facilitators: [], upstream: "", routes: ["basic", "write"].map((id) => ({ id, method: "GET", path: `/${id}`, accepts: [accept] })), chains: {} };

describe("a running server over url:", () => {
  test("is what its manifest says, but for what cannot be arranged", async () => {
    const target = await connect(url, { capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["upstream", "facilitator", "instances", "routes", "flow-upfront"] } });
    expect((await target.hello()).capabilities.features).toEqual(["flow-upfront"]);
  });
  test("is ready when anything answers, and serves the manifest's routes only", async () => {
    expect(await (await connect(`${url}/`)).start({ instance: "a", config })).toEqual({ url, unsupportedRoutes: ["write"] });
  });
  test("that nobody answers at is never ready", async () => {
    const port = new URL(url).port;
    const target = await connect(`http://127.0.0.2:${port}`, { timeouts: { ready: 0.1, case: 1, stop: 1 } });
    expect(await failure(() => target.start({ instance: "a", config }))).toEqual({ code: "never-ready", message: expect.stringContaining("ECONNREFUSED") as string });
  });
  test.for([["localhost:4021", "server"], ["http://", "server"], ["http://127.0.0.1:1", "client"], ["http://127.0.0.1:1", "facilitator"]] as const)("a bad connect string is refused: %s for a %s", async ([rest, role]) => {
    expect((await failure(() => connect(rest, { role }))).code).toBe("command-not-found");
  });
  test("fetches nothing", async () => {
    const target = await connect(url);
    expect((await failure(() => target.fetch({ instance: "a", request: { url, method: "GET", headers: [] }, wallets: {} }))).code).toBe("unsupported");
  });
});
