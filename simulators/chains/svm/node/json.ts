/** JSON in which integers of 64 bits keep every digit, as bigint here and as plain digits there. */

interface RawJson {
  rawJSON(text: string): unknown;
}

/** The JSON of a value; bigints become digits. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === "bigint" ? (JSON as unknown as RawJson).rawJSON(member.toString()) : member));
}

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * The value of a JSON text; integers that a double does not hold become bigints.
 *
 * @throws SyntaxError
 */
export function fromJson(text: string): unknown {
  // The slow way only for texts with so many digits in a row that one of them may need it.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const exact: SourceReviver = (_, value, { source }) => (typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value);
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}
