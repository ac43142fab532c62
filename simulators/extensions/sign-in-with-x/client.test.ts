import { expect, it } from "vitest";
import { decodeBase58, deriveKeyPair, verifySignature } from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import { decodeHeader } from "../../transports/http/header-codec.ts";
import { createClient } from "./index.ts";

const signer = deriveKeyPair({ seed: "siwx-client-test", path: "wallet" });
const wallets = [{ namespace: "solana", privateKey: signer.privateKey }];
const url = "http://127.0.0.1:4021/weather?city=x";
const now = Date.parse("2026-11-21T08:23:40.000Z");
const chain = { chainId: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", type: "ed25519" };
const info = { domain: "127.0.0.1:4021", uri: url, version: "1", nonce: "a1b2c3d4e5f60718a1b2c3d4e5f60718", issuedAt: "2026-11-21T08:23:33.315Z", expirationTime: "2026-11-21T08:28:33.315Z", statement: "Sign in", "x-vendor": { kept: true } };
const advertised = { info, supportedChains: [{ chainId: "eip155:8453", type: "eip191" }, chain] };
const client = createClient({ effects: { now: () => now, randomBytes: (length) => new Uint8Array(length) }, faults: faultSet() });

it("answers a challenge with everything that was in it, and a signature over its text", () => {
  const [field] = client.answer?.({ accepts: [], advertised, url, wallets }) ?? [];
  expect(field?.[0]).toBe("SIGN-IN-WITH-X");
  const decoded = decodeHeader(field?.[1] ?? "");
  const { signature, ...proof } = (decoded.ok ? decoded.value : {}) as Record<string, unknown>;
  expect(proof).toEqual({ ...info, ...chain, address: signer.address, signatureScheme: "siws" });
  const text = [
    "127.0.0.1:4021 wants you to sign in with your Solana account:",
    signer.address,
    "",
    "Sign in",
    "",
    `URI: ${url}`,
    "Version: 1",
    "Chain ID: EtWTRABZaYq6iMfeYKouRu166VU2xqa1",
    "Nonce: a1b2c3d4e5f60718a1b2c3d4e5f60718",
    "Issued At: 2026-11-21T08:23:33.315Z",
    "Expiration Time: 2026-11-21T08:28:33.315Z",
  ].join("\n");
  expect(verifySignature({ publicKey: signer.address, message: Buffer.from(text), signature: decodeBase58(String(signature)) ?? new Uint8Array() })).toBe(true);
});

it.each<[string, unknown]>([
  ["no object", "text"],
  ["no info", { supportedChains: [chain] }],
  ["another version", { ...advertised, info: { ...info, version: "2" } }],
  ["a member missing", { ...advertised, info: { ...info, nonce: undefined } }],
  ["a member of another type", { ...advertised, info: { ...info, statement: 7 } }],
  ["resources that are no list", { ...advertised, info: { ...info, resources: "ipfs://x" } }],
  ["no chains", { info }],
  ["chains of other families only", { info, supportedChains: [{ chainId: "eip155:8453", type: "eip191" }, null, 7] }],
  ["another type of signature", { info, supportedChains: [{ ...chain, type: "eip191" }] }],
  ["another domain", { ...advertised, info: { ...info, domain: "bank.test" } }],
  ["a uri of another origin", { ...advertised, info: { ...info, uri: "http://bank.test/weather" } }],
  ["a time that is over", { ...advertised, info: { ...info, expirationTime: "2026-11-21T08:23:39.999Z" } }],
  ["a time that is none", { ...advertised, info: { ...info, expirationTime: "tomorrow" } }],
  ["a line break that forges a line", { ...advertised, info: { ...info, statement: "Sign in\n\nURI: http://bank.test" } }],
])("has no answer to a challenge with %s", (_, odd) => {
  expect(client.answer?.({ accepts: [], advertised: odd, url, wallets })).toBeUndefined();
});

it.each([[[]], [[{ namespace: "eip155", privateKey: `0x${"11".repeat(32)}` }]], [[{ namespace: "solana", privateKey: "no key" }]]])("has no answer without a wallet of Solana", (others) => {
  expect(client.answer?.({ accepts: [], advertised, url, wallets: others })).toBeUndefined();
});
