/** One item of CBOR (RFC 8949), as far as builder codes need it: unsigned integers, text, lists and maps of definite length. */
const readItem = (bytes: Uint8Array, start: number): { readonly value: unknown; readonly next: number } => {
  const initial = bytes[start];
  if (initial === undefined) throw new RangeError("no item");
  const [major, info] = [initial >> 5, initial & 31];
  const width = info < 24 ? 0 : info < 28 ? 2 ** (info - 24) : Number.NaN;
  if (Number.isNaN(width) || start + 1 + width > bytes.length) throw new RangeError("no length");
  const argument = width === 0 ? info : bytes.subarray(start + 1, start + 1 + width).reduce((sum, byte) => sum * 256 + byte, 0);
  let next = start + 1 + width;
  if (argument > bytes.length * 256) throw new RangeError("longer than the data");
  if (major === 0) return { value: argument, next };
  if (major === 3) {
    if (next + argument > bytes.length) throw new RangeError("text longer than the data");
    return { value: new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(next, next + argument)), next: next + argument };
  }
  if (major !== 4 && major !== 5) throw new RangeError(`major type ${major}`);
  const items: unknown[] = [];
  for (let count = 0; count < argument * (major - 3); count++) {
    const item = readItem(bytes, next);
    items.push(item.value);
    next = item.next;
  }
  if (major === 4) return { value: items, next };
  const keys = items.filter((_, index) => index % 2 === 0).map(String);
  if (new Set(keys).size !== keys.length) throw new RangeError("a key twice");
  return { value: Object.fromEntries(keys.map((key, index) => [key, items[index * 2 + 1]])), next };
};

/**
 * What is free in call data with builder codes taken out: the call before the suffix, and the map with `s` as a list.
 *
 * @param callData hex with 0x
 * @returns undefined where there is no such suffix
 */
export const builderCodesOf = (callData: unknown): { readonly call: string; readonly codes: unknown } | undefined => {
  if (typeof callData !== "string" || !/^0x([0-9a-f]{2})*$/i.test(callData)) return undefined;
  const bytes = Buffer.from(callData.slice(2), "hex");
  if (bytes.length < 19 || bytes.subarray(-17).toString("hex") !== `02${"8021".repeat(8)}`) return undefined;
  const begin = bytes.length - 19 - bytes.readUInt16BE(bytes.length - 19);
  if (begin < 0) return undefined;
  const cbor = bytes.subarray(begin, -19);
  try {
    const { value, next } = readItem(cbor, 0);
    if (next !== cbor.length || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const codes = "s" in value && typeof value.s === "string" ? { ...value, s: [value.s] } : value;
    return { call: bytes.subarray(0, begin).toString("hex"), codes };
  } catch {
    return undefined;
  }
};
