/** What is wrong with bytes that are no transaction a validator would look at. A code never changes its meaning. */
export type TransactionErrorCode =
  /** More than 1232 bytes. */
  | "transaction.too-large"
  /** The bytes end inside a part. */
  | "transaction.truncated"
  /** Bytes after the end. */
  | "transaction.trailing-bytes"
  /** A length (compact-u16) in more bytes than it needs, or above 65535. */
  | "transaction.length-not-canonical"
  /** A message of a version other than legacy and 0. */
  | "transaction.version-unsupported"
  /** More or fewer signatures than the header asks for. */
  | "transaction.signature-count"
  /** The header's counts do not fit each other or the keys. */
  | "transaction.header"
  /** More than 256 keys, looked-up ones included. */
  | "transaction.too-many-keys"
  /** More than 64 instructions. */
  | "transaction.too-many-instructions"
  /** An instruction with more than 255 accounts. */
  | "transaction.too-many-instruction-accounts"
  /** A program index that is no static key. */
  | "transaction.program-index"
  /** A program index that is the fee payer's. */
  | "transaction.program-is-fee-payer"
  /** An account index beyond static and looked-up keys. */
  | "transaction.account-index"
  /** A lookup that looks nothing up. */
  | "transaction.lookup-empty"
  /** The text is no base64 (RFC 4648 section 4, padded, no stray bits). */
  | "transaction.not-base64";
