/** The 16 bytes that end every suffix of ERC-8021. */
export const MARKER = "80218021802180218021802180218021";

/** What a map of codes is written from; a list stands for an array, a number for an unsigned integer. */
export type Member = readonly [key: string, value: string | number | readonly string[]];

const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("hex");

/** Head of a CBOR item (RFC 8949 section 3): major type and length in the shortest form, or in the width given. */
export const head = (major: number, length: number, width?: 0 | 1 | 2 | 4 | 8): string => {
  const bytes = width ?? (length < 24 ? 0 : length < 256 ? 1 : 2);
  const initial = (major << 5) | (bytes === 0 ? length : 24 + Math.log2(bytes));
  return initial.toString(16).padStart(2, "0") + (bytes === 0 ? "" : length.toString(16).padStart(bytes * 2, "0"));
};

/** A CBOR text string. */
export const text = (value: string): string => head(3, Buffer.byteLength(value)) + bytesOf(value);

const item = (value: Member[1]): string => (typeof value === "string" ? text(value) : typeof value === "number" ? head(0, value) : head(4, value.length) + value.map(text).join(""));

/** A CBOR map with its members in the order given. */
export const map = (members: readonly Member[]): string => head(5, members.length) + members.map(([key, value]) => text(key) + item(value)).join("");

/** CBOR, its length in two bytes, the schema id and the marker, without 0x. */
export const framed = (cbor: string, options: { length?: string; schema?: string; marker?: string } = {}): string =>
  cbor + (options.length ?? (cbor.length / 2).toString(16).padStart(4, "0")) + (options.schema ?? "02") + (options.marker ?? MARKER);

