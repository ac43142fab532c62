/** A transaction as read byte by byte. */
export type Parsed = {
  readonly version: "legacy" | 0;
  readonly signatures: readonly Uint8Array[];
  readonly message: Uint8Array;
  readonly required: number;
  readonly readonlySigned: number;
  readonly readonlyUnsigned: number;
  readonly keys: readonly Uint8Array[];
  readonly blockhash: Uint8Array;
  readonly instructions: readonly { readonly program: number; readonly accounts: readonly number[]; readonly data: Uint8Array }[];
  readonly lookups: readonly { readonly table: Uint8Array; readonly writable: readonly number[]; readonly readonly: readonly number[] }[];
};

class Malformed extends Error {}

const demand = (condition: boolean, otherwise: string): void => {
  if (!condition) throw new Malformed(otherwise);
};

/** Reads bytes in order and refuses to read past their end. */
const readerOf = (bytes: Uint8Array) => {
  let at = 0;
  const take = (count: number): Uint8Array => {
    demand(at + count <= bytes.length, `ends at byte ${bytes.length}, ${count} wanted at ${at}`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  const byte = (): number => take(1)[0] ?? 0;
  const length = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 14; shift += 7) {
      const next = byte();
      value += (next & 127) * 2 ** shift;
      if (next >= 128) continue;
      demand(shift === 0 || next !== 0, "a length that could be written shorter");
      demand(value <= 0xffff, "a length above 16 bits");
      return value;
    }
    throw new Malformed("a length of more than three bytes");
  };
  const list = <Item>(item: () => Item): readonly Item[] => Array.from({ length: length() }, item);
  return { take, byte, list, position: () => at, peek: () => bytes[at], done: () => at === bytes.length };
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/**
 * Parses the base64 of a legacy or version 0 transaction, strictly.
 *
 * @throws Error saying what is wrong
 */
export const parseTransaction = (text: unknown): Parsed => {
  if (typeof text !== "string" || text === "" || !BASE64.test(text)) throw new Malformed("no standard base64");
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  demand(bytes.length <= 1232, `${bytes.length} bytes`);
  const reader = readerOf(bytes);
  const signatures = reader.list(() => reader.take(64));
  const message = bytes.subarray(reader.position());
  const first = reader.peek() ?? 0;
  if (first >= 128) demand(reader.byte() === 128, `version ${first - 128}`);
  const [required = 0, readonlySigned = 0, readonlyUnsigned = 0] = reader.take(3);
  const keys = reader.list(() => reader.take(32));
  const blockhash = reader.take(32);
  const bytesList = (): readonly number[] => reader.list(() => reader.byte());
  const instructions = reader.list(() => ({ program: reader.byte(), accounts: bytesList(), data: Uint8Array.from(bytesList()) }));
  const lookups = first < 128 ? [] : reader.list(() => ({ table: reader.take(32), writable: bytesList(), readonly: bytesList() }));
  demand(reader.done(), "bytes are left over");
  const parsed: Parsed = { version: first < 128 ? "legacy" : 0, signatures, message, required, readonlySigned, readonlyUnsigned, keys, blockhash, instructions, lookups };
  sanitize(parsed);
  return parsed;
};

const sanitize = (parsed: Parsed): void => {
  const { keys, required, instructions, lookups } = parsed;
  demand(parsed.signatures.length === required, `${parsed.signatures.length} signatures for ${required} signers`);
  demand(parsed.readonlySigned < required, "the fee payer is read-only");
  demand(required + parsed.readonlyUnsigned <= keys.length, "more accounts counted than listed");
  demand(lookups.every(({ writable, readonly }) => writable.length + readonly.length > 0), "an empty lookup");
  const total = lookups.reduce((sum, { writable, readonly }) => sum + writable.length + readonly.length, keys.length);
  demand(total <= 256, "more than 256 accounts");
  demand(instructions.every(({ program }) => program > 0 && program < keys.length), "a program that is no static key, or the fee payer");
  demand(instructions.every(({ accounts }) => accounts.every((index) => index < total)), "an account out of range");
};

/** What each index means: a static key, or an entry of a table. */
export const accountList = <Loaded>({ keys, lookups }: Parsed, own: (key: Uint8Array) => Loaded, loaded: (table: Uint8Array, index: number) => Loaded): readonly Loaded[] => [
  ...keys.map(own),
  ...lookups.flatMap(({ table, writable }) => writable.map((index) => loaded(table, index))),
  ...lookups.flatMap(({ table, readonly }) => readonly.map((index) => loaded(table, index))),
];

/** Whether the static key at an index is writable. */
export const isWritable = ({ keys, required, readonlySigned, readonlyUnsigned }: Parsed, index: number): boolean =>
  index < required - readonlySigned || (index >= required && index < keys.length - readonlyUnsigned);
