import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passesLuhn } from "../../simulators/rails/card-data.ts";
import { findNumbers, maskDeep, maskText } from "./mask.ts";
import { wordsOf } from "./quantities.ts";

/** Made here, so that no number stands in a file. */
const withCheckDigit = (body: string): string => `${body}${[..."0123456789"].find((digit) => passesLuhn(`${body}${digit}`))}`;
const VISA = withCheckDigit("42424".repeat(3));
const MASKED = `[card number ${VISA.slice(0, 6)}******${VISA.slice(-4)}]`;
const AMEX = withCheckDigit("37828224631000");
const ibanOf = (country: string, bban: string): string => {
  const check = 98n - BigInt([...`${bban}${country}00`].map((character) => Number.parseInt(character, 36)).join("")) % 97n;
  return `${country}${String(check).padStart(2, "0")}${bban}`;
};
const GERMAN = ibanOf("DE", "370400440532013000");
const DUTCH = ibanOf("NL", "ABNA0417164300");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const grouped = (text: string, by: string): string => text.replaceAll(/(.{4})(?=.)/g, `$1${by}`);

/** No digits of a number are left, in any form. */
function expectFree(text: string): void {
  expect(text).not.toContain(VISA);
  expect(text.replaceAll(/[^0-9A-Za-z]/g, "")).not.toContain(VISA);
  expect(findNumbers(text)).toEqual([]);
}

describe("a card number is masked", () => {
  test.each([
    ["alone", VISA],
    ["in a sentence", `card ${VISA}, thanks`],
    ["in a token", `tok_${VISA}`],
    ["in a word", `pan${VISA}x`],
    ["in JSON", JSON.stringify({ payload: { token: VISA } })],
    ["as a number of JSON", `{"token":${VISA}}`],
    ["in JSON in JSON", JSON.stringify({ body: JSON.stringify({ token: VISA }) })],
    ["as the name of a member", JSON.stringify({ [VISA]: 1 })],
    ["as the value of a pair", JSON.stringify({ name: "pan", value: VISA })],
    ["in groups", grouped(VISA, " ")],
    ["in groups with hyphens", grouped(VISA, "-")],
    ["in a query", `/pay?card=${grouped(VISA, "+")}&x=1`],
    ["with blanks escaped", `/pay?card=${grouped(VISA, "%20")}`],
    ["with digits escaped", `/pay?card=%3${VISA[0]}${VISA.slice(1)}`],
    ["in escapes of JSON", `{"t":"${[...VISA].map((digit) => `\\u003${digit}`).join("")}"}`],
    ["in base64", base64(JSON.stringify({ payload: { token: VISA } }))],
    ["in base64url", Buffer.from(JSON.stringify({ t: `${VISA}?>?>?>` })).toString("base64url")],
    ["in base64 in base64", base64(base64(JSON.stringify({ token: VISA })))],
    ["in base64 that was cut off", base64(JSON.stringify({ payload: { token: VISA, more: "x".repeat(99) } })).slice(0, 61)],
    ["in base64 behind a path", `/a/${base64(`xx ${VISA} yy`)}`],
    ["in base64 beside bytes", Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(VISA), Buffer.from([0xc0])]).toString("base64")],
    ["in a stack of lines", `boom\n  at card ${VISA}\n  at x`],
  ])("%s", (_, text) => {
    expect(findNumbers(text).map(({ kind, digits }) => [kind, digits])).toContainEqual(["card", VISA]);
    expectFree(maskText(text));
    expect(maskText(maskText(text))).toBe(maskText(text));
  });

  test("to its first six digits and its last four, and the rest of the text stays", () => {
    expect(maskText(`a ${VISA} b`)).toBe(`a ${MASKED} b`);
    expect(maskText(AMEX)).toBe(`[card number ${AMEX.slice(0, 6)}*****${AMEX.slice(-4)}]`);
    const header = base64(JSON.stringify({ token: VISA, z: "ü" }));
    expect(JSON.parse(Buffer.from(maskText(header), "base64").toString("utf8"))).toEqual({ token: MASKED, z: "ü" });
  });

  test("everywhere in a value", () => {
    expect(maskDeep({ a: [VISA, { [VISA]: VISA }], n: 1, u: undefined, z: null })).toEqual({ a: [MASKED, { [MASKED]: MASKED }], n: 1, u: undefined, z: null });
  });
});

