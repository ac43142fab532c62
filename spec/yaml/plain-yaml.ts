import { parseFlow } from "./flow.ts";
import { NotPlain, quotedEnd, resolvePlain, unquote } from "./scalars.ts";

type Line = { readonly indent: number; readonly text: string; /** Whether an empty line or a comment stands before it. */ readonly afterGap: boolean };

/** What is still to be read: the line at hand, and the text from the next one on. */
type Reader = { readonly text: string; next: number; line: Line | undefined };

/**
 * Reads YAML that is written plainly: block maps with simple keys, block lists, flow collections, and
 * plain or quoted scalars that may go on in the next line. No anchors, tags, block scalars or documents.
 *
 * @returns `undefined` for anything else, be it correct YAML or not
 */
export const parsePlainYaml = (text: string): { readonly value: unknown } | undefined => {
  if (/[\t\r]/.test(text)) return undefined;
  try {
    const reader: Reader = { text, next: 0, line: undefined };
    advance(reader);
    if (reader.line === undefined) return undefined;
    const value = readBlock(reader, 0);
    return reader.line === undefined ? { value } : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
};

/** Goes to the next line that is neither empty nor a comment. */
const advance = (reader: Reader): void => {
  const { text } = reader;
  let afterGap = false;
  while (reader.next < text.length) {
    const end = text.indexOf("\n", reader.next);
    const line = text.slice(reader.next, end < 0 ? text.length : end);
    reader.next = end < 0 ? text.length : end + 1;
    const body = line.trim();
    if (body !== "" && body.charCodeAt(0) !== HASH) {
      reader.line = { indent: line.indexOf(body), text: body, afterGap };
      return;
    }
    afterGap = true;
  }
  reader.line = undefined;
};

const BLANK = 0x20;
const HASH = 0x23;

/** A map or a list whose entries begin at this column. */
const readBlock = (reader: Reader, indent: number): unknown => {
  const first = reader.line;
  if (first === undefined || first.indent !== indent) throw new NotPlain();
  return isEntry(first) ? readList(reader, indent) : readMap(reader, indent);
};

const isEntry = ({ text }: Line): boolean => text === "-" || text.startsWith("- ");

const readList = (reader: Reader, indent: number): unknown[] => {
  const list: unknown[] = [];
  for (let line = reader.line; line !== undefined && line.indent === indent && isEntry(line); line = reader.line) {
    const rest = line.text.slice(1).trimStart();
    if (rest === "") throw new NotPlain();
    if (splitKey(rest) === undefined) {
      list.push(readInline(reader, { text: rest, indent }));
      continue;
    }
    // The map's first key stands where it would on a line of its own.
    const column = indent + line.text.length - rest.length;
    reader.line = { indent: column, text: rest, afterGap: false };
    list.push(readMap(reader, column));
  }
  return list;
};

const readMap = (reader: Reader, indent: number): Record<string, unknown> => {
  const map: Record<string, unknown> = {};
  for (let line = reader.line; line !== undefined && line.indent === indent; line = reader.line) {
    const entry = splitKey(line.text);
    if (entry === undefined || Object.hasOwn(map, entry.key)) throw new NotPlain();
    map[entry.key] = entry.rest === "" ? readNested(reader, indent) : readInline(reader, { text: entry.rest, indent });
  }
  return map;
};

/** What belongs to a key that has nothing behind it. */
const readNested = (reader: Reader, indent: number): unknown => {
  advance(reader);
  const next = reader.line;
  if (next === undefined || next.indent < indent) return null;
  if (next.indent > indent) return readBlock(reader, next.indent);
  return isEntry(next) ? readList(reader, indent) : null;
};

/** A scalar or a flow collection that begins on this line and may go on in deeper ones. */
const readInline = (reader: Reader, start: { readonly text: string; readonly indent: number }): unknown => {
  advance(reader);
  const goesOn = (): string => {
    const { line } = reader;
    if (line === undefined || line.indent <= start.indent || line.afterGap) throw new NotPlain();
    advance(reader);
    return line.text;
  };
  let text = start.text;
  const first = text[0];
  if (first === '"' || first === "'") {
    for (let end = quotedEnd(text); end !== text.length; end = quotedEnd(text)) {
      if (end !== undefined) throw new NotPlain();
      text += ` ${goesOn()}`;
    }
    return unquote(text);
  }
  if (first === "{" || first === "[") {
    for (let flow = parseFlow(text); ; flow = parseFlow(text)) {
      if (flow !== undefined) return flow.value;
      text += ` ${goesOn()}`;
    }
  }
  while (reader.line !== undefined && reader.line.indent > start.indent) text += ` ${goesOn()}`;
  return resolvePlain(text);
};

/** A key and what stands behind it on its line. */
const splitKey = (text: string): { readonly key: string; readonly rest: string } | undefined => {
  const colon = text.indexOf(":");
  if (colon < 1 || (colon + 1 < text.length && text.charCodeAt(colon + 1) !== BLANK)) return undefined;
  const key = text.slice(0, colon);
  return /^[A-Za-z_][\w-]*$/.test(key) && key !== "__proto__" ? { key, rest: text.slice(colon + 1).trimStart() } : undefined;
};
