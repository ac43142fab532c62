import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readJson } from "../../spec/json-schema.ts";
import { createMessages, type MessageName } from "./messages.ts";
import type { Capabilities, ChainConfig, ClientConfig, DriverReply, DriverRequest, FacilitatorConfig, FetchOutcome, FetchRequest, HelloReply, ProviderConfig, RouteAccept, RouteConfig, ServerConfig, StartReply } from "./protocol.ts";

/** Every key of a type, and whether it is required: the compiler keeps this in step with the types. */
type Keys<Type> = { readonly [Key in keyof Type]-?: undefined extends Type[Key] ? "optional" : {} extends Pick<Type, Key> ? "optional" : "required" };
type Request<Op extends DriverRequest["op"]> = Extract<DriverRequest, { op: Op }>;
type Outcome<Kind extends FetchOutcome["outcome"]> = Extract<FetchOutcome, { outcome: Kind }>;
type Reply<Ok extends boolean> = Extract<DriverReply, { ok: Ok }>;

const capabilities: Keys<Capabilities> = { schemes: "required", networks: "required", extensions: "required", transports: "required", features: "required" };
const hello: Keys<Request<"hello">> = { id: "required", op: "required", protocol: "required" };
const start: Keys<Request<"start">> = { id: "required", op: "required", instance: "required", config: "required" };
const fetch: Keys<Request<"fetch">> = { id: "required", op: "required", instance: "required", request: "required", wallets: "required" };
const reset: Keys<Request<"reset">> = { id: "required", op: "required", instance: "required" };
const stop: Keys<Request<"stop">> = { id: "required", op: "required", instance: "optional" };
const helloResult: Keys<HelloReply> = { name: "required", version: "required", role: "required", capabilities: "required" };
const startResult: Keys<StartReply> = { url: "optional", unsupportedRoutes: "optional", webhooks: "optional" };
const fetchInput: Keys<FetchRequest> = { url: "required", method: "required", headers: "required", body: "optional" };
// An optional `unknown` cannot be told from a required one by its type.
const response: Omit<Keys<Outcome<"response">>, "payment"> & { payment: "optional" } = { outcome: "required", status: "required", headers: "required", body: "required", payment: "optional" };
const error: Keys<Outcome<"error">> = { outcome: "required", message: "required" };
const success: Omit<Keys<Reply<true>>, "result"> & { result: "required" } = { id: "required", ok: "required", result: "required" };
const refusal: Keys<Reply<false>> = { id: "required", ok: "required", error: "required" };
const server: Keys<ServerConfig> = { role: "required", facilitators: "required", upstream: "required", routes: "required", chains: "required", credential: "optional", stateFolder: "optional" };
const facilitator: Keys<FacilitatorConfig> = { role: "required", chains: "required", servers: "optional", stateFolder: "optional", confirmationTimeoutSeconds: "required" };
const client: Keys<ClientConfig> = { role: "required", chains: "required" };
const chain: Keys<ChainConfig> = { rpcUrl: "required", wsUrl: "optional" };
const signingChain: Keys<FacilitatorConfig["chains"][string]> = { rpcUrl: "required", wsUrl: "optional", signerPrivateKey: "required", providers: "optional" };
const provider: Keys<ProviderConfig> = { url: "required", key: "required", webhookSecret: "optional" };
const knownServer: Keys<NonNullable<FacilitatorConfig["servers"]>[number]> = { credential: "required", accounts: "required" };
const route: Keys<RouteConfig> = { id: "required", method: "required", path: "required", below: "optional", description: "optional", mimeType: "optional", accepts: "required", extensions: "optional" };
const accept: Keys<RouteAccept> = { scheme: "required", network: "required", amount: "required", asset: "required", payTo: "required", maxTimeoutSeconds: "required", extra: "required" };

interface ObjectSchema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly $defs?: Readonly<Record<string, ObjectSchema>>;
}

function schemaAt(place: string): ObjectSchema {
  const [name = "", part] = place.split("#");
  const schema = readJson(new URL(`./protocol/${name}.schema.json`, import.meta.url)) as ObjectSchema;
  return part === undefined ? schema : ((schema.$defs as Record<string, ObjectSchema>)[part] as ObjectSchema);
}

describe("the schemas say what the types say", () => {
  test.for([
    ["capabilities", capabilities],
    ["hello-request", hello],
    ["start-request", start],
    ["fetch-request", fetch],
    ["reset-request", reset],
    ["stop-request", stop],
    ["hello-result", helloResult],
    ["start-result", startResult],
    ["fetch-input", fetchInput],
    ["fetch-result#response", response],
    ["fetch-result#error", error],
    ["reply#success", success],
    ["reply#failure", refusal],
    ["start-config#server", server],
    ["start-config#facilitator", facilitator],
    ["start-config#client", client],
    ["start-config#chain", chain],
    ["start-config#signingChain", signingChain],
    ["start-config#provider", provider],
    ["start-config#knownServer", knownServer],
    ["start-config#route", route],
    ["start-config#accept", accept],
  ] as const)("%s", ([place, keys]) => {
    const { properties, required } = schemaAt(place);
    expect(Object.keys(properties).toSorted()).toEqual(Object.keys(keys).toSorted());
    expect([...required].toSorted()).toEqual(Object.entries(keys).flatMap(([key, kind]) => (kind === "required" ? [key] : [])).toSorted());
  });
});