/** Of a card that providers publish for tests. */
const TEST = withCheckDigit("424242424242424");
const inGroups = (sizes: readonly number[], by: string): string => sizes.map((size, index) => TEST.slice(sizes.slice(0, index).reduce((sum, one) => sum + one, 0)).slice(0, size)).join(by);
const FOURS = [4, 4, 4, 4];

describe("a test card's number is masked wherever it stands", () => {
  test.each([
    ...["amount", "nonce", "salt", "total", "timestamp", "blocked_card", "blockedCard", "validPan", "valid_card", "one_time_card", "oneTimeNumber", "coffee", "blockedpan", "chainId"].map((name) => [name, JSON.stringify({ [name]: TEST })]),
    ...["  ", "\t", "\n", "\r\n", "/", ",", ", ", "\u2013", "\u2011", "\u2009", "\u200b", "%2D", "%2B", "%C2%A0", "&nbsp;", "\\n", "\\u0020", "-", " - "].map((by) => [`in groups with ${JSON.stringify(by)}`, inGroups(FOURS, by)]),
    ...[[8, 8], [6, 10], [4, 6, 6], [2, 2, 2, 2, 2, 2, 2, 2], Array.from({ length: 16 }, () => 1)].flatMap((sizes) => [" ", "-"].map((by) => [`in groups of ${sizes.join()} with ${by}`, inGroups(sizes, by)])),
    ["in groups of two kinds", `${TEST.slice(0, 4)} ${TEST.slice(4, 8)}-${TEST.slice(8, 12)} ${TEST.slice(12)}`],
    ["in a list of texts", JSON.stringify(TEST.match(/.{4}/g))],
    ["in a list of texts, written wide", JSON.stringify({ a: { b: TEST.match(/.{4}/g) } }, null, 2)],
    ["in a list in JSON in JSON", JSON.stringify({ body: JSON.stringify([...TEST]) })],
    ["in a list of digits", JSON.stringify([...TEST].map(Number))],
    ["behind a word and a hyphen", `id-${inGroups(FOURS, "-")}`],
    ["before a hyphen and a word", `${inGroups(FOURS, "-")}-ok`],
    ["with expiry and security code", `${TEST}1228123`],
    ["behind zeros", `000${TEST}`],
    ["like hex", `0x${TEST}`],
    ["in hex", `cafe${TEST}beef`],
    ["in a token that looks like hex", `tok_${TEST}abcd1234`],
    ["as an amount in words", `Amount ${TEST} declined`],
    ["before what looks like a unit", `card ${TEST} gas station`],
    ["behind a point", `1.${TEST}`],
    ["as the value of a transfer", JSON.stringify({ from: "a", value: TEST })],
    ["in base64 of groups", base64(`card ${inGroups([8, 8], " ")}`)],
  ])("%s", (_, text) => {
    const masked = maskText(text ?? "");
    expect(masked).toContain(text?.startsWith("Y2") === true ? "" : "[card number");
    expect(masked.replaceAll(/(?:%\d[A-F\d]|\\u00..|[^0-9A-Za-z])+/g, "")).not.toContain(TEST);
    expect(findNumbers(masked)).toEqual([]);
    expect(maskText(masked)).toBe(masked);
    if (text?.startsWith(TEST) === true) expect(masked).not.toContain("1228123");
  });
  test("also with its digits in several elements of a list", () => {
    expect(maskDeep({ card: TEST.match(/.{4}/g), pair: ["12", "34"] })).toEqual({ card: Array.from({ length: 4 }, () => "[part of a card number]"), pair: ["12", "34"] });
  });
  test.each([
    ["a UUID of it", `${TEST.slice(0, 8)}-4242-4242-4242-${TEST.slice(0, 12)}`],
    ["an address of it", `0x${"42".repeat(20)}`],
    ["a longer run of it", "42".repeat(20)],
    ["places behind a point that look like one", `{"took":0.${withCheckDigit("400000000000000")}}`],
    ["an amount that holds one with many zeros", `{"amount":"1${withCheckDigit("400000000000000")}000"}`],
  ])("but not in %s", (_, text) => expect(maskText(text)).toBe(text));
});

