/**
 * The variable-length lengths of Solana's wire format ("compact-u16", "short vec"): 7 bits a byte,
 * lowest first, the high bit says that another byte follows.
 */

/** 1 to 3 bytes. @throws RangeError outside 0..65535 */
export function encodeCompactU16(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new RangeError(`not a compact-u16: expected 0 to 65535, found ${value}`);
  if (value < 0x80) return Uint8Array.of(value);
  if (value < 0x4000) return Uint8Array.of((value & 0x7f) | 0x80, value >> 7);
  return Uint8Array.of((value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14);
}

/**
 * The same value in more bytes than it needs, e.g. 3 as `83 80 00`. Validators refuse such lengths.
 *
 * @param size 2 or 3, more than the value needs
 */
export function encodeOverlongCompactU16(value: number, size: 2 | 3): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => ((value >> (7 * index)) & 0x7f) | (index < size - 1 ? 0x80 : 0));
}

export type CompactU16 = { readonly ok: true; readonly value: number; readonly size: number } | { readonly ok: false; readonly reason: "truncated" | "not-canonical" };

/** Reads one at `at`, as strict as the validators: no superfluous bytes, no value above 65535. */
export function decodeCompactU16(bytes: Uint8Array, at: number): CompactU16 {
  let value = 0;
  for (let size = 1; size <= 3; size++) {
    const byte = bytes[at + size - 1];
    if (byte === undefined) return { ok: false, reason: "truncated" };
    value |= (byte & 0x7f) << (7 * (size - 1));
    if ((byte & 0x80) !== 0) continue;
    // A last byte of zero says nothing that the bytes before it had not said.
    if ((byte === 0 && size > 1) || value > 65_535) return { ok: false, reason: "not-canonical" };
    return { ok: true, value, size };
  }
  return { ok: false, reason: "not-canonical" };
}