test("every schema names itself after its file and its draft", () => {
  const folder = new URL("./protocol/", import.meta.url);
  for (const file of readdirSync(folder)) expect(readJson(new URL(file, folder))).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", $id: `https://x402-conformance.dev/schemas/driver/${file}` });
});

const accepts = [{ scheme: "exact", network: "eip155:84532", amount: "1", asset: "0xa", payTo: "0xb", maxTimeoutSeconds: 60, extra: { name: "USDC" } }];
const good: readonly (readonly [MessageName, unknown])[] = [
  ["hello-request", { id: 1, op: "hello", protocol: 1 } satisfies DriverRequest],
  ["start-request", { id: 2, op: "start", instance: "a", config: { role: "client", chains: {} } } satisfies DriverRequest],
  ["start-request", { id: 2, op: "start", instance: "a", config: { role: "server", facilitators: ["http://127.0.0.1:1"], upstream: "http://127.0.0.1:2", routes: [{ id: "basic", method: "GET", path: "/a", accepts, extensions: { x: { info: {} } } }], chains: { "eip155:84532": { rpcUrl: "http://127.0.0.1:3" } } } } satisfies DriverRequest],
  ["start-request", { id: 2, op: "start", instance: "a", config: { role: "facilitator", chains: { "eip155:84532": { rpcUrl: "http://127.0.0.1:3", signerPrivateKey: `0x${"ab".repeat(32)}` } }, confirmationTimeoutSeconds: 2 } } satisfies DriverRequest],
  ["fetch-request", { id: 3, op: "fetch", instance: "a", request: { url: "http://127.0.0.1:1/a?b", method: "POST", headers: [["x-a", "1"]], body: "aGk=" }, wallets: { eip155: "0x1" } } satisfies DriverRequest],
  ["reset-request", { id: 4, op: "reset", instance: "a" } satisfies DriverRequest],
  ["stop-request", { id: 5, op: "stop" } satisfies DriverRequest],
  ["reply", { id: 5, ok: true, result: null } satisfies DriverReply],
  ["reply", { id: 5, ok: false, error: { code: "unsupported", message: "no" } } satisfies DriverReply],
  ["hello-result", { name: "a", version: "", role: "server", capabilities: { schemes: [], networks: [], extensions: [], transports: [], features: ["newer-than-us"] } } satisfies HelloReply],
  ["start-result", {} satisfies StartReply],
  ["start-result", { url: "http://127.0.0.1:1", unsupportedRoutes: ["a"] } satisfies StartReply],
  ["fetch-result", { outcome: "response", status: 200, headers: [["a", "b"]], body: "", payment: { any: "thing" } } satisfies FetchOutcome],
  ["fetch-result", { outcome: "error", message: "" } satisfies FetchOutcome],
];
const bad: readonly (readonly [MessageName, unknown])[] = [
  ["reply", { id: 5, ok: true }],
  ["reply", { id: 5, ok: "true", result: 1 }],
  ["reply", { id: 5, ok: false, error: { code: "oops", message: "" } }],
  ["reply", { ok: true, result: {} }],
  ["hello-result", { name: "a", version: "1", role: "wallet", capabilities: { schemes: [], networks: [], extensions: [], transports: [], features: [] } }],
  ["start-result", { URL: "http://127.0.0.1:1" }],
  ["start-result", { url: "127.0.0.1:1" }],
  ["fetch-result", { outcome: "response", status: "200", headers: [], body: "" }],
  ["fetch-result", { outcome: "response", status: 200, headers: [["a"]], body: "" }],
  ["fetch-result", { outcome: "response", status: 200, headers: [], body: "not base64!" }],
  ["fetch-result", { outcome: "refused" }],
];

describe("messages", () => {
  const messages = createMessages();
  test.for(good)("that fit: %s %j", ([name, message]) => {
    expect(() => messages.assertTheirs(name, message)).not.toThrow();
  });
  test.for(bad)("that do not: %s %j", ([name, message]) => {
    expect(() => messages.assertTheirs(name, message)).toThrow(expect.objectContaining({ code: "protocol" }) as Error);
  });
  test("of the harness's own that do not fit are no fault of the target", () => {
    expect(() => messages.assertOwn("stop-request", { id: 0, op: "stop" })).toThrow("The harness made a stop-request");
  });
});
