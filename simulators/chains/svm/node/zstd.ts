import { concatBytes, u32 } from "../wire/bytes.ts";

/** The largest block of a frame, in bytes (RFC 8878 section 3.1.1.2.3). */
const blockBytes = 128 * 1024;

/** A Zstandard frame that holds the data as it is, in raw blocks: valid, and in need of no compressor (RFC 8878). */
export function zstdFrame(data: Uint8Array): Uint8Array {
  const parts = [u32(0xfd2fb528), /* one segment, a content size of 4 bytes */ Uint8Array.of(0xa0), u32(data.length)];
  let at = 0;
  do {
    const block = data.subarray(at, at + blockBytes);
    at += block.length;
    const header = (block.length << 3) | (at >= data.length ? 1 : 0);
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, (header >> 16) & 255), block);
  } while (at < data.length);
  return concatBytes(...parts);
}
