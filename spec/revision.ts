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

/** Names of the revisions of the text, by the month they are of. They sort as they follow each other. */
export type RevisionName = "2026-04" | "2026-11";

/** A revision that rows and profiles refer to by name. */
export type NamedRevision = {
  readonly name: RevisionName;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** The one commit it was read at; absent where each file was read at a commit of its own, which `texts` of the catalogue files name. */
  readonly commit?: string;
};

/** Every revision, oldest first. */
export const REVISIONS: readonly [NamedRevision, ...NamedRevision[]] = [
  { name: "2026-04", repository: REVISION.repository, commit: REVISION.commit },
  { name: "2026-11", repository: "x402-foundation/x402" },
];
