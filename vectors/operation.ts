import { readdirSync } from "node:fs";
import { createAjv, readJson } from "../spec/json-schema.ts";
import type { Comparison } from "./compare.ts";

/** What an implementation is asked to do: `vectors/operations/<operation>.json`. */
export type Operation = {
  readonly operation: string;
  readonly title: string;
  /** The question, so that somebody who has never seen the suite can answer it. */
  readonly question: string;
  /** Whether signatures, digests or keys are involved: then two independent verifiers must agree on every vector. */
  readonly cryptographic: boolean;
  /** JSON Schema of what a group's questions share. */
  readonly shared: object;
  /** JSON Schema of one question's input. Lax: what is wrong with an input is the vectors' matter. */
  readonly input: object;
  /** JSON Schema of what a valid answer yields; absent where it yields nothing. */
  readonly output?: object;
  /** How an answer's output is compared with the vector's: `json` (the default), or a name in `compare.ts`. */
  readonly compare?: Comparison;
};

const FOLDER = new URL("./operations/", import.meta.url);

/** Every operation by its name. @throws Error when a file is not an operation's or not named after it */
export const loadOperations = (): ReadonlyMap<string, Operation> => {
  const ajv = createAjv();
  const isOperation = ajv.compile<Operation>(OPERATION_SCHEMA);
  return new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith(".json"))
      .toSorted()
      .map((file) => {
        const value = readJson(new URL(file, FOLDER));
        if (!isOperation(value)) throw new Error(`vectors/operations/${file}: ${ajv.errorsText(isOperation.errors)}`);
        if (`${value.operation}.json` !== file) throw new Error(`vectors/operations/${file}: operation is ${value.operation}, expected the file's own name`);
        return [value.operation, value];
      }),
  );
};

const OPERATION_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["operation", "title", "question", "cryptographic", "shared", "input"],
  properties: {
    operation: { type: "string" },
    title: { type: "string" },
    question: { type: "string" },
    cryptographic: { type: "boolean" },
    shared: { type: "object" },
    input: { type: "object" },
    output: { type: "object" },
    compare: { enum: ["json", "header", "builder-codes"] },
  },
};
