import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import { describeError } from "../../spec/json-schema.ts";
import { nearest } from "../tools/nearest.ts";
import type { JsonSource, Place } from "./json-source.ts";

/** What a schema finds wrong with a manifest, in words for its author, first things first. */
export function wrongWithSchema(options: { source: JsonSource; schema: unknown; ajv: Ajv2020 }): readonly { readonly message: string; readonly place: Place }[] {
  const validate = options.ajv.compile(options.schema as object);
  if (validate(options.source.value)) return [];
  return (validate.errors ?? []).map((error) => inWords({ error, source: options.source, schema: options.schema })).slice(0, 5);
}

function inWords(options: { error: ErrorObject; source: JsonSource; schema: unknown }): { message: string; place: Place } {
  const { error, source } = options;
  const params: Record<string, unknown> = error.params;
  const field = error.instancePath.slice(1).replaceAll("/", ".");
  const within = field === "" ? "" : `${field}.`;
  const name = field === "" ? "the manifest" : `"${field}"`;
  const found = shown(valueAt(source.value, error.instancePath));
  switch (error.keyword) {
    case "required":
      return { message: `missing field "${within}${String(params["missingProperty"])}"`, place: source.locate(error.instancePath) };
    case "additionalProperties": {
      const extra = String(params["additionalProperty"]);
      const known = Object.keys(knownAt(options.schema, error.schemaPath));
      const near = nearest({ name: extra, candidates: known });
      const hint = near === undefined ? `; expected ${known.filter((key) => !key.startsWith("$")).join(", ")}` : `, did you mean "${near}"?`;
      return { message: `unknown field "${within}${extra}"${hint}`, place: source.locate(`${error.instancePath}/${extra.replaceAll("~", "~0").replaceAll("/", "~1")}`) };
    }
    case "type":
      return { message: `${name} has the wrong type: expected ${String(params["type"])}, found ${found}`, place: source.locate(error.instancePath) };
    case "enum": {
      const allowed = (params["allowedValues"] as unknown[]).map(String);
      const near = nearest({ name: String(valueAt(source.value, error.instancePath)), candidates: allowed });
      return { message: `${name}: expected one of ${allowed.join(", ")}, found ${found}${near === undefined ? "" : `, did you mean "${near}"?`}`, place: source.locate(error.instancePath) };
    }
    case "pattern": {
      // In words where the schema has some: nobody wants to be answered with a regular expression.
      const described = (valueAt(options.schema, error.schemaPath.replace(/^#/, "").replace(/\/[^/]*$/, "")) as { description?: string } | undefined)?.description;
      return { message: `${name}: expected ${described ?? `to match ${String(params["pattern"])}`}, found ${found}`, place: source.locate(error.instancePath) };
    }
    default:
      return { message: `${name} ${describeError(error).message}, found ${found}`, place: source.locate(error.instancePath) };
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const part of pointer.split("/").slice(1)) at = (at as Record<string, unknown> | null | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  return at;
}

/** Keys the schema has where an error's `schemaPath` (`#/a/b/additionalProperties`) points. */
function knownAt(schema: unknown, schemaPath: string): object {
  const parent = valueAt(schema, schemaPath.replace(/^#/, "").replace(/\/[^/]*$/, "")) as { properties?: object } | undefined;
  return parent?.properties ?? {};
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
