import { type JsonSchema, loadSchemas } from "./schemas.ts";

/** One JSON Schema document with every message schema in it. */
export type SchemaBundle = JsonSchema & {
  /** The message schemas, by their `$id`. */
  readonly $defs: Readonly<Record<string, JsonSchema>>;
};

/** The bundle's own `$id`. */
export const BUNDLE_ID = "https://x402-conformance.dev/schemas/bundle.schema.json";

/**
 * Every message schema in one compound document (JSON Schema 2020-12, 9.3): load it once into any
 * validator, then validate against the `$id` of a message, for example
 * `https://x402-conformance.dev/schemas/payment-payload.schema.json`. Nothing is fetched.
 *
 * @example
 * const ajv = new Ajv2020().addSchema(loadSchemaBundle());
 * ajv.validate("https://x402-conformance.dev/schemas/settle-response.schema.json", value);
 */
export const loadSchemaBundle = (): SchemaBundle => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: BUNDLE_ID,
  title: "X402V2",
  description: "Every message of x402 V2. The bundle itself accepts anything: refer to the $id of one of its parts.",
  $defs: Object.fromEntries([...loadSchemas().values()].map((schema) => [schema.$id, schema])),
});
