import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject } from "ajv/dist/2020.js";

/** One thing wrong with a value. */
export type SchemaError = {
  /** JSON Pointer into the value; empty for the value itself. */
  readonly path: string;
  readonly message: string;
};

/** The outcome of validating a value. */
export type SchemaResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: readonly SchemaError[] };

/**
 * An ajv instance with the settings every schema of ours is compiled with: 2020-12, strict (so that a
 * misspelt keyword is an error and not a rule that never fires), every error and not only the first.
 */
export const createAjv = (): Ajv2020 => new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });

/** Reads a JSON file. @throws SyntaxError when it is not JSON */
export const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));

/** Says what was expected, with the values that ajv leaves out of its own message. */
export const describeError = (error: ErrorObject): SchemaError => {
  const params: Record<string, unknown> = error.params;
  const detail = params["allowedValues"] ?? params["allowedValue"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  const message = error.message ?? `does not satisfy ${error.keyword}`;
  return { path: error.instancePath, message: detail === undefined ? message : `${message}: ${JSON.stringify(detail)}` };
};

/**
 * Compiles one self-contained JSON Schema file.
 *
 * @param url the schema's file
 * @throws Error when the schema itself is not valid
 */
export const compileSchema = <Value>(url: URL): ((value: unknown) => SchemaResult<Value>) => {
  const validate = createAjv().compile<Value>(readJson(url) as object);
  return (value) => (validate(value) ? { ok: true, value } : { ok: false, errors: (validate.errors ?? []).map(describeError) });
};
