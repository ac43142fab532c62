// Test helper: reads the declarations of results.ts, and a JSON Schema, into one comparable form.

export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "null" }
  | { readonly kind: "literal"; readonly values: readonly unknown[] }
  | { readonly kind: "ref"; readonly name: string }
  | { readonly kind: "array" | "record"; readonly of: Shape }
  | { readonly kind: "tuple" | "union"; readonly of: readonly Shape[] }
  | { readonly kind: "object"; readonly members: Readonly<Record<string, { readonly optional: boolean; readonly shape: Shape }>> };

/** Every exported interface and type alias of a source text, by name. */
export function interfacesOf(source: string): ReadonlyMap<string, Shape> {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const constants = Object.fromEntries([...text.matchAll(/export const (\w+) = ([^;]+);/g)].map((match) => [match[1], JSON.parse(match[2] ?? "null") as unknown]));
  const shapes = new Map<string, Shape>();
  for (const { 1: name = "", index } of text.matchAll(/export interface (\w+) /g)) shapes.set(name, createParser({ text: text.slice(text.indexOf("{", index)), constants }).type());
  for (const { 1: name = "", 2: body = "" } of text.matchAll(/export type (\w+) = ([^;]+);/g)) shapes.set(name, createParser({ text: body, constants }).type());
  return shapes;
}

function createParser(options: { text: string; constants: Readonly<Record<string, unknown>> }): { type(): Shape } {
  const tokens = options.text.match(/"[^"]*"|\w+|[{}[\]()<>|,;:?]/g) ?? [];
  let position = 0;
  const next = (): string => tokens[position++] ?? "";
  const take = (token: string): boolean => tokens[position] === token && (position += 1) > 0;
  const need = (token: string): void => {
    if (!take(token)) throw new Error(`expected ${token}, found ${tokens.slice(position, position + 5).join(" ")}`);
  };

  function type(): Shape {
    take("|");
    const alternatives = [postfix()];
    while (take("|")) alternatives.push(postfix());
    const [only] = alternatives;
    if (alternatives.length === 1 && only !== undefined) return only;
    if (alternatives.every((shape) => shape.kind === "literal")) return { kind: "literal", values: alternatives.flatMap((shape) => shape.values) };
    return { kind: "union", of: alternatives };
  }
  function postfix(): Shape {
    take("readonly");
    let shape = primary();
    while (take("[")) {
      need("]");
      shape = { kind: "array", of: shape };
    }
    return shape;
  }
  function primary(): Shape {
    const token = next();
    if (token === "(") {
      const inner = type();
      need(")");
      return inner;
    }
    if (token === "[") {
      const members = [type()];
      while (take(",")) members.push(type());
      need("]");
      return { kind: "tuple", of: members };
    }
    if (token === "{") return object();
    if (token === "typeof") return { kind: "literal", values: [options.constants[next()]] };
    if (token === "Readonly") {
      need("<");
      const inner = type();
      need(">");
      return inner;
    }
    if (token === "Record") {
      need("<");
      need("string");
      need(",");
      const of = type();
      need(">");
      return { kind: "record", of };
    }
    if (token.startsWith('"')) return { kind: "literal", values: [JSON.parse(token)] };
    if (token === "string" || token === "number" || token === "boolean" || token === "null") return { kind: token };
    return { kind: "ref", name: token };
  }
  function object(): Shape {
    const members: Record<string, { optional: boolean; shape: Shape }> = {};
    while (!take("}")) {
      take("readonly");
      const name = next();
      const optional = take("?");
      need(":");
      members[name] = { optional, shape: type() };
      take(";");
    }
    return { kind: "object", members };
  }
  return { type };
}

/** The same form from a JSON Schema written the way results.schema.json is. */
export function shapeOfSchema(schema: object): Shape {
  const { $ref, const: constant, enum: values, type, items, prefixItems, properties, required = [], additionalProperties, anyOf } = schema as {
    $ref?: string; const?: unknown; enum?: unknown[]; type?: string; items?: object; prefixItems?: object[]; properties?: Record<string, object>; required?: string[]; additionalProperties?: object; anyOf?: object[];
  };
  if ($ref !== undefined) return { kind: "ref", name: $ref.replace("#/$defs/", "") };
  if (constant !== undefined) return { kind: "literal", values: [constant] };
  if (values !== undefined) return { kind: "literal", values };
  if (anyOf !== undefined) return { kind: "union", of: anyOf.map(shapeOfSchema) };
  if (prefixItems !== undefined) return { kind: "tuple", of: prefixItems.map(shapeOfSchema) };
  if (type === "array" && items !== undefined) return { kind: "array", of: shapeOfSchema(items) };
  if (type === "object" && additionalProperties !== undefined) return { kind: "record", of: shapeOfSchema(additionalProperties) };
  if (type === "object" && properties !== undefined) return { kind: "object", members: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, { optional: !required.includes(name), shape: shapeOfSchema(member) }])) };
  if (type === "integer" || type === "number") return { kind: "number" };
  if (type === "string" || type === "boolean" || type === "null") return { kind: type };
  throw new Error(`a schema of a kind this helper does not know: ${JSON.stringify(schema).slice(0, 80)}`);
}
