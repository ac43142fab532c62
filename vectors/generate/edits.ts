import { acceptable, invalid, stillValid } from "./define.ts";
import type { DraftTest } from "./define.ts";

/** An edit that must be refused, or that is left open; the last member says why. */
export type ReasonedRow = readonly [id: string, comment: string, flag: string, to: unknown, reason: string];

/** An edit that must still be accepted. Without an output of its own it keeps the other half's. */
export type GoodRow = readonly [id: string, comment: string, flag: string, to: unknown, output?: unknown];

/** Edits of one place of a valid vector, written as rows. */
export type Edits = {
  readonly refused: (rows: readonly ReasonedRow[]) => readonly DraftTest[];
  readonly open: (rows: readonly ReasonedRow[]) => readonly DraftTest[];
  readonly good: (rows: readonly GoodRow[]) => readonly DraftTest[];
};

/**
 * Edits of one place of a valid vector.
 *
 * @param path JSON Pointer into the input
 * @param prefix put before every id
 */
export const editsAt = (of: DraftTest, path: string, prefix = ""): Edits => ({
  refused: (rows) => rows.map(([id, comment, flag, to, reason]) => invalid(of, { id: `${prefix}${id}`, comment, flags: [flag], path, to, reason })),
  open: (rows) => rows.map(([id, comment, flag, to, reason]) => acceptable(of, { id: `${prefix}${id}`, comment, flags: [flag], path, to, reason })),
  good: (rows) => rows.map(([id, comment, flag, to, output]) => stillValid(of, { id: `${prefix}${id}`, comment, flags: [flag], path, to, ...(output === undefined ? {} : { output }) })),
});
