import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { FacilitatorConfig, ServerConfig } from "../protocol.ts";
import type { Manifest, Target } from "../target.ts";
import { failure, PATH, testContext, TESTING, testManifest } from "../testing/manifests.ts";
import { driver } from "./e2e.ts";

const targets: Target[] = [];
afterEach(async () => {
  await Promise.all(targets.splice(0).map(async (target) => await target.stop()));
});

const KEY = `0x${"12".repeat(32)}`;
const RPC = "http://127.0.0.1:8545";
const accept = { scheme: "exact", network: "eip155:84532", amount: "1000", asset: "0xasset", payTo: "0xpayee", maxTimeoutSeconds: 60, extra: {} };
const server: ServerConfig = {
  role: "server",
  facilitators: ["http://127.0.0.1:4022"],
  upstream: "http://127.0.0.1:9",
  routes: ["write", "basic"].map((id) => ({ id, method: "GET", path: `/x402/${id}`, accepts: [{ ...accept, payTo: `0xpayee-${id}` }] })),
  chains: { "eip155:84532": { rpcUrl: RPC } },
};
const facilitator: FacilitatorConfig = { role: "facilitator", chains: { "eip155:84532": { rpcUrl: RPC, signerPrivateKey: KEY } }, confirmationTimeoutSeconds: 5 };
const client = { role: "client", chains: { "eip155:84532": { rpcUrl: RPC } } } as const;

async function connect(folder: string, role: Manifest["role"], changes: { environment?: Record<string, string>; ready?: number } = {}): Promise<{ target: Target; context: ReturnType<typeof testContext> }> {
  const context = testContext();
  const features = role === "server" ? ["facilitator", "instances", "routes", "upstream"] : ["chain", "instances", "request", "payment-result"];
  const manifest = testManifest({
    connect: `e2e:${folder}`,
    role,
    cwd: join(TESTING, "e2e"),
    capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features },
    routes: { basic: { method: "GET", path: "/exact/evm/eip3009" } },
    environment: { PATH: `${join(TESTING, "e2e", "bin")}${delimiter}${PATH}`, ...changes.environment },
    timeouts: { ready: changes.ready ?? 20, case: 20, stop: 2 },
  });
  const target = await driver.connect({ manifest, rest: folder, context });
  targets.push(target);
  return { target, context };
}

async function environmentOf(url: string | undefined): Promise<Record<string, string>> {
  return (await (await fetch(`${url}/env`)).json()) as Record<string, string>;
}
const get = (target: Target, path: string, changes: object = {}) => target.fetch({ instance: "c", request: { url: `http://127.0.0.1:4021${path}`, method: "GET", headers: [], ...changes }, wallets: { eip155: KEY } });

