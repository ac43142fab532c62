import { NETWORK_PATTERN } from "../../spec/types.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema as a TypeScript type.
 *
 * Conditions (`if`, `not`, `contains`, a choice between required members) are left out: a type without
 * them is wider than the schema and never contradicts it. Members a schema does not name are allowed by
 * it and left out of the type, as in every type of received data.
 *
 * @param options.nameOf the type's name for a `$ref` that stands in this schema
 */
export function printType(options: { schema: unknown; nameOf: (ref: string) => string }): string {
  return print(options.schema, { nameOf: options.nameOf, indent: "" });
}

/** A comment above a type or a member. */
export function printDoc(options: { schema: unknown; indent: string }): string {
  const { schema, indent } = options;
  const text = isObject(schema) && typeof schema["description"] === "string" ? schema["description"].replaceAll("*/", "* /") : "";
  return text === "" ? "" : `${indent}/** ${text} */\n`;
}

type Context = { readonly nameOf: (ref: string) => string; readonly indent: string };

function print(schema: unknown, context: Context): string {
  if (!isObject(schema)) return schema === false ? "never" : "unknown";
  const members = isObject(schema["properties"]) ? [printMembers(schema, context)] : [];
  const all = Array.isArray(schema["allOf"]) ? schema["allOf"].filter(saysType) : [];
  const choices = [schema["anyOf"], schema["oneOf"]].filter((choice): choice is unknown[] => Array.isArray(choice) && choice.every(saysType));
  const parts = [
    ...(typeof schema["$ref"] === "string" ? [context.nameOf(schema["$ref"])] : []),
    ...members,
    ...all.map((branch) => grouped(print(branch, context))),
    ...choices.map((choice) => choice.map((branch) => print(branch, context)).join(" | ")).map((union) => (members.length + all.length > 0 ? grouped(union) : union)),
  ];
  return parts.length > 0 ? parts.join(" & ") : printPlain(schema, context);
}

function printPlain(schema: Json, context: Context): string {
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  const types = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  return types.map((type) => printPrimitive({ type, schema, context })).join(" | ");
}

function printPrimitive(options: { type: unknown; schema: Json; context: Context }): string {
  const { type, schema, context } = options;
  switch (type) {
    case "string":
      return textType(schema);
    case "number":
    case "integer":
      return "number";
    case "boolean":
    case "null":
      return type;
    case "array":
      return `readonly ${grouped(schema["items"] === undefined ? "unknown" : print(schema["items"], context))}[]`;
    case "object":
      return `Readonly<Record<string, ${isObject(schema["additionalProperties"]) ? print(schema["additionalProperties"], context) : "unknown"}>>`;
    default:
      return "unknown";
  }
}

function printMembers(schema: Json, context: Context): string {
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const indent = `${context.indent}  `;
  const lines = Object.entries(schema["properties"] as Json).map(([name, member]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${printDoc({ schema: member, indent })}${indent}readonly ${key}${required.includes(name) ? "" : "?"}: ${print(member, { ...context, indent })};\n`;
  });
  // An index signature has to admit what the named members are.
  const rest = isObject(schema["additionalProperties"]) ? [`${indent}readonly [name: string]: ${[...new Set([schema["additionalProperties"], ...Object.values(schema["properties"] as Json)].map((member) => print(member, { ...context, indent })))].join(" | ")};\n`] : [];
  return `{\n${[...lines, ...rest].join("")}${context.indent}}`;
}

/** Whether a branch says more than which members are there. A choice of which one branch does not is no choice of types. */
function saysType(schema: unknown): schema is Json {
  if (!isObject(schema)) return false;
  if (["$ref", "const", "enum", "items", "anyOf", "oneOf", "allOf"].some((keyword) => schema[keyword] !== undefined)) return true;
  if (schema["type"] !== undefined && schema["type"] !== "object") return schema["not"] === undefined;
  return isObject(schema["properties"]) && Object.values(schema["properties"]).some((member) => isObject(member) && Object.keys(member).length > 0);
}

/** Texts whose form a TypeScript type can say. */
function textType(schema: Json): string {
  const { pattern } = schema;
  if (pattern === NETWORK_PATTERN) return "NetworkId";
  if (pattern === "^0x[0-9a-fA-F]{40}$") return "EvmAddress";
  return typeof pattern === "string" && pattern.startsWith("^0x") && !pattern.includes("|") ? "Hex" : "string";
}

function grouped(type: string): string {
  return /^\{[^]*\}$/.test(type) || !/[ ]/.test(type) || /^Readonly<[^]*>$/.test(type) ? type : `(${type})`;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
