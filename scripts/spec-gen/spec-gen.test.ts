import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../spec/schemas.ts";
import { generatedFiles } from "./files.ts";
import { messageTypes } from "./message-types.ts";

it("what is generated of spec/ is as it was committed", async () => {
  for (const { path, text } of await generatedFiles()) {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8") === text, `${path} is stale: run "npm run spec:gen"`).toBe(true);
  }
});

describe("messageTypes", () => {
  const types = (schema: object, others: readonly [string, object][] = []): string =>
    messageTypes(new Map([["demo", { $id: "d", title: "Demo", ...schema } as JsonSchema], ...others.map(([name, other]) => [name, { $id: name, ...other } as JsonSchema] as const)]));
  const type = (schema: object): string => /export type Demo = ([^]*?);\n(?:\n|$)/.exec(types(schema, [["other", { title: "Other", type: "object" }]]))?.[1] ?? "";

  it.each<[string, object, string]>([
    ["members, required or not", { type: "object", required: ["a"], properties: { a: { type: "string" }, "b-c": { type: "integer", description: "Of c." } } }, '{\n  readonly a: string;\n  /** Of c. */\n  readonly "b-c"?: number;\n}'],
    ["lists", { type: "object", properties: { a: { type: "array", items: { type: ["string", "null"] } }, b: { type: "array" } } }, "{\n  readonly a?: readonly (string | null)[];\n  readonly b?: readonly unknown[];\n}"],
    ["maps", { type: "object", additionalProperties: { type: "array", items: { type: "string" } } }, "Readonly<Record<string, readonly string[]>>"],
    ["members beside a map", { type: "object", properties: { a: { type: "number" } }, additionalProperties: { type: "string" } }, "{\n  readonly a?: number;\n  readonly [name: string]: string | number;\n}"],
    ["values", { enum: ["x", 2, null] }, '"x" | 2 | null'],
    ["forms of texts", { type: "object", properties: { a: { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" }, b: { type: "string", pattern: "^0x[0-9a-fA-F]{64}$" }, c: { type: "string", pattern: "^[0-9]+$" } } }, "{\n  readonly a?: EvmAddress;\n  readonly b?: Hex;\n  readonly c?: string;\n}"],
    ["references and members", { type: "object", allOf: [{ $ref: "other.schema.json" }], properties: { a: false } }, "{\n  readonly a?: never;\n} & Other"],
    ["choices of types", { oneOf: [{ $ref: "other.schema.json" }, { type: "null" }] }, "Other | null"],
    ["no choices between members alone", { type: "object", properties: { a: {}, b: {} }, anyOf: [{ type: "object", required: ["a"], properties: { a: true } }, { type: "object", required: ["b"], properties: { b: { type: "string" } } }] }, "{\n  readonly a?: unknown;\n  readonly b?: unknown;\n}"],
    ["no conditions", { type: "object", if: { required: ["a"] }, else: { properties: { b: { const: 1 } } } }, "Readonly<Record<string, unknown>>"],
  ])("says %s", (_, schema, expected) => {
    expect(type(schema)).toBe(expected);
  });

  it("names the parts of a schema after it", () => {
    expect(types({ type: "object", properties: { a: { $ref: "#/$defs/some-part" } }, $defs: { "some-part": { type: "string" } } })).toContain("readonly a?: DemoSomePart;\n};\n\nexport type DemoSomePart = string;\n");
  });

  it("refuses what it could not name", () => {
    expect(() => types({ title: "a demo" })).toThrow(/demo\.schema\.json: expected a title.*got "a demo"/);
    expect(() => types({}, [["two", { title: "Demo" }]])).toThrow(/type Demo is another schema's already/);
    expect(() => types({ $ref: "gone.schema.json" })).toThrow(/demo\.schema\.json refers to gone\.schema\.json: no such schema/);
  });
});
