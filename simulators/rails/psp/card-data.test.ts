import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";
import { TEST_INSTRUMENTS, testTokenOf } from "./test-instruments.ts";
import { findCardNumbers, passesLuhn } from "../card-data.ts";

// A number that card networks publish for tests.
const PAN = "4242424242424242";

describe("card data are refused and not kept", () => {
  test.each([
    ["as a token", { payment_method: PAN }],
    ["inside a token", { payment_method: `tok_${PAN}` }],
    ["in metadata", { metadata: { note: `my card is 4242 4242 4242 4242` } }],
    ["in metadata, with points", { metadata: { a: "4242.4242.4242.4242" } }],
    ["in metadata, in base64", { metadata: { a: Buffer.from(PAN).toString("base64") } }],
    ["as a name", { metadata: { [PAN]: "x" } }],
    ["as a number of JSON", { amount: Number(PAN) }],
    ["as a security code", { payment_method_data: { card: { cvc: "123" } } }],
    ["as a number's member", { card: { number: "x" } }],
  ])("%s", async (_, more) => {
    const { create, control } = createTestPsp();
    expect(await create(more)).toMatchObject({ status: 400, body: { error: { code: "card_data_refused" } } });
    expect(control.calls()).toMatchObject([{ cardData: true, body: null, path: "" }]);
    expect(control.intents()).toEqual([]);
  });

  test("written in escapes of JSON", async () => {
    const { ask } = createTestPsp();
    const escaped = [...PAN].map((digit) => `\\u003${digit}`).join("");
    expect((await ask("POST /v1/payment_intents", { body: `{"payment_method":"${escaped}"}` })).body.error).toMatchObject({ code: "card_data_refused" });
  });

  test("in the path, the query and the Idempotency-Key", async () => {
    const { ask, create, control } = createTestPsp();
    for (const answer of [await ask(`GET /v1/payment_intents/${PAN}`), await ask(`GET /v1/payment_intents?merchant_reference=%34${PAN.slice(1)}`), await create({}, { idempotencyKey: PAN })]) expect(answer.body.error).toMatchObject({ code: "card_data_refused" });
    expect(JSON.stringify(control.calls(), (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value))).not.toMatch(/4242/);
  });
});

describe("ids that a caller made of digits are none", () => {
  /** Passes the Luhn test, and nobody's card begins like it. */
  const SNOWFLAKE = "1790000000000000005";
  /** Passes it and begins like a card's, as one key of forty that are sixteen digits. */
  const DRAWN = "4539578763621486";
  test("as an Idempotency-Key", async () => {
    const { create } = createTestPsp();
    for (const idempotencyKey of [SNOWFLAKE, DRAWN]) expect((await create({}, { idempotencyKey })).status).toBe(200);
  });
  test("in metadata", async () => {
    const { create } = createTestPsp();
    expect(passesLuhn(SNOWFLAKE)).toBe(true);
    expect((await create({ metadata: { order: SNOWFLAKE, digest: "901d704e4b298b4736867597186340d433578a4c394ad6f9740df14468387c4d", id: "abcd4242-4242-4242-4242-abcdefabcdef" } })).status).toBe(200);
  });
});

test("no answer holds anything that could be a card number", async () => {
  const { create, ask, control } = createTestPsp();
  const texts: string[] = [];
  for (const name of TEST_INSTRUMENTS.keys()) {
    const currency = name.startsWith("sepa") ? "EUR" : "USD";
    const answer = await create({ amount: 999_999, currency, confirm: true, payment_method: testTokenOf(name), mandate_data: {} });
    texts.push(JSON.stringify(answer.body));
  }
  texts.push(JSON.stringify((await ask("GET /v1/payment_intents?limit=100")).body), JSON.stringify((await ask("GET /v1/events")).body));
  expect(texts.flatMap((text) => findCardNumbers(text))).toEqual([]);
  expect(control.intents().length).toBe(TEST_INSTRUMENTS.size);
});
