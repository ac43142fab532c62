import { loadMethods } from "../methods/load.ts";
import { loadSchemas } from "../../spec/schemas.ts";
import type { Role } from "../targets/protocol.ts";

/** Every way to bend one field of one message: the enumeration behind gate 5 of design section 7. */

export type FieldOperation = "drop" | "null" | "wrong-type" | "wrong-case" | "duplicate" | "plus-one" | "minus-one" | "extra";

export interface FieldMutation {
  /** Which message of which role, see {@link MESSAGES}. */
  readonly message: MessageName;
  /** Members from the message's root; `0` is the first element of an array. */
  readonly path: readonly string[];
  readonly operation: FieldOperation;
}

export type MessageName = keyof typeof MESSAGES;

/** The messages each role sends, and where on the wire they stand. */
export const MESSAGES = {
  "payment-required": { role: "server", schema: "payment-required", place: { kind: "response", header: "payment-required" } },
  "payment-response": { role: "server", schema: "settle-response", place: { kind: "response", header: "payment-response" } },
  "verify-request": { role: "server", schema: "verify-request", place: { kind: "request", path: "/verify" } },
  "settle-request": { role: "server", schema: "settle-request", place: { kind: "request", path: "/settle" } },
  "payment-payload": { role: "client", schema: "payment-payload", place: { kind: "request", header: "payment-signature" } },
  "verify-response": { role: "facilitator", schema: "verify-response", place: { kind: "response", path: "/verify" } },
  "settle-response": { role: "facilitator", schema: "settle-response", place: { kind: "response", path: "/settle" } },
  "supported-response": { role: "facilitator", schema: "supported-response", place: { kind: "response", path: "/supported" } },
} as const satisfies Record<string, { role: Role; schema: string; place: { kind: "request" | "response"; header?: string; path?: string } }>;

/** Stable name of a mutation, e.g. `payment-required/accepts/0/amount:drop`. */
export function mutationId(mutation: FieldMutation): string {
  return `${[mutation.message, ...mutation.path].join("/")}:${mutation.operation}`;
}

type Schema = Readonly<Record<string, unknown>>;

/** A schema with the document it stands in, which its local references point into. */
interface Located {
  readonly schema: Schema;
  readonly document: Schema;
}

/** All mutations of a role's messages, read off the schemas. */
export function fieldMutations(options: { role: Role }): readonly FieldMutation[] {
  const schemas: ReadonlyMap<string, Schema> = loadSchemas();
  const names = (Object.keys(MESSAGES) as MessageName[]).filter((name) => MESSAGES[name].role === options.role);
  const all = names.flatMap((message) => {
    const document = schemas.get(MESSAGES[message].schema) as Schema;
    const fields = fieldsOf({ schemas, at: { schema: document, document }, path: [] });
    return [
      ...fields.flatMap(({ path, schema }) => operationsFor(schema).map((operation): FieldMutation => ({ message, path, operation }))),
      { message, path: [], operation: "extra" } satisfies FieldMutation,
    ];
  });
  // Payloads of several methods have members of one name.
  return [...new Map(all.map((mutation) => [mutationId(mutation), mutation])).values()];
}

/** Members whose own schema is elsewhere: the scheme's payload is opaque to the core schema. */
const OPAQUE: Readonly<Record<string, readonly string[]>> = { payload: (await loadMethods()).map(({ payloadSchema }) => payloadSchema) };

function fieldsOf(options: { schemas: ReadonlyMap<string, Schema>; at: Located; path: readonly string[] }): readonly { path: readonly string[]; schema: Schema }[] {
  const { schemas } = options;
  const { schema: parent, document } = resolve({ schemas, at: options.at });
  return Object.entries((parent["properties"] ?? {}) as Readonly<Record<string, Schema>>).flatMap(([name, given]) => {
    const opaque = (OPAQUE[name] ?? []).flatMap((id): Schema[] => [schemas.get(id)].filter((schema) => schema !== undefined));
    const [located, ...others]: readonly Located[] = opaque.length === 0 ? [resolve({ schemas, at: { schema: given, document } })] : opaque.map((schema) => ({ schema, document: schema }));
    if (located === undefined) return [];
    const path = [...options.path, name];
    const items = located.schema["items"];
    return [
      { path, schema: located.schema },
      ...(items === undefined ? [] : fieldsOf({ schemas, at: { schema: items as Schema, document: located.document }, path: [...path, "0"] })),
      ...[located, ...others].flatMap((at) => fieldsOf({ schemas, at, path })),
    ];
  });
}

function resolve(options: { schemas: ReadonlyMap<string, Schema>; at: Located }): Located {
  const { schema, document } = options.at;
  const reference = schema["$ref"];
  if (typeof reference !== "string") return options.at;
  const [file = "", pointer = ""] = reference.split("#");
  const target = file === "" ? document : options.schemas.get((file.split("/").at(-1) ?? "").replace(".schema.json", ""));
  const found = pointer
    .split("/")
    .filter((part) => part !== "")
    .reduce<unknown>((value, part) => (value as Schema | undefined)?.[part], target);
  if (target === undefined || found === undefined) throw new Error(`Schema reference ${reference} leads nowhere`);
  return resolve({ schemas: options.schemas, at: { schema: found as Schema, document: target } });
}

function operationsFor(schema: Schema): readonly FieldOperation[] {
  const type = schema["type"];
  const pattern = String(schema["pattern"] ?? "");
  const numeric = type === "number" || type === "integer" || (type === "string" && /\[0-9\]|\\d/.test(pattern) && !/a-z|a-f/i.test(pattern));
  return ["drop", "null", "wrong-type", "wrong-case", "duplicate", ...(numeric ? (["plus-one", "minus-one"] as const) : [])];
}
