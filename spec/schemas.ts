import { readdirSync } from "node:fs";
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import { createAjv, describeError, readJson } from "./json-schema.ts";
import type { SchemaError } from "./json-schema.ts";
import type { SchemaTypes } from "./message-types.ts";

export type { SchemaError } from "./json-schema.ts";
export type { SchemaTypes } from "./message-types.ts";

/** The name of a schema: its file's name without `.schema.json`. */
export type SchemaName = keyof SchemaTypes;

/** A JSON Schema 2020-12 with a stable `$id`. */
export type JsonSchema = { readonly $id: string } & Readonly<Record<string, unknown>>;

/** The outcome of {@link Validator.validate}. */
export type Validation = { readonly ok: true } | { readonly ok: false; readonly errors: readonly SchemaError[] };

/** Judges values against the message schemas. Holds compiled schemas and no state of the values. */
export type Validator = {
  /**
   * @param name the schema
   * @param value any decoded JSON
   * @returns every deviation, each with a JSON Pointer
   */
  readonly validate: (name: SchemaName, value: unknown) => Validation;
  /** The same as a type guard, for callers that need the value and not the deviations. */
  readonly is: <Name extends SchemaName>(name: Name, value: unknown) => value is SchemaTypes[Name];
};

const FOLDER = new URL("./schemas/", import.meta.url);
const ENDING = ".schema.json";

const idOf = (name: string): string => `https://x402-conformance.dev/schemas/${name}${ENDING}`;

/**
 * Every message schema, by name. They refer to one another by `$id`, and nothing is fetched.
 *
 * @throws Error when a file's `$id` is not the one its name asks for
 */
export const loadSchemas = (): ReadonlyMap<string, JsonSchema> => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(ENDING)).toSorted();
  return new Map(
    files.map((file) => {
      const name = file.slice(0, -ENDING.length);
      const schema = readJson(new URL(file, FOLDER));
      if (typeof schema !== "object" || schema === null || !("$id" in schema) || schema.$id !== idOf(name)) {
        throw new Error(`spec/schemas/${file}: expected $id ${idOf(name)}`);
      }
      return [name, schema as JsonSchema];
    }),
  );
};

/**
 * Compiles a schema when the first value for it comes; use one validator for many values.
 *
 * @example
 * const { validate } = createValidator();
 * const result = validate("settle-response", JSON.parse(text));
 * if (!result.ok) console.error(result.errors.map(({ path, message }) => `${path} ${message}`).join("\n"));
 */
export const createValidator = (): Validator => {
  const schemas = loadSchemas();
  let ajv: Ajv2020 | undefined;
  const compiled = new Map<string, ValidateFunction>();
  const compile = (name: string): ValidateFunction => {
    ajv ??= createAjv();
    const added = ajv.schemas;
    for (const needed of withReferences({ name, schemas })) if (added[needed.$id] === undefined) ajv.addSchema(needed);
    const check = ajv.getSchema(idOf(name));
    if (check === undefined) throw new Error(`spec/schemas/${name}${ENDING} is missing`);
    compiled.set(name, check);
    return check;
  };
  const validate: Validator["validate"] = (name, value) => {
    const check = compiled.get(name) ?? compile(name);
    return check(value) === true ? { ok: true } : { ok: false, errors: (check.errors ?? []).map(describeError) };
  };
  return {
    validate,
    is: <Name extends SchemaName>(name: Name, value: unknown): value is SchemaTypes[Name] => validate(name, value).ok,
  };
};

/** A schema and all it refers to, which must be known before it is compiled. */
const withReferences = (options: { name: string; schemas: ReadonlyMap<string, JsonSchema> }): Iterable<JsonSchema> => {
  const needed = new Map<string, JsonSchema>();
  const visit = (name: string): void => {
    const schema = options.schemas.get(name);
    if (schema === undefined || needed.has(name)) return;
    needed.set(name, schema);
    for (const [, other] of JSON.stringify(schema).matchAll(/"\$ref":"([a-z0-9-]+)\.schema\.json"/g)) visit(other ?? "");
  };
  visit(options.name);
  return needed.values();
};
