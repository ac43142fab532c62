import { NotPlain, quotedEnd, resolvePlain, unquote } from "./scalars.ts";

/** What is left of the text; `at` is the only thing that moves. */
type Cursor = { readonly text: string; at: number };

/** The text ends before the collection does. */
class Open extends Error {}

/**
 * Reads a flow collection, `{ a: 1, b: [2, "3"] }`, that fills the text.
 *
 * @returns `undefined` while it is open
 * @throws NotPlain for what is left to the library
 */
export const parseFlow = (text: string): { readonly value: unknown } | undefined => {
  const cursor: Cursor = { text, at: 0 };
  try {
    const value = readValue(cursor);
    if (cursor.at !== text.length) throw new NotPlain();
    return { value };
  } catch (error) {
    if (error instanceof Open) return undefined;
    throw error;
  }
};

const readValue = (cursor: Cursor): unknown => {
  switch (peek(cursor)) {
    case "{":
      return readEntries(cursor, "}", () => [readKey(cursor), readValue(cursor)] as const).reduce<Record<string, unknown>>((map, [key, value]) => {
        if (Object.hasOwn(map, key) || key === "__proto__") throw new NotPlain();
        map[key] = value;
        return map;
      }, {});
    case "[":
      return readEntries(cursor, "]", () => readValue(cursor));
    case '"':
    case "'":
      return readQuoted(cursor);
    default:
      return resolvePlain(readPlain(cursor));
  }
};

const readEntries = <Entry>(cursor: Cursor, close: string, read: () => Entry): Entry[] => {
  const entries: Entry[] = [];
  cursor.at += 1;
  while (peek(cursor) !== close) {
    entries.push(read());
    const next = peek(cursor);
    if (next === ",") cursor.at += 1;
    else if (next !== close) throw new NotPlain();
  }
  cursor.at += 1;
  return entries;
};

const readKey = (cursor: Cursor): string => {
  peek(cursor);
  const key = readTo(cursor, KEY_END);
  if (cursor.text[cursor.at] !== ":" || cursor.text[cursor.at + 1] !== " " || !/^[A-Za-z_][\w-]*$/.test(key)) throw cursor.at + 1 >= cursor.text.length ? new Open() : new NotPlain();
  cursor.at += 1;
  return key;
};

const readQuoted = (cursor: Cursor): string => {
  const rest = cursor.text.slice(cursor.at);
  const end = quotedEnd(rest);
  if (end === undefined) throw new Open();
  cursor.at += end;
  return unquote(rest.slice(0, end));
};

const readPlain = (cursor: Cursor): string => {
  const text = readTo(cursor, VALUE_END);
  if (cursor.at === cursor.text.length) throw new Open();
  return text.trimEnd();
};

const KEY_END = /[:,[\]{}"']/g;
const VALUE_END = /[,[\]{}]/g;

const readTo = (cursor: Cursor, ends: RegExp): string => {
  const from = cursor.at;
  ends.lastIndex = from;
  cursor.at = ends.exec(cursor.text)?.index ?? cursor.text.length;
  return cursor.text.slice(from, cursor.at);
};

/** The next character that is no blank. */
const peek = (cursor: Cursor): string => {
  while (cursor.text[cursor.at] === " ") cursor.at += 1;
  const next = cursor.text[cursor.at];
  if (next === undefined) throw new Open();
  return next;
};
