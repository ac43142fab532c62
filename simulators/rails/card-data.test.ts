import fc from "fast-check";
import { expect, test } from "vitest";
import { findCardNumbers, maskCardNumbers, passesLuhn } from "./card-data.ts";
import { idOf } from "./ids.ts";

// Numbers that card networks publish for tests.
const VISA = "4242424242424242";
const AMEX = "378282246310005";

test.each([
  ["alone", VISA, 16],
  ["in JSON", `{"token":"${VISA}"}`, 16],
  ["behind an underscore", `tok_${VISA}`, 16],
  ["inside a word", `tok${VISA}x`, 16],
  ["embossed", "4242 4242 4242 4242", 16],
  ["with hyphens", "pay-4242-4242-4242-4242", 16],
  ["embossed by American Express", "3782 822463 10005", 15],
  ["of 15 digits", `${AMEX} `, 15],
])("a card number %s is found and masked", (_, text, digits) => {
  expect(findCardNumbers(text)).toHaveLength(1);
  expect(findCardNumbers(text)[0]?.digits).toBe(digits);
  expect(findCardNumbers(maskCardNumbers(text))).toEqual([]);
  expect(maskCardNumbers(text)).toContain(`[card number of ${digits} digits]`);
});

test.each([
  ["with another check digit", "4242424242424241"],
  ["of 12 digits", "424242424242"],
  ["part of a longer run", `${VISA}${VISA}`],
  ["an atomic amount", "1000000000000000000"],
  ["a UUID", "12345678-1234-4123-8123-123456789012"],
  ["in a UUID", "abcd4242-4242-4242-4242-abcdefabcdef"],
  // An Idempotency-Key that a facilitator really made.
  ["in a digest", "901d704e4b298b4736867597186340d433578a4c394ad6f9740df14468387c4d"],
])("a run of digits %s is no card number", (_, text) => {
  expect(findCardNumbers(text)).toEqual([]);
  expect(maskCardNumbers(text)).toBe(text);
});

test("exactly one check digit in ten completes a run", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{12,18}$/), (digits) => {
      expect(Array.from({ length: 10 }, (_, check) => passesLuhn(`${digits}${check}`)).filter(Boolean)).toHaveLength(1);
    }),
  );
});

test("no id of the simulated world can be taken for a card number", () => {
  fc.assert(fc.property(fc.string(), (part) => findCardNumbers(idOf({ prefix: "pi", parts: [part] })).length === 0));
});
