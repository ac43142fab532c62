import { readdirSync } from "node:fs";
import { readJson } from "../../../spec/json-schema.ts";
import { createValidator, loadSchemas } from "../../../spec/schemas.ts";
import type { SchemaError, SchemaName, Validator } from "../../../spec/schemas.ts";
import { acceptable, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import { sameJson, valueAt, withValueAt } from "../../json-pointer.ts";
import type { FlagName } from "./_flags.ts";
import { OPEN } from "./_open.ts";

/** One edit of a message, before it is known whether the result is well-formed. */
type Candidate = { readonly id: string; readonly comment: string; readonly path: string; readonly to: unknown; readonly ifInvalid: FlagName; readonly ifValid?: FlagName };

const EXAMPLES = new URL("../../../spec/schemas/examples/", import.meta.url);
const OTHER_NETWORKS = /^exact-(?!evm|svm)/;
/** Deeper members belong to an object that has a schema, and vectors, of its own. */
const DEPTH = 3;

/**
 * A group for each schema a filter takes: its examples, and every field of its richest example dropped, nulled,
 * given a wrong type, misspelt, emptied and joined by an unknown one. The schema says which of these are refused.
 */
export const groupsOfSchemas = (wanted: (name: string) => boolean): readonly DraftGroup[] => {
  const validator = createValidator();
  return [...loadSchemas()].filter(([name]) => wanted(name)).map(([name, schema]) => groupOfSchema({ name: name as SchemaName, schema, validator }));
};

const groupOfSchema = ({ name, schema, validator }: { name: SchemaName; schema: object; validator: Validator }): DraftGroup => {
  const errorsOf = (input: object): readonly SchemaError[] => {
    const result = validator.validate(name, (input as { message: unknown }).message);
    return result.ok ? [] : result.errors;
  };
  const [open, certain] = [read(name, "valid").filter(([file]) => `${name}.${file}` in OPEN), read(name, "valid").filter(([file]) => !(`${name}.${file}` in OPEN))];
  const examples = certain.map(([file, message]) => valid({ id: `${name}.${file}`, comment: `Example: ${words(file)}`, input: { message } }));
  const [base] = examples.toSorted((a, b) => JSON.stringify(b.input).length - JSON.stringify(a.input).length);
  if (base === undefined) throw new Error(`spec/schemas/examples/${name}/valid: expected an example`);
  const tests: DraftTest[] = [...examples];
  const add = (test: DraftTest): void => void (tests.every(({ id, input }) => id !== test.id && !sameJson(input, test.input)) && tests.push(test));
  const pairOf = (message: unknown) => examples.map((of) => ({ of, path: differenceOf(of.input, { message }) })).filter(({ path }) => path !== undefined && path !== "/message").toSorted((a, b) => (b.path ?? "").length - (a.path ?? "").length)[0];
  for (const [file, message] of open) {
    const pair = pairOf(message);
    if (pair?.path !== undefined) add(acceptable(pair.of, { id: `${name}.${file}`, comment: `Example: ${words(file)}`, path: pair.path, to: valueAt({ message }, pair.path), reason: OPEN[`${name}.${file}`] ?? "" }));
  }
  for (const [file, message] of read(name, "invalid")) {
    const pair = pairOf(message);
    if (pair?.path === undefined) continue;
    const [error] = errorsOf({ message });
    add(invalid(pair.of, { id: `${name}.${file}`, comment: `Example: ${words(file)}`, flags: [flagOf(error)], path: pair.path, to: valueAt({ message }, pair.path), reason: reasonOf(error) }));
  }
  // The other networks' payloads carry whole transactions; their examples already have an edit per rule.
  if (OTHER_NETWORKS.test(name)) return { name, comment: `Objects of the kind ${name}`, shared: { schema: name }, tests };
  for (const { id, comment, path, to, ifInvalid, ifValid } of candidates({ message: valueAt(base.input, "/message"), schema })) {
    const edit = { id: `${name}.${id}`, comment, path, to };
    const [error] = errorsOf(withValueAt(base.input, path, to));
    const reason = OPEN[edit.id];
    if (reason !== undefined) add(acceptable(base, { ...edit, flags: [ifValid ?? ifInvalid], reason }));
    else if (error !== undefined) add(invalid(base, { ...edit, flags: [ifInvalid], reason: reasonOf(error) }));
    else if (ifValid !== undefined) add(stillValid(base, { ...edit, flags: [ifValid] }));
  }
  return { name, comment: `Objects of the kind ${name}`, shared: { schema: name }, tests };
};

/** Every edit tried on a message, in the order of its members. */
const candidates = ({ message, schema }: { message: unknown; schema: object }): readonly Candidate[] => {
  const list: Candidate[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    const slug = slugOf(path);
    if (path !== "/message") list.push(...editsOfValue({ value, path, slug }));
    if (typeof value !== "object" || value === null || depth === 0 || (path !== "/message" && isElsewhere({ schema, path }))) return;
    // What stands in there are JSON Schemas, and a text is none.
    if (!Array.isArray(value) && !path.endsWith("/schema/properties")) list.push({ id: `${slug}-unknown-member`, comment: `${shown(path)} with a member nobody knows`, path: `${path}/x-unknown`, to: "anything", ifInvalid: "ForbiddenMember", ifValid: "UnknownMember" });
    for (const [member, child] of Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value)) {
      const at = `${path}/${String(member).replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (!Array.isArray(value)) list.push(...editsOfMember({ parent: value as Record<string, unknown>, parentPath: path, member: String(member) }));
      visit(child, at, depth - 1);
    }
  };
  visit(message, "/message", DEPTH);
  return list;
};

const editsOfMember = (options: { parent: Record<string, unknown>; parentPath: string; member: string }): readonly Candidate[] => {
  const { parent, parentPath, member } = options;
  const path = `${parentPath}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const slug = slugOf(path);
  const other = /^[a-z]/.test(member) ? member[0]?.toUpperCase() + member.slice(1) : member.toLowerCase();
  const renamed = Object.fromEntries(Object.entries(parent).map(([name, value]) => [name === member ? other : name, value]));
  return [
    { id: `without-${slug}`, comment: `Without ${shown(path)}`, path, to: undefined, ifInvalid: "MissingMember", ifValid: "OptionalMember" },
    ...(other === member ? [] : [{ id: `${slug}-other-case`, comment: `${shown(path)} in another letter case`, path: parentPath, to: renamed, ifInvalid: "MemberCase" as const }]),
  ];
};

const editsOfValue = ({ value, path, slug }: { value: unknown; path: string; slug: string }): readonly Candidate[] => {
  const edit = (id: string, comment: string, to: unknown, ifInvalid: FlagName): Candidate => ({ id: `${slug}-${id}`, comment: `${shown(path)} ${comment}`, path, to, ifInvalid });
  const always = [edit("null", "is null", null, "NullMember")];
  switch (typeof value) {
    case "string":
      return [
        ...always,
        /^\d{1,15}$/.test(value) ? edit("number", "as a JSON number", Number(value), "NumberForString") : edit("number", "is a number", 7, "WrongType"),
        edit("empty", "is empty", "", "EmptyValue"),
      ];
    case "number":
      return [...always, edit("string", "as a string", String(value), "StringForNumber"), edit("negative", "is negative", -1 - Math.abs(value), "BadForm"), edit("fraction", "is a fraction", value + 0.5, "BadForm"), edit("next", "is one more", value + 1, "WrongConstant")];
    case "boolean":
      return [...always, edit("string", "as a string", String(value), "WrongType"), edit("number", "as 0 or 1", value ? 1 : 0, "WrongType"), edit("other", "is the other one", !value, "WrongConstant")];
    case "object":
      return value === null ? [] : Array.isArray(value) ? [...always, edit("object", "is an object", {}, "WrongType")] : [...always, edit("list", "is a list", [], "WrongType")];
    default:
      return always;
  }
};

/** Whether the value at a path is described by a schema of its own, which has vectors of its own. */
const isElsewhere = ({ schema, path }: { schema: object; path: string }): boolean => {
  let here: object = schema;
  for (const member of path.slice("/message/".length).split("/")) {
    const at = here as { properties?: Record<string, unknown>; items?: unknown; additionalProperties?: unknown };
    const next = resolved(schema, at.properties?.[member] ?? (/^\d+$/.test(member) ? at.items : at.additionalProperties));
    if (typeof next !== "object" || next === null) return false;
    here = next;
  }
  return "$ref" in here && typeof here.$ref === "string" && !here.$ref.startsWith("#");
};
const resolved = (schema: object, value: unknown): unknown => (typeof value === "object" && value !== null && "$ref" in value && String(value.$ref).startsWith("#/") ? valueAt(schema, String(value.$ref).slice(1)) : value);

/** JSON Pointer of the innermost place that holds every difference; undefined where there is none. */
const differenceOf = (left: unknown, right: unknown, path = ""): string | undefined => {
  if (sameJson(left, right)) return undefined;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null || Array.isArray(left) !== Array.isArray(right)) return path;
  const members = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((member) => !sameJson((left as Record<string, unknown>)[member], (right as Record<string, unknown>)[member]));
  const [member] = members;
  if (members.length !== 1 || member === undefined || (Array.isArray(left) && left.length !== (right as unknown[]).length)) return path;
  return differenceOf((left as Record<string, unknown>)[member], (right as Record<string, unknown>)[member], `${path}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`);
};

const flagOf = (error: SchemaError | undefined): FlagName => {
  const message = error?.message ?? "";
  if (message.includes("required property")) return "MissingMember";
  if (/must be (string|number|integer|boolean|object|array)/.test(message)) return "WrongType";
  if (/allowed values|equal to constant/.test(message)) return "WrongConstant";
  if (/additional|unevaluated|boolean schema is false/.test(message)) return "ForbiddenMember";
  return "BadForm";
};

const reasonOf = (error: SchemaError | undefined): string => (error === undefined ? "Not well-formed." : `${error.path === "" ? "The object" : error.path} ${error.message}.`);
const read = (name: string, kind: "valid" | "invalid"): readonly (readonly [string, unknown])[] =>
  readdirSync(new URL(`${name}/${kind}/`, EXAMPLES)).toSorted().map((file) => [`example.${kind}.${slug(file.replace(/\.json$/, ""))}`, readJson(new URL(`${name}/${kind}/${file}`, EXAMPLES))]);
const words = (file: string): string => file.replace(/^example\.(in)?valid\./, "").replaceAll("-", " ");
const slug = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
const slugOf = (path: string): string => (path === "/message" ? "top" : slug(path.slice("/message/".length)));
const shown = (path: string): string => (path === "/message" ? "The object" : path.slice("/message".length));
