import { expect, test } from "vitest";
import { faultSet } from "../../faults.ts";
import { ed25519Key, findKey, signatureAgentOf, signaturesOf, verifiesMessage } from "../../http-signatures/index.ts";
import type { HeaderFields } from "../../transports/http/http-fetch.ts";
import { createClient, createServer } from "./index.ts";

const seed = Buffer.alloc(32, 5);
const key = ed25519Key(seed);
const wallets = [{ namespace: "cloudflare", privateKey: `http://127.0.0.1:4711 ${seed.toString("base64url")}` }];
const effects = { now: () => 1_700_000_000_500, randomBytes: (length: number) => new Uint8Array(length).fill(1) };
const client = createClient({ effects, faults: faultSet() });
const advertised = { info: { registrationUrl: "https://network.example", signatureSchemes: ["ed25519"], tags: ["web-bot-auth"] } };
const request = { method: "GET", url: "http://shop.example/article?x=1", headers: [["PAYMENT-SIGNATURE", "e30="]] as HeaderFields };

test("a payment is signed with what the text wants covered", () => {
  const fields = client.attach?.({ advertised, request, wallets }) ?? [];
  expect(signatureAgentOf(fields)).toBe("http://127.0.0.1:4711");
  const headers = [...request.headers, ...fields];
  const [found] = signaturesOf(headers);
  expect(found).toMatchObject({ keyid: key.thumbprint, tag: "web-bot-auth", created: 1_700_000_000, expires: 1_700_000_030 });
  expect(found?.covered.items.map(({ value }) => value)).toEqual(['"@authority"', '"signature-agent"', '"payment-signature"']);
  expect(found !== undefined && verifiesMessage({ message: { ...request, headers }, found, key: key.jwk })).toBe(true);
});

test("it is asked with a signature what an offer costs that does not say", () => {
  const priced = { advertised, url: request.url, wallets, accepts: [{ amount: "1" }] };
  expect(client.answer?.(priced)).toBeUndefined();
  expect(client.answer?.({ ...priced, accepts: [{}] })?.map(([name]) => name)).toEqual(["Signature-Agent", "Signature-Input", "Signature"]);
});

test.each([
  ["no declaration", undefined, wallets],
  ["an algorithm it does not have", { info: { ...advertised.info, signatureSchemes: ["rsa-pss-sha512"] } }, wallets],
  ["no key of an agent", advertised, [{ namespace: "eip155", privateKey: wallets[0]?.privateKey ?? "" }]],
  ["a key that is none", advertised, [{ namespace: "cloudflare", privateKey: "http://127.0.0.1:4711 short" }]],
])("with %s nothing is signed", (_, declared, has) => {
  expect(client.attach?.({ advertised: declared, request, wallets: has })).toBeUndefined();
});

test("responses that speak of payments are signed with a key from the server's directory", () => {
  const server = createServer({ effects, faults: faultSet() });
  const directory = server.serve?.({ method: "GET", path: "/.well-known/http-message-signatures-directory" });
  const { keys } = JSON.parse(Buffer.from(directory?.body ?? []).toString("utf8")) as { keys: unknown[] };
  const response = { status: 402, headers: [["PAYMENT-REQUIRED", "e30="]] as HeaderFields };
  const fields = server.attach?.({ advertised, request, response }) ?? [];
  const [found] = signaturesOf(fields);
  const published = findKey({ keys, keyid: found?.keyid ?? "" });
  expect(found !== undefined && published !== undefined && verifiesMessage({ message: { ...response, request }, found, key: published })).toBe(true);
  expect(server.attach?.({ advertised, request, response: { status: 404, headers: [] } })).toBeUndefined();
  expect(server.serve?.({ method: "GET", path: "/" })).toBeUndefined();
});