describe("a server of the first generation", () => {
  test("is told all, is ready when it is healthy, and closes when asked", async () => {
    const { target, context } = await connect("gen1/servers/express", "server", { environment: { FAKE_PREFIX: "/api" } });
    expect(await target.hello()).toMatchObject({ name: "express", capabilities: { features: ["facilitator", "instances"] } });
    const { url, unsupportedRoutes } = await target.start({ instance: "a", config: server });
    expect(unsupportedRoutes).toEqual(["write"]);
    const told = await environmentOf(url);
    expect(told).toMatchObject({ FACILITATOR_URL: "http://127.0.0.1:4022", EVM_NETWORK: "eip155:84532", EVM_RPC_URL: RPC, EVM_PAYEE_ADDRESS: "0xpayee-basic", SERVER_EVM_ADDRESS: "0xpayee-basic", EVM_PERMIT2_ASSET: "0xasset" });
    expect(told["SVM_PAYEE_ADDRESS"]).toMatch(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
    expect(told["SERVER_SVM_ADDRESS"]).toBeUndefined();
    const supported = (await (await fetch(`${told["MOCK_FACILITATOR_URL"]}/supported`)).json()) as { kinds: { network: string }[] };
    expect(supported.kinds.map(({ network }) => network)).toContain("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1");
    const second = await target.start({ instance: "b", config: server });
    expect(second.url).not.toBe(url);
    await target.stop({ instance: "a" });
    expect(context.logged).toContain("closed when asked");
    expect((await environmentOf(second.url))["PORT"]).toBe(new URL(second.url ?? "").port);
  });
  test("without a health endpoint is ready when it says so and answers", async () => {
    const { target } = await connect("gen1/servers/express", "server", { environment: { FAKE_MODE: "no-health" } });
    expect((await target.start({ instance: "a", config: server })).url).toMatch(/^http:/);
  });
  test("that dies, or never answers, is told", async () => {
    const dying = await connect("gen1/servers/express", "server", { environment: { FAKE_MODE: "dies" } });
    expect(await failure(() => dying.target.start({ instance: "a", config: server }))).toMatchObject({ code: "exited", message: expect.stringContaining("missing FACILITATOR_URL") as string });
    const mute = await connect("gen1/servers/express", "server", { environment: { FAKE_MODE: "mute" }, ready: 0.3 });
    expect((await failure(() => mute.target.start({ instance: "a", config: server }))).code).toBe("never-ready");
  });
});

describe("a client of the first generation", () => {
  test("pays, and its first line with a brace is its result", async () => {
    const { target } = await connect("gen1/clients/fetch", "client");
    await target.start({ instance: "c", config: client });
    const outcome = await get(target, "/paid?case=7");
    expect(outcome).toMatchObject({ outcome: "response", status: 200, headers: [], payment: { success: true, transaction: "0x1" } });
    const { environment, url } = JSON.parse(Buffer.from(outcome.outcome === "response" ? outcome.body : "", "base64").toString()) as { url: string; environment: Record<string, string> };
    expect(url).toBe("http://127.0.0.1:4021/paid?case=7");
    expect(environment).toMatchObject({ EVM_PRIVATE_KEY: KEY, CLIENT_EVM_PRIVATE_KEY: KEY, EVM_NETWORK: "eip155:84532", EVM_RPC_URL: RPC });
    expect(environment["SVM_PRIVATE_KEY"]).toMatch(/^[1-9A-HJ-NP-Za-km-z]{86,88}$/);
  });
  test("may fail in its own ways, which are outcomes", async () => {
    const { target } = await connect("gen1/clients/fetch", "client");
    await target.start({ instance: "c", config: client });
    expect(await get(target, "/refused")).toMatchObject({ outcome: "response", status: 402, body: Buffer.from("plain").toString("base64") });
    expect(await get(target, "/failed")).toEqual({ outcome: "error", message: "no way to pay" });
    expect(await get(target, "/throws")).toMatchObject({ outcome: "error", message: expect.stringContaining("Failed to create payment payload") as string });
  });
  test("that cannot be understood, or asked, is told", async () => {
    const { target } = await connect("gen1/clients/fetch", "client");
    await target.start({ instance: "c", config: client });
    expect((await failure(() => get(target, "/nothing"))).code).toBe("protocol");
    expect((await failure(() => get(target, "/garbled"))).code).toBe("protocol");
    expect((await failure(() => get(target, "/not-found"))).code).toBe("command-not-found");
    expect((await failure(() => get(target, "/paid", { method: "POST" }))).code).toBe("unsupported");
    expect((await failure(() => get(target, "/paid", { headers: [["a", "b"]] }))).code).toBe("unsupported");
  });
});

describe("the other generations", () => {
  test("a facilitator of the second", async () => {
    const { target } = await connect("gen2/facilitators/typescript", "facilitator");
    expect((await target.hello()).capabilities.features).toEqual(["chain", "instances", "payment-result"]);
    const told = await environmentOf((await target.start({ instance: "a", config: facilitator })).url);
    expect(told).toMatchObject({ EVM_PRIVATE_KEY: KEY, FACILITATOR_EVM_PRIVATE_KEY: KEY, EVM_RPC_URL: RPC, EVM_NETWORK: "eip155:84532" });
  });
  test("a server of the third, without a configuration", async () => {
    const { target } = await connect("gen3/servers/python/http/plain", "server");
    const told = await environmentOf((await target.start({ instance: "a", config: server })).url);
    expect(told["E2E_MECHANISMS_CATALOG"]).toBe(join(TESTING, "e2e", "gen3", "config"));
  });
  test("a client of the third, without a configuration", async () => {
    const { target } = await connect("gen3/clients/go/http/plain", "client");
    await target.start({ instance: "c", config: client });
    expect(await get(target, "/paid")).toMatchObject({ outcome: "response", status: 200 });
  });
});

describe("on Solana", () => {
  const SOLANA = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
  const rpcUrl = "http://127.0.0.1:8899";
  test("a server is told whom to pay there, and gets an address for EVM that nobody has", async () => {
    const { target } = await connect("gen1/servers/express", "server");
    const routes = server.routes.map((route) => ({ ...route, accepts: [{ ...accept, network: SOLANA, payTo: "Payee" }] }));
    const told = await environmentOf((await target.start({ instance: "a", config: { ...server, routes, chains: { [SOLANA]: { rpcUrl } } } })).url);
    expect(told).toMatchObject({ SVM_NETWORK: SOLANA, SVM_RPC_URL: rpcUrl, SVM_PAYEE_ADDRESS: "Payee", SERVER_SVM_ADDRESS: "Payee", EVM_PAYEE_ADDRESS: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/) as string });
    expect(told["SERVER_EVM_ADDRESS"]).toBeUndefined();
  });
  test("a facilitator is given the key and the node", async () => {
    const { target } = await connect("gen2/facilitators/typescript", "facilitator");
    const told = await environmentOf((await target.start({ instance: "a", config: { ...facilitator, chains: { [SOLANA]: { rpcUrl, signerPrivateKey: "Key" } } } })).url);
    expect(told).toMatchObject({ SVM_PRIVATE_KEY: "Key", FACILITATOR_SVM_PRIVATE_KEY: "Key", SVM_RPC_URL: rpcUrl, EVM_NETWORK: "eip155:84532" });
    expect(told["EVM_PRIVATE_KEY"]).toMatch(/^0x[0-9a-f]{64}$/);
  });
  test("what the layout has no variables for is unsupported", async () => {
    const { target } = await connect("gen2/facilitators/typescript", "facilitator");
    expect((await failure(() => target.start({ instance: "a", config: { ...facilitator, chains: { "nowhere:1": { rpcUrl, signerPrivateKey: "Key" } } } }))).code).toBe("unsupported");
  });
});

describe("what is no component for this suite", () => {
  test.for([
    ["gen1/legacy/servers/old", "server", /does not speak x402 V2/],
    ["gen1/servers/express", "client", /expected client, found server/],
    ["gen1/servers", "server", /expected run\.sh, index\.ts/],
    ["no/such/folder", "server", /does not exist/],
  ] as const)("%s as %s", async ([folder, role, message]) => {
    const found = await failure(() => connect(folder, role));
    expect(found.code).toBe("command-not-found");
    expect(found.message).toMatch(message);
  });
});

test("an operator's own keys stay out", async () => {
  process.env["SERVER_SVM_ADDRESS"] = "operator";
  process.env["STELLAR_PRIVATE_KEY"] = "operator";
  try {
    const { target } = await connect("gen2/facilitators/typescript", "facilitator");
    const told = await environmentOf((await target.start({ instance: "a", config: facilitator })).url);
    expect(Object.values(told)).not.toContain("operator");
  } finally {
    delete process.env["SERVER_SVM_ADDRESS"];
    delete process.env["STELLAR_PRIVATE_KEY"];
  }
});
