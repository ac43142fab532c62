import { Validator } from "@cfworker/json-schema";
import type { Schema } from "@cfworker/json-schema";
import { loadSchemas } from "../../../spec/schemas.ts";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const schemas = loadSchemas();
const validators = new Map<string, Validator>();

/** Answers `message.validate` with a validator that shares nothing with ajv. */
export const verifier: Verifier = ({ shared, input }) => {
  const name = String(shared["schema"]);
  const schema = schemas.get(name);
  if (schema === undefined) return refused(`no schema ${name}`);
  const validator = validators.get(name) ?? new Validator(schema as Schema, "2020-12", true);
  if (!validators.has(name)) {
    for (const [key, other] of schemas) if (key !== name) validator.addSchema(other as Schema);
    validators.set(name, validator);
  }
  const { valid, errors } = validator.validate(input["message"]);
  return valid ? accepted() : refused(errors.at(-1)?.error ?? "not well-formed");
};
