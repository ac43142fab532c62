import { valueAt, withValueAt } from "../json-pointer.ts";
import type { VectorFlag, VectorPair, VectorResult } from "../vector-file.ts";
import type { Seeded } from "./seeded.ts";

/** A vector before its file's name is put before its id. */
export type DraftTest<Input extends object = Record<string, unknown>> = {
  /** The last part of the id: lower case words, digits, `-` and `.`. */
  readonly id: string;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly input: Input;
  readonly result: VectorResult;
  readonly output?: unknown;
  readonly reason?: string;
  readonly pair?: VectorPair;
};

/** A group before ids are completed. */
export type DraftGroup = { readonly name: string; readonly comment: string; readonly shared?: object; readonly tests: readonly DraftTest[] };

/** What a module in `vectors/generators/` exports as `vectors`. Its place in the folder names area and file. */
export type VectorDefinition = {
  readonly operation: string;
  readonly description: string;
  /** Ids of the catalogue rows the vectors are about. */
  readonly requirements: readonly string[];
  readonly flags: Readonly<Record<string, VectorFlag>>;
  readonly groups: (tools: { seeded: Seeded }) => readonly DraftGroup[] | Promise<readonly DraftGroup[]>;
};

/** Types a generator's definition. */
export const defineVectors = (definition: VectorDefinition): VectorDefinition => definition;

/** A vector that must be accepted. Flags say which over-strict error would refuse it. */
export const valid = <Input extends object>(test: { id: string; comment: string; flags?: readonly string[]; input: Input; output?: unknown }): DraftTest & { readonly input: Input } =>
  ({ flags: [], ...test, result: "valid" }) as unknown as DraftTest & { readonly input: Input };

/** One place changed in a valid vector. `to: undefined` takes the member away. */
export type Edit = {
  readonly id: string;
  readonly comment: string;
  readonly flags?: readonly string[];
  /** JSON Pointer into the input. */
  readonly path: string;
  readonly to: unknown;
};

const edited = (of: DraftTest, edit: Edit): Pick<DraftTest, "id" | "comment" | "flags" | "input" | "pair"> => {
  if (of.result !== "valid") throw new Error(`${edit.id}: edits start from a valid vector, and ${of.id} is ${of.result}`);
  const { id, comment, flags = [], path, to } = edit;
  const verb = to === undefined ? "takes away" : valueAt(of.input, path) === undefined ? "adds" : "changes";
  return { id, comment, flags, input: withValueAt(of.input, path, to), pair: { of: of.id, path, edit: `${verb} ${path}` } };
};

/** One edit of a valid vector that must be refused. */
export const invalid = (of: DraftTest, edit: Edit & { readonly flags: readonly string[]; readonly reason: string }): DraftTest => ({ ...edited(of, edit), result: "invalid", reason: edit.reason });

/** One edit of a valid vector that the text leaves open. */
export const acceptable = (of: DraftTest, edit: Edit & { readonly reason: string }): DraftTest => ({ ...edited(of, edit), result: "acceptable", reason: edit.reason });

/** One edit of a valid vector that must still be accepted. */
export const stillValid = (of: DraftTest, edit: Edit & { readonly output?: unknown }): DraftTest => {
  const { output = of.output } = edit;
  return { ...edited(of, edit), result: "valid", ...(output === undefined ? {} : { output }) };
};
