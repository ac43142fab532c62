import { expect, it } from "vitest";
import { addressOf, authorizationToWire, signAuthorization, type TokenDomain } from "../../simulators/schemes/exact-evm/eip3009.ts";
import { readAuthorization, readSignature } from "./eip3009-signature.ts";

const privateKey = `0x${"17".repeat(32)}` as const;
const asset = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
const offer = { network: "eip155:84532", asset, extra: { name: "USDC", version: "2" } };
const domain: TokenDomain = { name: "USDC", version: "2", chainId: 84532, verifyingContract: asset };
const authorization = { from: addressOf(privateKey), to: "0x1111111111111111111111111111111111111111", value: 10000n, validAfter: 1n, validBefore: 2n, nonce: `0x${"5c".repeat(32)}` } as const;

const payment = async (edit: Partial<TokenDomain> = {}, wire: Record<string, unknown> = {}) => ({
  payload: { signature: await signAuthorization({ domain: { ...domain, ...edit }, authorization, privateKey }), authorization: { ...authorizationToWire(authorization), ...wire } },
});

it.each<[string, Partial<TokenDomain>, Record<string, unknown>, object]>([
  ["a good signature", {}, {}, { kind: "good" }],
  ["one beside a number that should be text", {}, { value: 10000 }, { kind: "good" }],
  ["one for another chain", { chainId: 8453 }, {}, { kind: "other-domain", domain: { ...domain, chainId: 8453 } }],
  ["one for a guessed token", { name: "USD Coin" }, {}, { kind: "other-domain", domain: { ...domain, name: "USD Coin" } }],
  ["one over other values", {}, { value: "10001" }, { kind: "unexplained" }],
  ["one without its values", {}, { validAfter: undefined }, { kind: "unreadable" }],
])("reads %s", async (_, edit, wire, expected) => {
  expect(readSignature({ payment: await payment(edit, wire), offer })).toMatchObject(expected);
});

it("takes no signature for granted", async () => {
  const { payload } = await payment();
  for (const signature of [undefined, "0x", 7, `0x${"00".repeat(65)}`, payload.signature.slice(0, -2)]) expect(readSignature({ payment: { payload: { ...payload, signature } }, offer }).kind).toMatch(/^un/);
  expect(readSignature({ payment: { payload }, offer: { ...offer, extra: {} } })).toEqual({ kind: "unreadable" });
});

it.each([undefined, null, "text", { authorization: [] }, { authorization: { from: 1 } }])("reads no authorization out of %j", (payload) => {
  expect(readAuthorization({ payload })).toBeUndefined();
});
