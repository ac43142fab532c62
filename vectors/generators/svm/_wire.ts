/** A transaction as its bytes have it: indices, not addresses; nothing here has to make sense. */
export type Shape = {
  readonly version: "legacy" | number;
  readonly signatures: readonly Uint8Array[];
  /** Required signatures, read-only ones among them, read-only accounts that do not sign. */
  readonly header: readonly [number, number, number];
  readonly keys: readonly Uint8Array[];
  readonly blockhash: Uint8Array;
  readonly instructions: readonly { readonly program: number; readonly accounts: readonly number[]; readonly data: Uint8Array }[];
  readonly lookups: readonly { readonly table: Uint8Array; readonly writable: readonly number[]; readonly readonly: readonly number[] }[];
};

/** How a length is written: `compact` is the one right way, in the shortest form. */
export type WriteLength = (value: number) => readonly number[];

/** compact-u16: seven bits a byte, the lowest first, the high bit saying that more follow. */
export const compact: WriteLength = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...compact(value >> 7)]);

/** Which list a length stands before. */
export type Place = "signatures" | "keys" | "instructions" | "accounts" | "data" | "lookups" | "writable" | "readonly";

/** Says how the length of one place is written; by default shortest. */
export type Lengths = Partial<Readonly<Record<Place, WriteLength>>>;

/** The bytes that are signed. */
export const messageOf = (shape: Shape, lengths: Lengths = {}): Uint8Array => {
  const length = (place: Place, value: number): readonly number[] => (lengths[place] ?? compact)(value);
  const version = shape.version === "legacy" ? [] : [128 | shape.version];
  const instructions = shape.instructions.flatMap(({ program, accounts, data }) => [program, ...length("accounts", accounts.length), ...accounts, ...length("data", data.length), ...data]);
  const lookups = shape.lookups.flatMap(({ table, writable, readonly }) => [...table, ...length("writable", writable.length), ...writable, ...length("readonly", readonly.length), ...readonly]);
  return Uint8Array.from([
    ...version,
    ...shape.header,
    ...length("keys", shape.keys.length),
    ...shape.keys.flatMap((key) => [...key]),
    ...shape.blockhash,
    ...length("instructions", shape.instructions.length),
    ...instructions,
    ...(shape.version === "legacy" ? [] : [...length("lookups", shape.lookups.length), ...lookups]),
  ]);
};

/** The bytes that are sent. */
export const wireOf = (shape: Shape, lengths: Lengths = {}): Uint8Array =>
  Uint8Array.from([...(lengths.signatures ?? compact)(shape.signatures.length), ...shape.signatures.flatMap((signature) => [...signature]), ...messageOf(shape, lengths)]);

/** Standard base64 of bytes. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
