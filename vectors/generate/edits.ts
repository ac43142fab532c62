import type { DraftTest } from "./define.ts";
import { goodRows, openRows, refusedRows } from "./rows.ts";
import type { ReasonedRow as AnyReasonedRow } from "./rows.ts";

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
export const editsAt = (of: DraftTest, path: string, prefix = ""): Edits => {
  const reasoned = ([id, comment, flag, to, reason]: ReasonedRow): AnyReasonedRow<string> => [`${prefix}${id}`, path, to, flag, comment, reason];
  return {
    refused: (rows) => refusedRows(of, rows.map(reasoned)),
    open: (rows) => openRows(of, rows.map(reasoned)),
    good: (rows) => goodRows(of, rows.map(([id, comment, flag, to, output]) => [`${prefix}${id}`, path, to, flag, comment, output])),
  };
};
