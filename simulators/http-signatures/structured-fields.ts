/**
 * Structured field values of RFC 8941, as far as message signatures use them: dictionaries of inner lists, strings and byte
 * sequences. Values are kept as the text of their canonical serialization, which is what is signed.
 */

/** Parameters by name, in their order. A bare name is `?1`. */
export type Parameters = ReadonlyMap<string, string>;

/** A value and its parameters. */
export interface Item {
  /** E.g. `"sig1"` with its quotes, `1700000000`, `:AQID:`. */
  readonly value: string;
  readonly parameters: Parameters;
}

export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

export type Member = Item | InnerList;

/** A text is no structured field of the kind that was expected. */
export class StructuredFieldError extends Error {
  override readonly name = "StructuredFieldError";
}

const KEY = /[a-z*][a-z0-9_.*-]*/y;
const BARE = /"(?:[ !#-[\]-~]|\\["\\])*"|-?[0-9]{1,12}\.[0-9]{1,3}|-?[0-9]{1,15}|\?[01]|:[A-Za-z0-9+/=]*:|[A-Za-z*][!#$%&'*+.^_`|~A-Za-z0-9:/-]*/y;
const SPACES = / */y;
const OPTIONAL_SPACE = /[ \t]*/y;
/** Whoever sends more means harm. */
const MAX_CHARACTERS = 16_384;

/** @throws StructuredFieldError */
export function parseDictionary(text: string): ReadonlyMap<string, Member> {
  const reader = createReader(text);
  const members = new Map<string, Member>();
  reader.take(SPACES);
  while (!reader.done()) {
    const key = reader.need(KEY, "a key");
    const member = reader.eat("=") ? readMember(reader) : { value: "?1", parameters: readParameters(reader) };
    // The last of two is the one that counts, at its own place.
    members.delete(key);
    members.set(key, member);
    reader.take(OPTIONAL_SPACE);
    if (reader.done()) break;
    if (!reader.eat(",")) throw reader.unexpected("a comma");
    reader.take(OPTIONAL_SPACE);
    if (reader.done()) throw reader.unexpected("another member");
  }
  return members;
}

/** @throws StructuredFieldError */
export function parseItem(text: string): Item {
  const reader = createReader(text);
  reader.take(SPACES);
  const item = readItem(reader);
  reader.take(SPACES);
  if (!reader.done()) throw reader.unexpected("the end");
  return item;
}

export function isInnerList(member: Member): member is InnerList {
  return "items" in member;
}

export function serializeMember(member: Member): string {
  return isInnerList(member) ? `(${member.items.map(serializeMember).join(" ")})${serializeParameters(member.parameters)}` : `${member.value}${serializeParameters(member.parameters)}`;
}

export function serializeParameters(parameters: Parameters): string {
  return [...parameters].map(([name, value]) => (value === "?1" ? `;${name}` : `;${name}=${value}`)).join("");
}

/** @throws StructuredFieldError for what is not ASCII that can be printed */
export function serializeString(text: string): string {
  if (!/^[ -~]*$/.test(text)) throw new StructuredFieldError(`A string holds printable ASCII; found ${JSON.stringify(text.slice(0, 100))}`);
  return `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
}

export function serializeBytes(bytes: Uint8Array): string {
  return `:${Buffer.from(bytes).toString("base64")}:`;
}

/** The text of a string; `undefined` for a value of another type. */
export function stringOf(value: string | undefined): string | undefined {
  return value?.startsWith('"') === true ? value.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : undefined;
}

/** `undefined` for a value of another type. */
export function integerOf(value: string | undefined): number | undefined {
  return value !== undefined && /^-?[0-9]+$/.test(value) ? Number(value) : undefined;
}

/** `undefined` for a value of another type. */
export function bytesOf(value: string | undefined): Uint8Array | undefined {
  return value?.startsWith(":") === true ? Buffer.from(value.slice(1, -1), "base64") : undefined;
}

interface Reader {
  /** What the pattern matches here, `undefined` where it does not. */
  take(pattern: RegExp): string | undefined;
  need(pattern: RegExp, expected: string): string;
  eat(character: string): boolean;
  done(): boolean;
  unexpected(expected: string): StructuredFieldError;
}

function createReader(text: string): Reader {
  if (text.length > MAX_CHARACTERS) throw new StructuredFieldError(`Expected at most ${MAX_CHARACTERS} characters, found ${text.length}`);
  let at = 0;
  const reader: Reader = {
    take(pattern) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      at += found?.length ?? 0;
      return found;
    },
    need(pattern, expected) {
      const found = reader.take(pattern);
      if (found === undefined) throw reader.unexpected(expected);
      return found;
    },
    eat(character) {
      const here = text.startsWith(character, at);
      if (here) at += character.length;
      return here;
    },
    done: () => at >= text.length,
    unexpected: (expected) => new StructuredFieldError(`Expected ${expected} at character ${at}, found ${JSON.stringify(text.slice(at, at + 20))}`),
  };
  return reader;
}

function readMember(reader: Reader): Member {
  if (!reader.eat("(")) return readItem(reader);
  const items: Item[] = [];
  for (;;) {
    const spaces = reader.take(SPACES) ?? "";
    if (reader.eat(")")) return { items, parameters: readParameters(reader) };
    if (items.length > 0 && spaces === "") throw reader.unexpected("a space");
    items.push(readItem(reader));
  }
}

function readItem(reader: Reader): Item {
  const value = reader.need(BARE, "a value");
  return { value, parameters: readParameters(reader) };
}

function readParameters(reader: Reader): Parameters {
  const parameters = new Map<string, string>();
  while (reader.eat(";")) {
    reader.take(SPACES);
    const name = reader.need(KEY, "a parameter's name");
    const value = reader.eat("=") ? reader.need(BARE, "a parameter's value") : "?1";
    parameters.delete(name);
    parameters.set(name, value);
  }
  return parameters;
}
