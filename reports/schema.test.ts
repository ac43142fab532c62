import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { sampleResults } from "./sample-results.ts";
import { interfacesOf, type Shape, shapeOfSchema } from "./type-shapes.test-helper.ts";

const schema = JSON.parse(readFileSync(new URL("results.schema.json", import.meta.url), "utf8")) as Record<string, unknown>;

test("a rich sample validates", () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  expect(validate(sampleResults({ checks: 40 })), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
});

test("the schema says what the types say", () => {
  const types = interfacesOf(readFileSync(new URL("results.ts", import.meta.url), "utf8"));
  const defs = schema["$defs"] as Record<string, object>;
  const schemas = new Map<string, Shape>([["Results", shapeOfSchema(schema)], ...Object.entries(defs).map(([name, def]): [string, Shape] => [name, shapeOfSchema(def)])]);
  expect([...schemas.keys()].toSorted()).toEqual([...types.keys()].toSorted());
  for (const [name, shape] of types) expect(schemas.get(name), name).toEqual(shape);
});
