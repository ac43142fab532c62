import { acceptable, invalid, stillValid } from "./define.ts";
import type { DraftTest } from "./define.ts";
import type { VectorFlag } from "../vector-file.ts";

/** One edit of a valid vector: its id, where it is made, the new value (undefined takes the member away), the error it hunts, and in words. */
export type Row<Flag extends string> = readonly [id: string, path: string, to: unknown, flag: Flag, comment: string];

/** An edit with the reason why it is not plainly valid. */
export type ReasonedRow<Flag extends string> = readonly [...row: Row<Flag>, reason: string];

/** An edit that is still valid; `output` where it yields something else than the vector it was made from. */
export type GoodRow<Flag extends string> = readonly [...row: Row<Flag>, output?: unknown];

/** Edits of `of` that must be refused. */
export const refusedRows = <Flag extends string>(of: DraftTest, rows: readonly ReasonedRow<Flag>[]): readonly DraftTest[] =>
  rows.map(([id, path, to, flag, comment, reason]) => invalid(of, { id, comment, flags: [flag], path, to, reason }));

/** Edits of `of` that the text leaves open. */
export const openRows = <Flag extends string>(of: DraftTest, rows: readonly ReasonedRow<Flag>[]): readonly DraftTest[] =>
  rows.map(([id, path, to, flag, comment, reason]) => acceptable(of, { id, comment, flags: [flag], path, to, reason }));

/** Edits of `of` that must be accepted as well. */
export const goodRows = <Flag extends string>(of: DraftTest, rows: readonly GoodRow<Flag>[]): readonly DraftTest[] =>
  rows.map(([id, path, to, flag, comment, output]) => stillValid(of, { id, comment, flags: [flag], path, to, ...(output === undefined ? {} : { output }) }));

/** Describes an error. */
export const flag = (bugClass: string, description: string, effect: string, ...links: string[]): VectorFlag => ({ bugClass, description, effect, links });

/** Some of an area's flags, for a file's head. */
export const pick = <Name extends string>(flags: Readonly<Record<Name, VectorFlag>>, ...names: readonly NoInfer<Name>[]): Readonly<Record<string, VectorFlag>> =>
  Object.fromEntries(names.map((name) => [name, flags[name]]));
