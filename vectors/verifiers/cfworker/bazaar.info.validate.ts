import { Validator } from "@cfworker/json-schema";
import type { Schema } from "@cfworker/json-schema";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every `$ref` in a schema, wherever it stands. */
const references = (value: unknown): readonly string[] =>
  typeof value !== "object" || value === null ? [] : Object.entries(value).flatMap(([name, member]) => (name === "$ref" && typeof member === "string" ? [member] : references(member)));

/** A copy whose objects inherit nothing: the library finds required members with `in`, and would find inherited ones. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, member: unknown) => (isRecord(member) ? Object.assign(Object.create(null) as object, member) : member)) as unknown;

/** Answers `bazaar.info.validate` with @cfworker/json-schema, which is asked only when every reference is a fragment. */
export const verifier: Verifier = ({ input }) => {
  const { info, schema } = input["declaration"] as { info?: unknown; schema?: unknown };
  if (!isRecord(info) || !isRecord(info["input"])) return refused("no info with input");
  if (!isRecord(schema)) return refused("no schema");
  if (references(schema).some((reference) => !reference.startsWith("#"))) return refused("reference to the outside");
  try {
    // It follows references within `$id`'s document; declarations are judged without a base.
    const { $id: _, ...rest } = schema;
    return new Validator(rest as Schema, "2020-12").validate(bare(info)).valid ? accepted() : refused("not valid under its schema");
  } catch (error) {
    return refused(error instanceof Error ? error.message : "schema");
  }
};
