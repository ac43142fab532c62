/**
 * JSON that is passed on as it was said. A double does not hold the integers of 64 bits that nodes write, and readers in
 * languages that have them refuse what is left of one.
 */
export interface ExactJson {
  /** As `JSON.parse` gives it: what is recorded and looked at. */
  readonly value: unknown;
  /** The same, but numbers that a double would write otherwise stand there as their text. Only to be written. */
  readonly exact: unknown;
}

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Texts in which a number may stand that reads otherwise once it is written again; the slow way is only for them. */
const MAY_CHANGE = /\d{16}|\d\.\d|\d[eE]|-0/;

/** @throws SyntaxError */
export function readExact(text: string): ExactJson {
  const value = JSON.parse(text) as unknown;
  if (!MAY_CHANGE.test(text)) return { value, exact: value };
  const reviver: SourceReviver = (_, member, { source }) => (typeof member === "number" && source !== undefined && String(member) !== source ? rawJSON(source) : member);
  return { value, exact: JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as unknown };
}

/** One message, or those of a batch. */
export function messagesOf({ value, exact }: ExactJson): readonly ExactJson[] {
  return Array.isArray(value) ? (value as readonly unknown[]).map((one, index) => ({ value: one, exact: (exact as readonly unknown[])[index] })) : [{ value, exact }];
}

/** `undefined` for what is no JSON. */
export function readOrNothing(text: string): ExactJson | undefined {
  try {
    return readExact(text);
  } catch {
    return undefined;
  }
}
