import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeHeader, encodeHeader } from "./header-codec.ts";

test("what is encoded decodes to itself, whatever its text", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const decoded = decodeHeader(encodeHeader(value));
    expect(decoded.ok && decoded.json).toBe(JSON.stringify(value));
  }));
});

describe("defects are told apart", () => {
  const long = encodeHeader({ text: "Zażółć?>?>~~~" });
  const odd = encodeHeader({ a: 1, b: "xy" });
  test.each([
    ["", "empty"],
    ["!!!", "not-base64"],
    ['{"x402Version":2}', "not-base64"],
    [long.replaceAll("+", "-").replaceAll("/", "_"), "url-safe-alphabet"],
    [odd.replace(/=+$/, ""), "unpadded"],
    [`${long.slice(0, 8)}\n${long.slice(8)}`, "whitespace"],
    [Buffer.from([0xff, 0xfe, 0x7b]).toString("base64"), "not-utf8"],
    [Buffer.from("not json!").toString("base64"), "not-json"],
  ])("%j is %s", (text, defect) => {
    expect(decodeHeader(text)).toMatchObject({ ok: false, defect });
  });
  test("the lenient value shows what a tolerant reader would have got", () => {
    expect(decodeHeader(odd.replace(/=+$/, ""))).toMatchObject({ lenient: { a: 1, b: "xy" } });
    expect(decodeHeader('{"x402Version":2}')).toMatchObject({ lenient: { x402Version: 2 } });
  });
});
