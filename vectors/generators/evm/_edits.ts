import type { DraftTest } from "../../generate/define.ts";
import { editsAt as editsAnywhere } from "../../generate/edits.ts";
import type { FlagName } from "./_flags.ts";

/** Why a relative of the right form is left open. */
export const NO_RULE = "No sender may write this, and no rule makes a receiver refuse it; what was signed is not changed by it.";

/** Why digits in upper case alone are left open. */
export const UPPER = "EIP-55 takes an address in one case for one without checksum; libraries differ in whether that holds for upper case.";

type Row = readonly [id: string, comment: string, flag: FlagName, to: unknown];
type Reasoned = readonly [...row: Row, reason: string];

/** As {@link editsAnywhere}, with the area's own flags, and with a reason for what is left open unless one is given. */
export const editsAt = (of: DraftTest, path: string, prefix = ""): { refused: (rows: readonly Reasoned[]) => readonly DraftTest[]; open: (rows: readonly (Row | Reasoned)[]) => readonly DraftTest[]; good: (rows: readonly Row[]) => readonly DraftTest[] } => {
  const edits = editsAnywhere(of, path, prefix);
  return { ...edits, open: (rows) => edits.open(rows.map(([id, comment, flag, to, reason = NO_RULE]) => [id, comment, flag, to, reason])) };
};
