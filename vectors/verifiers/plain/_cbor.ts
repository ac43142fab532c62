/** What is left to read, and where. */
type Reader = { readonly view: DataView; at: number };

const text = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

const take = (reader: Reader, count: number): Uint8Array => {
  if (count > reader.view.byteLength - reader.at) throw new RangeError(`${count} bytes wanted at ${reader.at} of ${reader.view.byteLength}`);
  const bytes = new Uint8Array(reader.view.buffer, reader.view.byteOffset + reader.at, count);
  reader.at += count;
  return bytes;
};

const item = (reader: Reader): unknown => {
  const [initial = 0] = take(reader, 1);
  const [kind, low] = [initial >> 5, initial & 0x1f];
  if (low > 27) throw new RangeError(`additional information ${low}`);
  const length = low < 24 ? low : Number([...take(reader, 1 << (low - 24))].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n));
  switch (kind) {
    case 0:
      return length;
    case 3:
      return text(take(reader, length));
    case 4:
      return Array.from({ length: bounded(reader, length) }, () => item(reader));
    case 5:
      return new Map(Array.from({ length: bounded(reader, length) }, () => [item(reader), item(reader)] as const));
    default:
      throw new RangeError(`an item of kind ${kind} is not expected`);
  }
};

/** Each item has at least one byte, so that a length of more items than bytes is a lie. */
const bounded = (reader: Reader, count: number): number => {
  if (count > reader.view.byteLength - reader.at) throw new RangeError(`${count} items in ${reader.view.byteLength - reader.at} bytes`);
  return count;
};

/** Reads one item of CBOR that fills the bytes: numbers, text, lists, maps. @throws RangeError or TypeError for all else */
export const readCbor = (bytes: Uint8Array): unknown => {
  const reader: Reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const value = item(reader);
  if (reader.at !== bytes.byteLength) throw new RangeError("bytes behind the item");
  return value;
};

/** Writes a map of text to text or lists of text. */
export const writeCborMap = (members: readonly (readonly [key: string, value: string | readonly string[]])[]): Uint8Array => {
  const encoder = new TextEncoder();
  const head = (kind: number, length: number): number[] => (length < 24 ? [kind * 32 + length] : length < 256 ? [kind * 32 + 24, length] : [kind * 32 + 25, length >> 8, length & 255]);
  const string = (value: string): number[] => {
    const bytes = encoder.encode(value);
    return [...head(3, bytes.length), ...bytes];
  };
  return Uint8Array.from([...head(5, members.length), ...members.flatMap(([key, value]) => [...string(key), ...(typeof value === "string" ? string(value) : [...head(4, value.length), ...value.flatMap(string)])])]);
};
