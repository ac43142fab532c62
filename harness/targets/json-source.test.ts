import { describe, expect, test } from "vitest";
import { JsonSyntaxError, parseJson } from "./json-source.ts";

function place(text: string): unknown {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [error.place.line, error.place.column];
    throw error;
  }
  return undefined;
}

describe("JSON text", () => {
  test("says where a value stands, and else what is around it", () => {
    const { locate, value } = parseJson('{\n  "a": [1,\n    {"b/c": true}]\n}');
    expect(value).toEqual({ a: [1, { "b/c": true }] });
    expect(locate("/a/1/b~1c")).toEqual({ line: 3, column: 13 });
    expect(locate("/a")).toEqual({ line: 2, column: 8 });
    expect(locate("/a/7/x")).toEqual({ line: 2, column: 8 });
    expect(locate("")).toEqual({ line: 1, column: 1 });
  });
  test.for([
    ['{"a":1,\n}', [2, 1]],
    ['{\n  "a": 1\n  "b": 2\n}', [3, 3]],
    ["// a comment\n{}", [1, 1]],
    ['{\n  // a comment\n  "a": 1}', [2, 3]],
    ['{"a": 1', [1, 8]],
    ["", [1, 1]],
    ['{"a": nope}', [1, 8]],
    ['{"a": 1,\n "a": 2}', [2, 2]],
    ['{"long": "' + "x".repeat(80) + '",\n  "b": undefined}', [2, 8]],
  ] as const)("that is not JSON says where: %s", ([text, expected]) => {
    expect(place(text)).toEqual(expected);
  });
});
