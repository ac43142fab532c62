/**
 * What an implementation has to answer. `acceptable`: the text leaves it open, so both answers are
 * right, and the answer only tells which reading the implementation takes.
 */
export type VectorResult = "valid" | "invalid" | "acceptable";

/** A kind of error that vectors hunt. */
export type VectorFlag = {
  /** The class of error, as a slug shared with `interop-bugs.json`, for example `url-safe-base64`. */
  readonly bugClass: string;
  /** What an implementation with this error does. */
  readonly description: string;
  /** What it costs those who use such an implementation. */
  readonly effect: string;
  /** Where the error was seen, or the standard that rules it out. */
  readonly links: readonly string[];
};

/** How a vector differs from another one: always in exactly one place. */
export type VectorPair = {
  /** Id of the valid vector it was made from; in the same group. */
  readonly of: string;
  /** JSON Pointer into `input`: the only place where the two differ. */
  readonly path: string;
  /** The edit, in words. */
  readonly edit: string;
};

/** One question with its answer. */
export type VectorTest = {
  /** `<area>/<file>/<slug>`; never used again for another question. */
  readonly id: string;
  readonly comment: string;
  readonly flags: readonly string[];
  /** What to judge; its shape is the operation's. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: VectorResult;
  /** What a right answer yields, where the operation yields something. */
  readonly output?: unknown;
  /** Why the answer is not plainly `valid`. */
  readonly reason?: string;
  readonly pair?: VectorPair;
};

/** Questions that have part of their input in common. */
export type VectorGroup = {
  readonly name: string;
  readonly comment: string;
  /** Input common to the group; its shape is the operation's. */
  readonly shared: Readonly<Record<string, unknown>>;
  readonly tests: readonly VectorTest[];
};

/** One file of vectors: `vectors/data/<area>/<name>.json`. */
export type VectorFile = {
  readonly schema: string;
  readonly area: string;
  readonly name: string;
  readonly description: string;
  /** The operation asked of the implementation: `vectors/operations/<operation>.json`. */
  readonly operation: string;
  /** Ids of the catalogue rows the file is about. */
  readonly requirements: readonly string[];
  /** Commit of the protocol text. */
  readonly specRevision: string;
  readonly generator: string;
  readonly seed: string;
  readonly numberOfTests: number;
  readonly flags: Readonly<Record<string, VectorFlag>>;
  readonly groups: readonly VectorGroup[];
};

/** `$id` of `vectors.schema.json`. */
export const VECTORS_SCHEMA = "https://x402-conformance.dev/schemas/vectors.schema.json";
