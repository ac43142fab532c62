import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { parsePlainYaml } from "./plain-yaml.ts";

const files = ["requirements", "profiles"].flatMap((folder) => {
  const url = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(url).filter((name) => name.endsWith(".yaml")).map((name) => [`${folder}/${name}`, readFileSync(new URL(name, url), "utf8")] as const);
});

it.each(files)("reads %s as the library does", (_, text) => {
  expect(parsePlainYaml(text)).toEqual({ value: parse(text) });
});

it.each<[string, string, unknown]>([
  ["maps in lists in maps", "a:\n  - b: 1\n    c:\n      - x\n      - { d: e }\nf: g\n", { a: [{ b: 1, c: ["x", { d: "e" }] }], f: "g" }],
  ["a list at the column of its key", "a:\n- b\n- c: d\n  e: f\n", { a: ["b", { c: "d", e: "f" }] }],
  ["scalars that go on", "a: one\n  two\n  three\nb: \"x\n  y\\\"z\"\nc: 'it''s\n  so'\n", { a: "one two three", b: 'x y"z', c: "it's so" }],
  ["values by their form", "a: [1, -2, 0.5, true, null, 5.1.2, 402x, \"402\", -x, ~]\nb:\nc: {}\n", { a: [1, -2, 0.5, true, null, "5.1.2", "402x", "402", "-x", null], b: null, c: {} }],
  ["flow collections that go on", "a:\n  - {\n      file: x.md,\n      section: \"A, B\"\n    }\nb: [one,\n  two]\n", { a: [{ file: "x.md", section: "A, B" }], b: ["one", "two"] }],
  ["comments on lines of their own", "# one\na: 1\n\n# two\nb:\n  # three\n  - c\n", { a: 1, b: ["c"] }],
])("reads %s", (_, text, value) => {
  expect(parse(text)).toEqual(value);
  expect(parsePlainYaml(text)).toEqual({ value });
});

describe("leaves to the library", () => {
  it.each(["a: &x 1\nb: *x", "a: |\n  b\n", "a: >-\n  b", "a: !!str 1", "a: b # c", "a: b: c", "a: 1\na: 2", "- - a", "? a", "a:\t1", "a: \"\\x41\"", "a: one\n\n  two", "a: 0x1f", "a: 012", "a: 1e3", "a: .5", "---\na: 1", "a: [b: c]", "a: \"b", "a: {b: 1", "", "a", "a: \"b\" c", "a: @b", "a: +1", "a: [1,,2]"])("%j", (text) => {
    expect(parsePlainYaml(text)).toBeUndefined();
  });
});

it("never differs from the library where it reads what the library writes", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab1 .:,-#'\"{}[]\\~é0x\n") });
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ depthSize: "small" }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie("node"), { maxLength: 3 }), fc.dictionary(fc.constantFrom("a", "b-c", "d_e"), tie("node"), { maxKeys: 3 })),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), value, { minKeys: 1 }), fc.constantFrom(10, 40, 80), (document, lineWidth) => {
      const written = stringify(document, { lineWidth });
      const plain = parsePlainYaml(written);
      if (plain !== undefined) expect(plain.value).toEqual(parse(written));
    }),
    { numRuns: 2000 },
  );
});
