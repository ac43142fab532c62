import type { VectorFlag } from "../../vector-file.ts";

const FORMAT = "https://solana.com/docs/core/transactions";

/** Errors that the decode vectors hunt. */
export const DECODE_FLAGS: Readonly<Record<string, VectorFlag>> = {
  Privileges: { bugClass: "account-privileges-misread", description: "Takes wrong accounts for signers or for writable ones.", effect: "A check of who signs or who is debited looks at the wrong account.", links: [FORMAT] },
  LegacyMessage: { bugClass: "message-version-misread", description: "Reads one format only, or one as the other.", effect: "Payments of half of all wallets are refused, or read wrong.", links: [FORMAT] },
  TwoByteLength: { bugClass: "compact-length-one-byte", description: "Reads a length as one byte.", effect: "Transactions with a memo of 128 bytes or more are misread.", links: [FORMAT] },
  LookupTable: { bugClass: "lookup-tables-ignored", description: "Leaves accounts of lookup tables out, or orders them by table and not by privilege.", effect: "An account is hidden from checks, or taken for another.", links: ["https://docs.anza.xyz/proposals/versioned-transactions"] },
  OddButRight: { bugClass: "transaction-shape-assumed", description: "Assumes the shape of the payments it makes itself.", effect: "Transactions of other wallets are refused.", links: [] },
  EmptySlot: { bugClass: "signature-slots-assumed", description: "Wants every signature slot filled, or an empty one in front.", effect: "Payments that are signed in another order are refused.", links: [] },
  SizeLimit: { bugClass: "transaction-size-limit", description: "Cuts off at another size than the network's.", effect: "A payment is accepted that no node takes, or a large one refused.", links: [FORMAT] },
  Truncated: { bugClass: "truncated-message-accepted", description: "Fills what is missing with zeros, or reads past the end.", effect: "A crash of a native decoder, or a payment read that nobody sent.", links: [] },
  TrailingBytes: { bugClass: "trailing-bytes-accepted", description: "Ignores what follows the transaction.", effect: "One payment has many encodings, so that a cache of payloads seen misses it.", links: [] },
  NotShortest: { bugClass: "compact-length-not-shortest", description: "Takes a length that is written longer than need be, or beyond 16 bits.", effect: "One payment has many encodings, or the checker and the chain read different ones.", links: ["https://docs.rs/solana-short-vec"] },
  SignatureCount: { bugClass: "signature-count-not-checked", description: "Does not compare the signatures with the header.", effect: "A payment is found valid that every node refuses.", links: [] },
  IndexRange: { bugClass: "account-index-not-checked", description: "Does not check indices.", effect: "A crash, or an undefined account that equals nothing and so passes every exclusion.", links: [] },
  HeaderCounts: { bugClass: "message-header-not-checked", description: "Takes a header whose counts do not fit the keys.", effect: "A payment is found valid that every node refuses.", links: [] },
  UnknownVersion: { bugClass: "message-version-misread", description: "Reads a version it does not know as the one it knows.", effect: "Accounts and instructions are misread.", links: [] },
  NotBase64: { bugClass: "base64-not-checked", description: "Guesses at a text that is not base64.", effect: "A crash, or other bytes than the client signed.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
  Base64Form: { bugClass: "base64-not-canonical", description: "Takes several texts for one sequence of bytes.", effect: "A cache of payloads seen misses a repetition.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
  NotATransaction: { bugClass: "transaction-form-confused", description: "Takes a message, instructions or an object for a transaction.", effect: "Signatures are skipped, or the process fails.", links: [] },
  RepeatedKey: { bugClass: "repeated-account-key", description: "Compares indices where it should compare keys.", effect: "A second copy of a key escapes a check; the chain refuses such transactions when it loads accounts.", links: [] },
};
