import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readJson } from "./json-schema.ts";
import { createValidator, loadSchemas } from "./schemas.ts";
import type { SchemaName, SchemaTypes } from "./schemas.ts";
import type { Eip3009Payload, PaymentPayload, PaymentRequirements, VerifyRequest } from "./types.ts";

const validator = createValidator();

const OFFER: PaymentRequirements = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "2500",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x1111111111111111111111111111111111111111",
  maxTimeoutSeconds: 90,
  extra: { name: "USDC", version: "2" },
};
const PAYLOAD: Eip3009Payload = {
  signature: `0x${"ab".repeat(65)}`,
  authorization: {
    from: "0x2222222222222222222222222222222222222222",
    to: "0x1111111111111111111111111111111111111111",
    value: "2500",
    validAfter: "1800000000",
    validBefore: "1800000090",
    nonce: `0x${"5c".repeat(32)}`,
  },
};
const PAYMENT: PaymentPayload = { x402Version: 2, accepted: OFFER, payload: PAYLOAD };
const REQUEST: VerifyRequest = { x402Version: 2, paymentPayload: PAYMENT, paymentRequirements: OFFER };

/** One value per schema, with every member of its type, so that the compiler ties types to schemas. */
const TYPED: { readonly [Name in SchemaName]: Required<SchemaTypes[Name]> } = {
  "resource-info": { url: "https://shop.test/a", description: "A", mimeType: "text/plain", serviceName: "Shop", tags: ["a"], iconUrl: "https://shop.test/i.png" },
  "payment-requirements": { ...OFFER, extra: {} },
  "payment-required": { x402Version: 2, error: "Pay", resource: { url: "https://shop.test/a" }, accepts: [OFFER], extensions: { demo: { info: {}, schema: {} } } },
  "payment-payload": { ...PAYMENT, resource: { url: "https://shop.test/a" }, extensions: {} },
  "exact-evm-eip3009-payload": PAYLOAD,
  "settle-response": { success: false, errorReason: "insufficient_funds", payer: "0x22", transaction: "", network: "eip155:84532", amount: "0", extensions: {} },
  "verify-response": { isValid: false, invalidReason: "insufficient_funds", payer: "0x22", extensions: {}, extra: {} },
  "verify-request": REQUEST,
  "settle-request": REQUEST,
  "supported-response": { kinds: [{ x402Version: 2, scheme: "exact", network: "eip155:84532", extra: {} }], extensions: [], signers: { "eip155:*": ["0x33"] } },
  extensions: { demo: { info: {}, schema: {} } },
};
const NAMES = Object.keys(TYPED) as SchemaName[];

const examples = (name: SchemaName, kind: "valid" | "invalid"): [string, unknown][] => {
  const folder = new URL(`schemas/examples/${name}/${kind}/`, import.meta.url);
  return readdirSync(folder).toSorted().map((file) => [file, readJson(new URL(file, folder))]);
};

it("has a type for every schema and a schema for every type", () => {
  expect([...loadSchemas().keys()]).toEqual(NAMES.toSorted());
});

describe.each(NAMES)("%s", (name) => {
  it("accepts a value of its type", () => {
    expect(validator.validate(name, TYPED[name])).toEqual({ ok: true });
  });

  it.each(examples(name, "valid"))("accepts %s", (_, value) => {
    expect(validator.validate(name, value)).toEqual({ ok: true });
  });

  it.each(examples(name, "invalid"))("refuses %s", (_, value) => {
    expect(validator.validate(name, value).ok).toBe(false);
  });

  it.each([null, [], "text", 7, true])("refuses %j", (value) => {
    expect(validator.is(name, value)).toBe(false);
  });

  it("refuses the loss of each required member", () => {
    const required = loadSchemas().get(name)?.["required"] as string[] | undefined;
    for (const member of required ?? []) {
      const { [member]: _, ...rest } = TYPED[name] as Record<string, unknown>;
      expect(validator.is(name, rest), member).toBe(false);
    }
  });
});

it("says where and what", () => {
  expect(validator.validate("payment-required", { ...TYPED["payment-required"], accepts: [{ ...OFFER, amount: 2500 }] })).toEqual({
    ok: false,
    errors: [{ path: "/accepts/0/amount", message: "must be string" }],
  });
});
