import { existsSync, readdirSync } from "node:fs";
import { Validator as CfworkerValidator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { createAjv, readJson } from "./json-schema.ts";
import { isOneEdit, type JsonEdit, jsonEdits } from "./json-edits.test-helper.ts";
import { loadSchemaBundle } from "./schema-bundle.ts";
import { createValidator, loadSchemas } from "./schemas.ts";
import type { JsonSchema, SchemaName } from "./schemas.ts";

const schemas = loadSchemas();
const names = [...schemas.keys()] as SchemaName[];
const validator = createValidator();
type Example = readonly [file: string, value: unknown];

const examples = (name: string, kind: "valid" | "invalid"): Example[] => {
  const folder = new URL(`schemas/examples/${name}/${kind}/`, import.meta.url);
  return existsSync(folder) ? readdirSync(folder).toSorted().map((file) => [file, readJson(new URL(file, folder))]) : [];
};
const cases = names.map((name) => ({ name, schema: schemas.get(name) as JsonSchema, valid: examples(name, "valid"), invalid: examples(name, "invalid") }));

/** The shortest way from a valid example to this one. */
const nearestEdits = (options: { valid: readonly Example[]; value: unknown }): JsonEdit[] =>
  options.valid.map(([, from]) => jsonEdits({ from, to: options.value })).toSorted((a, b) => Number(isOneEdit(b)) - Number(isOneEdit(a)) || a.length - b.length)[0] ?? [];

const refsIn = (value: unknown): string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "$ref" && typeof inner === "string" ? [inner] : refsIn(inner)));
};

describe("every schema", () => {
  it("has examples, and every folder of examples a schema", () => {
    expect(readdirSync(new URL("schemas/examples/", import.meta.url)).toSorted()).toEqual(names.toSorted());
  });

  it("has a title of its own that can name a type", () => {
    const titles = cases.map(({ schema }) => String(schema["title"]));
    expect(titles.filter((title, index) => !/^[A-Z][A-Za-z0-9]*$/.test(title) || titles.indexOf(title) !== index)).toEqual([]);
  });

  it("says what it is, of which text, and by which dialect", () => {
    const wrong = cases.filter(({ schema }) => typeof schema["description"] !== "string" || !/^basis: (snapshot|newer|newer-unconfirmed|draft)\b/.test(String(schema["$comment"])) || schema["$schema"] !== "https://json-schema.org/draft/2020-12/schema");
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("is a schema by the rules of its dialect", () => {
    const ajv = createAjv({ checkSchemas: true });
    const more = ["requirements/requirement.schema.json", "profiles/profile.schema.json", "registry/registry.schema.json"].map((file) => readJson(new URL(file, import.meta.url)) as JsonSchema);
    for (const schema of [...schemas.values(), ...more]) expect([ajv.validateSchema(schema), ajv.errors], schema.$id).toEqual([true, null]);
  });

  it("refers to what there is", () => {
    const dangling = cases.flatMap(({ name, schema }) => refsIn(schema).filter((ref) => (ref.startsWith("#/$defs/") ? !Object.hasOwn((schema["$defs"] ?? {}) as object, ref.slice("#/$defs/".length)) : !names.includes(ref.replace(/\.schema\.json$/, "") as SchemaName))).map((ref) => `${name}: ${ref}`));
    expect(dangling).toEqual([]);
  });

  it("has at least two valid examples and an invalid one, all of objects", () => {
    expect(cases.filter(({ valid, invalid }) => valid.length < 2 || invalid.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it("has an invalid example without each required member", () => {
    const missing = cases.flatMap(({ name, schema, valid, invalid }) => {
      const required = Array.isArray(schema["required"]) ? (schema["required"] as string[]) : [];
      const left = new Set(invalid.flatMap(([, value]) => valid.flatMap(([, from]) => jsonEdits({ from, to: value })).filter(({ kind }) => kind === "removed").map(({ path }) => path)));
      return required.filter((member) => !left.has(`/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`)).map((member) => `${name}: ${member}`);
    });
    expect(missing).toEqual([]);
  });
});

describe.each(cases)("$name", ({ name, valid, invalid }) => {
  it("accepts its valid examples", () => {
    expect(valid.filter(([, value]) => !validator.validate(name, value).ok).map(([file]) => file)).toEqual([]);
  });

  it("refuses its invalid examples", () => {
    expect(invalid.filter(([, value]) => validator.validate(name, value).ok).map(([file]) => file)).toEqual([]);
  });

  it("refuses what is no object", () => {
    expect([null, [], "text", 7, true].filter((value) => validator.is(name, value))).toEqual([]);
  });

  it("has invalid examples that are one edit away from a valid one", () => {
    const far = invalid.map(([file, value]) => ({ file, edits: nearestEdits({ valid, value }) })).filter(({ edits }) => !isOneEdit(edits));
    expect(far.map(({ file, edits }) => `${file}: ${edits.map(({ kind, path }) => `${kind} ${path}`).join(", ")}`)).toEqual([]);
  });

  it("refuses each for the place that was edited", () => {
    const elsewhere = invalid.filter(([, value]) => {
      const places = nearestEdits({ valid, value }).flatMap(({ path }) => [path, path.slice(0, Math.max(0, path.lastIndexOf("/")))]);
      const result = validator.validate(name, value);
      return !result.ok && !result.errors.some(({ path }) => places.some((place) => path === place || path.startsWith(`${place}/`)));
    });
    expect(elsewhere.map(([file]) => file)).toEqual([]);
  });
});

describe("the bundle", () => {
  const bundle = loadSchemaBundle();
  const ajv = createAjv({ checkSchemas: true }).addSchema(bundle);

  it("has every schema under its $id", () => {
    expect(Object.keys(bundle.$defs)).toEqual(cases.map(({ schema }) => schema.$id));
  });

  it.each(cases)("is judged alike by two validators that load nothing else: $name", ({ schema, valid, invalid }) => {
    const other = new CfworkerValidator({ $ref: schema.$id }, "2020-12");
    other.addSchema(bundle);
    for (const [expected, list] of [[true, valid], [false, invalid]] as const) {
      for (const [file, value] of list) expect([ajv.validate(schema.$id, value), other.validate(value).valid], file).toEqual([expected, expected]);
    }
  });
});

it("says where and what", () => {
  const [, offer] = examples("payment-requirements", "valid").find(([file]) => file === "whole.json") as [string, object];
  expect(validator.validate("payment-required", { x402Version: 2, resource: { url: "https://shop.test/a" }, accepts: [{ ...offer, amount: 2500 }] })).toEqual({
    ok: false,
    errors: [{ path: "/accepts/0/amount", message: "must be string" }],
  });
});