describe("another card's number is masked", () => {
  test.each([
    ...["blocked_card", "blockedCard", "validPan", "validcard", "one_time_card", "oneTimeNumber", "coffee", "blockedpan", "cardAmountLimit"].map((name) => [name, JSON.stringify({ [name]: VISA })]),
    ["before what looks like a unit", `card ${VISA} gas station`],
    ...["  ", "\t", "\n", "/", ", ", "\u2013", "\u2009", "%2D"].map((by) => [`in groups with ${JSON.stringify(by)}`, grouped(VISA, by)]),
    ["in two halves that are called a card", `card: ${VISA.slice(0, 8)} ${VISA.slice(8)}`],
    ["before a hyphen and a word", `${grouped(VISA, "-")}-ok`],
  ])("%s", (_, text) => expect(maskText(text ?? "")).toContain(MASKED));
  test.each(["toBlock", "blockNumber", "lastValidBlockHeight", "validBefore", "timestamp", "createdTime", "networkFee", "maxFeePerGas", "gasLimit", "maxAmountRequired", "balanceBefore", "totalSupply", "salt", "slot"])("and left as a quantity: %s", (name) => {
    for (const text of [JSON.stringify({ [name]: VISA }), JSON.stringify({ body: JSON.stringify({ [wordsOf(name)]: VISA }) })]) expect(maskText(text)).toBe(text);
  });
  test("and left in a list of numbers", () => expect(maskText(`${grouped(VISA, ",")},1234`)).toBe(`${grouped(VISA, ",")},1234`));
});

describe("a security code is masked", () => {
  test.each([['{"cvc":"987"}', '{"cvc":"***"}'], ['{"card":{"securityCode":9876}}', '{"card":{"securityCode":***}}'], ["CVV2=987&x=1", "CVV2=***&x=1"], ["card_cvc: 987", "card_cvc: ***"], ['{\\"cvv\\":\\"987\\"}', '{\\"cvv\\":\\"***\\"}'], ["the cvc is 987", "the cvc is ***"]])("%s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(Buffer.from(maskText(base64(`x ${text} ..........`)), "base64").toString()).toBe(`x ${masked} ..........`);
  });
  test("as the value of a member", () => expect(maskDeep({ card: { cvc: "987", cvv2: 987 }, code: "987", csc: "x" })).toEqual({ card: { cvc: "***", cvv2: "***" }, code: "987", csc: "x" }));
  test.each(["code 123", '{"error":{"code":400}}', "status 402", '{"description":"csc","n":12345}'])("and %s is none", (text) => expect(maskText(text)).toBe(text));
});

describe("an IBAN is masked", () => {
  test.each([
    ["alone", GERMAN, GERMAN],
    ["in groups", `to ${grouped(GERMAN, " ")} and on`, GERMAN],
    ["in small letters", `iban=${GERMAN.toLowerCase()}`, GERMAN],
    ["with letters", `{"iban":"${DUTCH}"}`, DUTCH],
    ["in base64", base64(`{"token":"${DUTCH}"}`), DUTCH],
  ])("%s", (_, text, iban) => {
    expect(findNumbers(text).map(({ kind, digits }) => [kind, digits.toUpperCase()])).toEqual([["iban", iban]]);
    expect(findNumbers(maskText(text))).toEqual([]);
  });

  test("to its country and the last four", () => expect(maskText(`x ${grouped(GERMAN, " ")} y`)).toBe(`x [IBAN DE${"*".repeat(16)}${GERMAN.slice(-4)}] y`));
  test.each([`${GERMAN}0`, `A${GERMAN}`, GERMAN.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)), ibanOf("DE", "37040044053201300A")])("and %s is none", (text) => expect(maskText(text)).toBe(text));
});

