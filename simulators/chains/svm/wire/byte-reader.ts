import { decodeCompactU16 } from "./compact-u16.ts";
import type { TransactionErrorCode } from "./parse-error.ts";

/** Leaves the parser early; never leaves `parseTransaction`. */
export class ReadError extends Error {
  readonly code: TransactionErrorCode;
  readonly position: number;

  constructor(code: TransactionErrorCode, position: number, message: string) {
    super(message);
    this.code = code;
    this.position = position;
  }
}

export interface ByteReader {
  position(): number;
  left(): number;
  /** The next byte, which stays the next one. */
  peek(part: string): number;
  byte(part: string): number;
  /** A view of the input. */
  bytes(count: number, part: string): Uint8Array;
  /** A compact-u16. */
  length(part: string): number;
  /** A length and as many items. */
  list<Item>(part: string, item: () => Item): readonly Item[];
}

/** Reads bytes front to back. Every method throws a {@link ReadError} instead of reading beyond the end. */
export function createByteReader(input: Uint8Array): ByteReader {
  let at = 0;
  const truncated = (count: number, part: string): ReadError =>
    new ReadError("transaction.truncated", input.length, `expected ${count} bytes of ${part} at byte ${at}, found ${input.length - at}`);
  const reader: ByteReader = {
    position: () => at,
    left: () => input.length - at,
    peek(part) {
      const byte = input[at];
      if (byte === undefined) throw truncated(1, part);
      return byte;
    },
    byte(part) {
      const byte = reader.peek(part);
      at++;
      return byte;
    },
    bytes(count, part) {
      if (count > input.length - at) throw truncated(count, part);
      at += count;
      return input.subarray(at - count, at);
    },
    length(part) {
      const found = decodeCompactU16(input, at);
      if (!found.ok) {
        if (found.reason === "truncated") throw new ReadError("transaction.truncated", input.length, `expected the number of ${part} at byte ${at}, found the end`);
        throw new ReadError("transaction.length-not-canonical", at, `expected the number of ${part} in as few bytes as it needs and at most 65535`);
      }
      at += found.size;
      return found.value;
    },
    list(part, item) {
      const count = reader.length(part);
      // One by one: a count costs nothing until bytes stand behind it.
      const items: ReturnType<typeof item>[] = [];
      for (let index = 0; index < count; index++) items.push(item());
      return items;
    },
  };
  return reader;
}
