import { expect, test } from "vitest";
import { method } from "../methods/exact-evm/method.ts";
import { createPlausibleFacilitator } from "./plausible-facilitator.ts";

const requirements = { scheme: "exact", network: "eip155:84532", amount: "10000", asset: "0xA5", payTo: "0xB6", maxTimeoutSeconds: 60, extra: {} };
const authorization = { from: "0xC7", to: "0xb6", value: "10000", validAfter: "0", validBefore: "1", nonce: "0x01" };
type Body = { x402Version: number; paymentPayload: Record<string, unknown>; paymentRequirements: Record<string, unknown> };
const body = (edit: (body: Body) => void = () => undefined): Body => {
  const made: Body = structuredClone({ x402Version: 2, paymentPayload: { x402Version: 2, accepted: requirements, payload: { signature: "0x", authorization } }, paymentRequirements: { ...requirements } });
  edit(made);
  return made;
};
const facilitator = () => createPlausibleFacilitator({ randomBytes: (length) => new Uint8Array(length).fill(7), method, sponsor: "" });

test("a payment that fits its requirements is valid and settles once", () => {
  const { verify, settle } = facilitator();
  expect(verify(body()).json).toEqual({ isValid: true, payer: "0xC7" });
  expect(settle(body()).json).toMatchObject({ success: true, transaction: `0x${"07".repeat(32)}`, network: "eip155:84532", payer: "0xC7" });
  expect(settle(body()).json).toMatchObject({ success: false, errorReason: "invalid_transaction_state", transaction: "" });
});

test.each<[string, string, (body: Body) => void]>([
  ["another version", "invalid_x402_version", ({ paymentPayload }) => void (paymentPayload["x402Version"] = 3)],
  ["no accepted", "invalid_payload", ({ paymentPayload }) => void delete paymentPayload["accepted"]],
  ["no payload", "invalid_payload", ({ paymentPayload }) => void delete paymentPayload["payload"]],
  ["a dearer offer", "invalid_payload", ({ paymentRequirements }) => void (paymentRequirements["amount"] = "20000")],
  ["another network", "invalid_network", ({ paymentRequirements }) => void (paymentRequirements["network"] = "eip155:8453")],
  ["broken requirements", "invalid_payment_requirements", ({ paymentRequirements }) => void delete paymentRequirements["amount"]],
  [
    "a lower value",
    "invalid_exact_evm_payload_authorization_value_mismatch",
    ({ paymentPayload }) => void ((paymentPayload["payload"] as { authorization: { value: string } }).authorization.value = "1"),
  ],
])("%s is refused as %s", (_, reason, edit) => {
  expect(facilitator().verify(body(edit)).json).toMatchObject({ isValid: false, invalidReason: reason });
});

test("what is no request at all is refused", () => {
  expect(facilitator().verify(undefined).json).toMatchObject({ isValid: false });
  expect(facilitator().settle("text").json).toMatchObject({ success: false, transaction: "" });
});
