import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { isValidUnder } from "./_json-schema.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Answers `bazaar.info.validate` with a validator of its own. */
export const verifier: Verifier = ({ input }) => {
  const { info, schema } = input["declaration"] as { info?: unknown; schema?: unknown };
  if (!isRecord(info) || !isRecord(info["input"])) return refused("no info with input");
  if (!isRecord(schema)) return refused("no schema");
  try {
    return isValidUnder(schema, info) ? accepted() : refused("not valid under its schema");
  } catch (error) {
    return refused(error instanceof Error ? error.message : "schema");
  }
};
