/**
 * The part of JSON Schema 2020-12 that declarations use, written from its text. Formats are remarks, unknown
 * keywords are left aside, and a schema that cannot be used throws.
 */
export const isValidUnder = (schema: unknown, value: unknown): boolean => validate({ root: schema, schema, value, depth: 0 });

type Schema = Readonly<Record<string, unknown>>;
type At = { readonly root: unknown; readonly schema: unknown; readonly value: unknown; readonly depth: number };

const isRecord = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (object: Schema, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: Array.isArray,
  object: isRecord,
};

const validate = (at: At): boolean => {
  const { schema } = at;
  if (typeof schema === "boolean") return schema;
  if (!isRecord(schema) || at.depth > 100) throw new Error("not a schema, or one without end");
  return Object.entries(schema).every(([keyword, rule]) => KEYWORDS[keyword]?.({ ...at, schema, rule, depth: at.depth + 1 }) ?? true);
};

type With = { readonly root: unknown; readonly schema: Schema; readonly value: unknown; readonly depth: number; readonly rule: unknown };
const under = (at: With, schema: unknown, value: unknown): boolean => validate({ root: at.root, schema, value, depth: at.depth });
const list = (rule: unknown): readonly unknown[] => (Array.isArray(rule) ? rule : []);
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
/** A rule for values of one type, which holds for all others. */
const forType = (type: string, rule: (at: With) => boolean) => (at: With): boolean => TYPES[type]?.(at.value) !== true || rule(at);
const number = (compare: (value: number, limit: number) => boolean) => forType("number", ({ rule, value }) => compare(value as number, rule as number));
const length = (compare: (length: number, limit: number) => boolean) => forType("string", ({ rule, value }) => compare(Array.from(value as string).length, rule as number));

const KEYWORDS: Readonly<Record<string, ((at: With) => boolean) | undefined>> = {
  __proto__: undefined,
  $ref: (at) => under(at, resolve(at.root, String(at.rule)), at.value),
  type: ({ rule, value }) =>
    (Array.isArray(rule) ? rule : [rule]).some((name) => {
      const test = own(TYPES, String(name)) as ((value: unknown) => boolean) | undefined;
      if (test === undefined) throw new Error(`no type ${String(name)}`);
      return test(value);
    }),
  const: ({ rule, value }) => same(rule, value),
  enum: ({ rule, value }) => list(rule).some((entry) => same(entry, value)),
  required: forType("object", ({ rule, value }) => list(rule).every((name) => Object.hasOwn(value as object, String(name)))),
  dependentRequired: forType("object", ({ rule, value }) => Object.entries(rule as Schema).every(([name, needs]) => !Object.hasOwn(value as object, name) || list(needs).every((need) => Object.hasOwn(value as object, String(need))))),
  properties: forType("object", (at) => Object.entries(at.rule as Schema).every(([name, schema]) => !Object.hasOwn(at.value as object, name) || under(at, schema, (at.value as Schema)[name]))),
  additionalProperties: forType("object", (at) => Object.entries(at.value as Schema).every(([name, member]) => Object.hasOwn((own(at.schema, "properties") ?? {}) as object, name) || under(at, at.rule, member))),
  prefixItems: forType("array", (at) => list(at.rule).every((schema, place) => place >= list(at.value).length || under(at, schema, list(at.value)[place]))),
  items: forType("array", (at) => list(at.value).slice(list(own(at.schema, "prefixItems")).length).every((item) => under(at, at.rule, item))),
  minLength: length((size, limit) => size >= limit),
  maxLength: length((size, limit) => size <= limit),
  minimum: number((value, limit) => value >= limit),
  maximum: number((value, limit) => value <= limit),
  pattern: forType("string", ({ rule, value }) => new RegExp(String(rule), "u").test(value as string)),
  allOf: (at) => list(at.rule).every((schema) => under(at, schema, at.value)),
  anyOf: (at) => list(at.rule).some((schema) => under(at, schema, at.value)),
  oneOf: (at) => list(at.rule).filter((schema) => under(at, schema, at.value)).length === 1,
};

/** What a reference inside the same document points to. */
const resolve = (root: unknown, reference: string): unknown => {
  if (!reference.startsWith("#")) throw new Error(`${reference} is outside`);
  const steps = decodeURIComponent(reference.slice(1)).split("/").slice(1);
  const found = steps.reduce<unknown>((here, step) => (isRecord(here) ? own(here, step.replaceAll("~1", "/").replaceAll("~0", "~")) : undefined), root);
  if (found === undefined) throw new Error(`${reference} points to nothing`);
  return found;
};
