import { expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";
import { forwardedBase } from "./public-url.ts";

const request = (headers: Record<string, string>) => new Request("http://127.0.0.1:4000/v1/x", { headers });

test.each([
  [{}, undefined],
  [{ "x-forwarded-prefix": "/run-1/psp" }, "http://127.0.0.1:4000/run-1/psp"],
  [{ "x-forwarded-prefix": "/psp/", "x-forwarded-host": "proxy.test:8080", "x-forwarded-proto": "https" }, "https://proxy.test:8080/psp"],
  [{ "x-forwarded-host": "proxy.test" }, "http://proxy.test"],
  [{ "x-forwarded-prefix": "//evil.test/a" }, undefined],
  [{ "x-forwarded-prefix": "/a\"b" }, undefined],
  [{ "x-forwarded-prefix": "/a", "x-forwarded-host": "evil.test/?" }, undefined],
  [{ "x-forwarded-prefix": "/a", "x-forwarded-proto": "javascript" }, undefined],
])("headers %o lead to %s", (headers, base) => expect(forwardedBase(request(headers))).toBe(base));

test("a challenge is met where the provider is reached, also when an answer is repeated elsewhere", async () => {
  const { psp, key, token, control } = createTestPsp({ publicUrl: "https://pay.test/" });
  const body = JSON.stringify({ amount: 100, currency: "USD", merchant_account: "acct_shop", payment_method: token("card_visa_challenge"), confirm: true });
  const ask = async (headers: Record<string, string>) => {
    const response = await psp.fetch(new Request("http://psp.test/v1/payment_intents", { method: "POST", body, headers: { authorization: `Bearer ${key}`, "idempotency-key": "one", ...headers } }));
    return ((await response.json()) as { next_action: { url: string } }).next_action.url;
  };
  const [near, far] = [await ask({}), await ask({ "x-forwarded-prefix": "/edge/psp" })];
  expect(near).toMatch(/^https:\/\/pay\.test\/challenges\/ch_/);
  expect(far).toBe(near.replace("https://pay.test", "http://psp.test/edge/psp"));
  await psp.fetch(new Request(far, { method: "POST" }));
  expect(control.intents().map(({ id }) => control.intent(id)?.["status"])).toEqual(["succeeded"]);
});
