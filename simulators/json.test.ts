import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, isObject, jsonEqual, jsonIncludes } from "./json.ts";

const reordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reordered)
    : isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([name, member]) => [name, reordered(member)]),
        )
      : value;

// JSON text is where these values come from: -0 and prototype tricks are not in it.
const json = fc.json().map((text) => JSON.parse(text) as unknown);

test("the order of members changes nothing", () => {
  fc.assert(
    fc.property(json, (value) => {
      const other = reordered(value);
      expect(jsonEqual(value, other)).toBe(true);
      expect(jsonIncludes({ whole: value, part: other })).toBe(true);
      expect(canonicalJson(other)).toBe(canonicalJson(value));
    }),
  );
});

test("equality is that of the canonical text", () => {
  fc.assert(fc.property(json, json, (left, right) => jsonEqual(left, right) === (canonicalJson(left) === canonicalJson(right))));
});

test("a part may leave members out and not items", () => {
  expect(jsonIncludes({ whole: { a: { b: 1, c: 2 } }, part: { a: { b: 1 } } })).toBe(true);
  expect(jsonIncludes({ whole: { a: [1, 2] }, part: { a: [1] } })).toBe(false);
  expect(jsonIncludes({ whole: {}, part: { toString: undefined } })).toBe(false);
});
