import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { deriveKeyPair, encodeBase58 } from "../../simulators/chains/svm/wire/index.ts";
import type { ChallengeInfo } from "../../simulators/extensions/sign-in-with-x/challenge.ts";
import { siwsMessage } from "../../simulators/extensions/sign-in-with-x/siws-message.ts";
import { signedVariant, type SiwsVariant, siwsText } from "./siwx-proof.ts";

interface Vector {
  readonly id: string;
  readonly result: string;
  readonly input: { readonly info: ChallengeInfo; readonly chainId: string; readonly address: string };
  readonly output?: { readonly message: string };
}

const { groups } = JSON.parse(readFileSync(new URL("../../vectors/data/siwx/message-solana.json", import.meta.url), "utf8")) as { groups: readonly { tests: readonly Vector[] }[] };
const valid = groups.flatMap(({ tests }) => tests).filter(({ result, output }) => result === "valid" && output !== undefined);

it("knows vectors to hold to", () => {
  expect(valid.length).toBeGreaterThan(10);
});

it.each(valid.map((vector) => [vector.id, vector] as const))("writes the text of the vector %s", (_, { input: { info, chainId, address }, output }) => {
  expect(siwsText({ proof: { ...info, chainId, address }, address })).toBe(output?.message);
  expect(siwsMessage({ info, chainId, address })).toBe(output?.message);
});

const signer = deriveKeyPair({ seed: "siwx-proof-test", path: "wallet" });
const members = { domain: "127.0.0.1:4021", uri: "http://127.0.0.1:4021/weather", version: "1", chainId: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", type: "ed25519", nonce: "a1b2c3d4e5f60718a1b2c3d4e5f60718", issuedAt: "2026-11-21T08:23:33.315Z" };

function signed(variant: SiwsVariant, more: Readonly<Record<string, unknown>> = {}) {
  const proof = { ...members, ...more };
  const signature = signer.sign(Buffer.from(siwsText({ proof, address: signer.address, variant }), "utf8"));
  return { ...proof, address: signer.address, signature: encodeBase58(signature) };
}

it.each<[SiwsVariant, Readonly<Record<string, unknown>>]>([
  ["siws", {}],
  ["siws", { statement: "Sign in", resources: ["http://127.0.0.1:4021/weather"], requestId: "r" }],
  ["two-empty-lines", {}],
  ["whole-chain-id", { statement: "Sign in" }],
  ["ethereum-account", { statement: "Sign in" }],
])("tells the text %s with %j", (variant, more) => {
  expect(signedVariant(signed(variant, more))).toBe(variant);
});

it("has one text with a statement, however the lines around none are counted", () => {
  expect(signedVariant(signed("two-empty-lines", { statement: "Sign in" }))).toBe("siws");
});

it("finds the signature in other spellings, and none where a member was changed", () => {
  const proof = signed("siws");
  const hex = Buffer.from(signer.publicKey).toString("hex");
  expect(signedVariant({ ...proof, address: hex })).toBe("siws");
  expect(signedVariant({ ...proof, address: `0x${hex}` })).toBe("siws");
  expect(signedVariant({ ...proof, nonce: "0".repeat(32) })).toBeUndefined();
  for (const signature of [undefined, 7, "", "0x", "z".repeat(10_000)]) expect(signedVariant({ ...proof, signature })).toBe("unreadable");
});
