import { readdirSync } from "node:fs";
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
 * Compiles the schemas once; use one validator for many values.
 *
 * @example
 * const { validate } = createValidator();
 * const result = validate("settle-response", JSON.parse(text));
 * if (!result.ok) console.error(result.errors.map(({ path, message }) => `${path} ${message}`).join("\n"));
 */
export const createValidator = (): Validator => {
  const ajv = createAjv();
  for (const schema of loadSchemas().values()) ajv.addSchema(schema);
  const validate: Validator["validate"] = (name, value) => {
    const check = ajv.getSchema(idOf(name));
    if (check === undefined) throw new Error(`spec/schemas/${name}${ENDING} is missing`);
    return check(value) === true ? { ok: true } : { ok: false, errors: (check.errors ?? []).map(describeError) };
  };
  return {
    validate,
    is: <Name extends SchemaName>(name: Name, value: unknown): value is SchemaTypes[Name] => validate(name, value).ok,
  };
};
