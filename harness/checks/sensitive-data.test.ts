import { expect, test } from "vitest";
import { passesLuhn } from "../../simulators/rails/card-data.ts";
import { cardNumberIn } from "./sensitive-data.ts";

/** Made here, so that none is written down. */
const NUMBER = [..."0123456789"].map((digit) => `4${"0".repeat(14)}${digit}`).find(passesLuhn) ?? "";
const MILLISECONDS = [..."0123456789"].map((digit) => `179500000000${digit}`).find(passesLuhn) ?? "";

test.each([NUMBER, `{"note":"${NUMBER}"}`, `tok_${NUMBER}`, NUMBER.replaceAll(/(\d{4})(?=\d)/g, "$1-"), `${NUMBER}=2912101`])("a card's number is found, %#", (text) => {
  expect(cardNumberIn(text)).toMatch(/^16 digits/);
});

test.each([`0xa${NUMBER}f3`, `pay_b${NUMBER}c`, `${NUMBER}1`, MILLISECONDS])("other digits are no card's number, %#", (text) => {
  expect(cardNumberIn(text)).toBeUndefined();
});
