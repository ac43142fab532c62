import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../schemes/scheme.ts";
import type { Facilitator } from "./create-facilitator.ts";
import { type HttpFacilitator, MAX_BODY_BYTES, serveFacilitator } from "./http.ts";

/** Answers with what it was given. */
const facilitator = {
  verify: async (given: unknown, caller?: Caller) => await Promise.resolve({ status: 200, body: { isValid: true, given: given ?? "nothing", ...(caller === undefined ? {} : { accounts: caller.accounts }) } }),
  settle: async () => await Promise.reject(new Error("a secret")),
  supported: () => ({ status: 200, body: { kinds: [], extensions: [], signers: {} } }),
  notify: async (event: unknown) => await Promise.resolve({ status: 200, body: { event } }),
  close: async () => await Promise.resolve(),
} as unknown as Facilitator;

let served: HttpFacilitator;
beforeAll(async () => {
  served = await serveFacilitator({ facilitator, servers: [{ credential: "shop-secret", accounts: ["acct_shop"] }] });
});
afterAll(async () => await served.close());

const ask = async (method: string, path: string, body?: string): Promise<Response> => await fetch(`${served.url}${path}`, { method, ...(body === undefined ? {} : { body }) });

test.each<[string, string, string | undefined, number, unknown]>([
  ["POST", "/verify", '{"a":1}', 200, { isValid: true, given: { a: 1 } }],
  ["POST", "/verify?x=1", "no JSON", 200, { isValid: true, given: "nothing" }],
  ["POST", "/settle", "{}", 500, { error: "The facilitator failed." }],
  ["GET", "/supported", undefined, 200, { kinds: [], extensions: [], signers: {} }],
  ["GET", "/verify", undefined, 405, { error: "Use POST." }],
  ["POST", "/supported", "{}", 405, { error: "Use GET." }],
  ["POST", "/other", "{}", 404, { error: "There is POST /verify, POST /settle and GET /supported." }],
  ["POST", "/settle", "x".repeat(MAX_BODY_BYTES + 1), 413, { error: `The request body is larger than ${MAX_BODY_BYTES} bytes.` }],
])("%s %s", async (method, path, body, status, expected) => {
  const response = await ask(method, path, body);
  expect([response.status, await response.json()]).toEqual([status, expected]);
});

test("a body that is announced too large is refused before it comes, and one that is not announced when it does", async () => {
  const { hostname, port } = new URL(served.url);
  const status = async (headers: Record<string, string | number>, body: string): Promise<number | undefined> =>
    await new Promise((resolve, reject) => {
      const outgoing = request({ host: hostname, port, method: "POST", path: "/verify", headers }, (incoming) => {
        resolve(incoming.statusCode);
        outgoing.destroy();
      });
      outgoing.on("error", reject);
      outgoing.write(body);
    });
  expect(await status({ "Content-Length": MAX_BODY_BYTES + 1 }, "x")).toBe(413);
  expect(await status({ "Transfer-Encoding": "chunked" }, "x".repeat(MAX_BODY_BYTES + 1))).toBe(413);
});

test("HEAD has GET's headers and no body", async () => {
  const response = await ask("HEAD", "/supported");
  expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([200, "41", ""]);
});

test.for([
  ["Bearer shop-secret", ["acct_shop"]],
  ["bearer shop-secret", ["acct_shop"]],
  ["Bearer shop-secre", undefined],
  ["Bearer shop-secret more", undefined],
  ["Basic shop-secret", undefined],
  ["", undefined],
] as const)("with the authorization %j the server has the accounts %j", async ([authorization, accounts]) => {
  const response = await fetch(`${served.url}/verify`, { method: "POST", body: "{}", headers: { authorization } });
  expect(((await response.json()) as { accounts?: unknown }).accounts).toEqual(accounts);
});

test("an event of a provider is handed on with its signature, as it came", async () => {
  const response = await fetch(`${served.url}/webhooks/simpay`, { method: "POST", body: '{ "id":1}', headers: { "Psp-Signature": "t=1,v1=ab" } });
  expect(await response.json()).toEqual({ event: { provider: "simpay", signature: "t=1,v1=ab", body: '{ "id":1}' } });
  expect((await ask("POST", "/webhooks/..%2f", "{}")).status).toBe(404);
});
