import { must, numberOf } from "./_evm.ts";

/** What an RLP list holds. */
export type Item = Uint8Array | readonly Item[];

type Read = { readonly item: Item; readonly end: number };

/** Reads one item; every length has one form. @throws RangeError when the bytes are not RLP */
const readItem = (bytes: Uint8Array, at: number): Read => {
  const first = bytes[at];
  must(first !== undefined, "RLP ends early");
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const list = first >= 0xc0;
  const code = first - (list ? 0xc0 : 0x80);
  const sizeBytes = code > 55 ? code - 55 : 0;
  const sizeField = bytes.subarray(at + 1, at + 1 + sizeBytes);
  must(sizeField.length === sizeBytes && sizeField[0] !== 0, "RLP has a length with leading zeros, or ends early");
  const size = sizeBytes === 0 ? code : Number(numberOf(sizeField));
  must(sizeBytes === 0 || size > 55, "RLP has a long form for a short item");
  const start = at + 1 + sizeBytes;
  const end = start + size;
  must(end <= bytes.length, "RLP ends early");
  const body = bytes.subarray(start, end);
  if (!list) {
    must(size !== 1 || (body[0] ?? 0) >= 0x80, "RLP has a length for a single byte");
    return { item: body, end };
  }
  const items: Item[] = [];
  for (let next = start; next < end; ) {
    const read = readItem(bytes.subarray(0, end), next);
    items.push(read.item);
    next = read.end;
  }
  return { item: items, end };
};

/** Decodes bytes that are one list and nothing else. */
export const decodeList = (bytes: Uint8Array): readonly Item[] => {
  const { item, end } = readItem(bytes, 0);
  must(!(item instanceof Uint8Array), "RLP is no list");
  must(end === bytes.length, "bytes behind RLP");
  return item;
};

const lengthOf = (size: number, base: number): number[] => {
  if (size <= 55) return [base + size];
  const digits = size.toString(16);
  const bytes = (digits.length % 2 === 0 ? digits : `0${digits}`).match(/../g) ?? [];
  return [base + 55 + bytes.length, ...bytes.map((pair) => Number.parseInt(pair, 16))];
};

const encodeItem = (item: Item): number[] => {
  if (!(item instanceof Uint8Array)) {
    const body = item.flatMap(encodeItem);
    return [...lengthOf(body.length, 0xc0), ...body];
  }
  return item.length === 1 && (item[0] ?? 0) < 0x80 ? [...item] : [...lengthOf(item.length, 0x80), ...item];
};

export const encodeList = (items: readonly Item[]): Uint8Array => Uint8Array.from(encodeItem(items));

/** An integer of a transaction: no leading zero bytes. */
export const integerOf = (item: Item | undefined, name: string): bigint => {
  must(item instanceof Uint8Array && item.length <= 32, `${name} is no integer`);
  must(item[0] !== 0, `${name} has a leading zero`);
  return numberOf(item);
};
