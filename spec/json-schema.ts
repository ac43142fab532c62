import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";

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
 *
 * @param options.checkSchemas whether schemas are themselves checked against the dialect's own schema. The
 *   package's are, by its tests; doing it on every start would cost more than all the rest of loading them.
 */
export const createAjv = (options: { checkSchemas?: boolean } = {}): Ajv2020 => new (library().Ajv2020)({ strict: true, allErrors: true, allowUnionTypes: true, validateSchema: options.checkSchemas === true });

/** Loaded when it is needed and not before: much of `spec/` is read without it. */
const library = (): { readonly Ajv2020: typeof Ajv2020 } => createRequire(import.meta.url)("ajv/dist/2020.js") as { Ajv2020: typeof Ajv2020 };

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
 * Judges values by one self-contained JSON Schema file, which is compiled when the first value comes.
 *
 * @param url the schema's file
 */
export const compileSchema = <Value>(url: URL): ((value: unknown) => SchemaResult<Value>) => {
  let compiled: ValidateFunction<Value> | undefined;
  return (value) => {
    const validate = (compiled ??= createAjv().compile<Value>(readJson(url) as object));
    return validate(value) ? { ok: true, value } : { ok: false, errors: (validate.errors ?? []).map(describeError) };
  };
};
