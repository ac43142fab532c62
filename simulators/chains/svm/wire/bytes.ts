/** Little helpers for byte-level work. Solana's integers are little-endian. */

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** @param size bytes; higher bits of the value are dropped */
export function littleEndian(value: bigint | number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let rest = BigInt(value);
  for (let index = 0; index < size; index++, rest >>= 8n) bytes[index] = Number(rest & 255n);
  return bytes;
}

export const u8 = (value: number): Uint8Array => Uint8Array.of(value);
export const u16 = (value: number): Uint8Array => littleEndian(value, 2);
export const u32 = (value: number): Uint8Array => littleEndian(value, 4);
export const u64 = (value: bigint): Uint8Array => littleEndian(value, 8);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @throws RangeError beyond the end, like the two below */
export const readU16 = (bytes: Uint8Array, at: number): number => viewOf(bytes).getUint16(at, true);
export const readU32 = (bytes: Uint8Array, at: number): number => viewOf(bytes).getUint32(at, true);
export const readU64 = (bytes: Uint8Array, at: number): bigint => viewOf(bytes).getBigUint64(at, true);