/** What traces of chains are full of, in the forms and places in which it stands there. */
describe("evidence is left as it is", () => {
  test.each([
    ["an amount", `{"amount":"${VISA}"}`],
    ["an amount in JSON in JSON", JSON.stringify({ body: `{"maxAmountRequired": "${VISA}"}` })],
    ["a nonce", `{"nonce":"${VISA}"}`],
    ["the value of an authorization", `{"from":"0xab","to":"0xcd","value":"${VISA}","validAfter":"0"}`],
    ["a balance", `balance before: ${VISA}`],
    ["a transfer", `transfer of ${VISA} to 0x00`],
    ["a number of wei", `${VISA} wei`],
    ["an id of a chain", `{"network":"eip155:${VISA}","chainId":"${VISA}","chain_id":${VISA}} on chain ${VISA}`],
    ["a time in microseconds", '{"at":1772000000000006}'],
    ["a fraction", `{"x":0.${VISA}}`],
    ["hex", `0x${"ab".repeat(8)}${VISA}${"cd".repeat(8)}`],
    ["hex without its prefix", `${"ab".repeat(8)}${VISA}`],
    ["a selector and digits", `0x${VISA}`],
    ["a UUID", `abcd${VISA.slice(0, 4)}-${VISA.slice(4, 8)}-${VISA.slice(8, 12)}-${VISA.slice(12, 16)}-abcdefabcdef`],
    ["a longer run", `${VISA}${VISA}`],
    ["a number that no network gives out", withCheckDigit("100000000000000")],
  ])("%s", (_, text) => expect(maskText(text)).toBe(text));

  test("all vectors but those that are about card numbers", () => {
    const folder = new URL("../../vectors/data/", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json") && !file.startsWith("auth-capture"));
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const text = readFileSync(new URL(file, folder), "utf8");
      expect(maskText(text) === text, file).toBe(true);
    }
  });

  const digest = (seed: number): Buffer => createHash("sha256").update(`evidence ${seed}`).digest();
  const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const base58 = (bytes: Buffer): string => [...bytes].map((byte) => ALPHABET[byte % 58]).join("");

  test("a hundred thousand addresses, hashes, ids, times and amounts", () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => {
      const bytes = digest(index);
      const hex = bytes.toString("hex");
      const quantity = BigInt(`0x${hex}`) % 10n ** BigInt(13 + (index % 7));
      const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
      const time = 1_790_000_000_000 + (index * 7_919) % 10_000_000_000;
      return [
        JSON.stringify({ from: `0x${hex.slice(0, 40)}`, to: `0x${hex.slice(24)}`, value: String(quantity), nonce: `0x${hex}`, amount: String(quantity), validBefore: String(time), id: uuid, span: hex.slice(0, 32), at: time, atMicroseconds: time * 1_000 + (index % 1_000), duration: Number(`0.${quantity}`) }),
        base58(Buffer.concat([bytes, digest(index + 1e6)])),
        bytes.toString("base64"),
        base64(JSON.stringify({ payload: { signature: `0x${hex}${hex}`, authorization: { to: `0x${hex.slice(24)}`, value: String(quantity) } } })),
        `balance after: ${quantity}`,
      ].join("\n");
    });
    const damaged = lines.filter((line) => maskText(line) !== line);
    expect(damaged).toEqual([]);
  });
});

// Quadratic, the long texts would take it beyond the time limit of a test.
test("whatever a target says is masked in time, and masking once is enough", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(VISA, TEST, TEST.slice(0, 8), ",", "cvc=", GERMAN, "%3", "\\u0034", " ", "-", "0x", "=", base64(VISA)), fc.stringMatching(/^[0-9]{0,20}$/)), { maxLength: 12 }).map((parts) => parts.join("")), (text) => {
      const once = maskText(text);
      expect(maskText(once)).toBe(once);
      expect(findNumbers(once)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  for (const text of ["1".repeat(500_000), "%31".repeat(150_000), "1 ".repeat(250_000), "DE11 ".repeat(100_000), "a1".repeat(250_000), `${VISA} `.repeat(20_000), "1234-".repeat(100_000), "1\\".repeat(250_000), "1, ".repeat(150_000), "4%2".repeat(150_000), TEST.repeat(30_000), `${TEST.slice(0, 4)} `.repeat(100_000)]) maskText(text);
});
