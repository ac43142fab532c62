/** A revision of the protocol text. */
export type Revision = {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Full commit hash. */
  readonly commit: string;
  /** The commit's date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Which newer texts were read beside it, for rows whose basis is not `snapshot`. */
  readonly newer: string;
};

/**
 * The text this catalogue was read against. Every report prints it, so that a reader can compare a
 * requirement with the sentence it was made from.
 */
export const REVISION: Revision = {
  repository: "coinbase/x402",
  commit: "dd927a26cfefc98c24b3ec38b3a8f204dad0c60d",
  date: "2026-04-21",
  newer: "x402-foundation/x402, texts read 2026-11",
};
