import { StringDecoder } from "node:string_decoder";

/** How much a target may print before it is a flood. */
export interface LineLimits {
  /** Bytes without a line end. */
  readonly line: number;
  /** Bytes since the last `forget`. */
  readonly total: number;
}

export const STDOUT_LIMITS: LineLimits = { line: 1 << 20, total: 64 << 20 };

/** Cuts a stream of bytes into lines and tells when it is too much. */
export interface LineReader {
  push(chunk: Buffer): void;
  /** Hands over what came after the last line end. */
  end(): void;
  /** The count of bytes starts again: what came was of use. */
  forget(): void;
}

export function createLineReader(options: { limits: LineLimits; onLine: (line: string) => void; onFlood: (what: string) => void }): LineReader {
  const { limits } = options;
  const decoder = new StringDecoder("utf8");
  let total = 0;
  let bytes = 0;
  let rest: string[] = [];
  let flooded = false;
  const flood = (what: string): void => {
    flooded = true;
    rest = [];
    options.onFlood(what);
  };
  const take = (text: string): void => {
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      rest.push(part);
      const line = rest.join("").replace(/\r$/, "");
      rest = [];
      options.onLine(line);
    }
    if (last !== "") rest.push(last);
  };
  return {
    push(chunk) {
      if (flooded) return;
      total += chunk.length;
      const first = chunk.indexOf(10);
      const last = chunk.lastIndexOf(10);
      const longest = first === -1 ? bytes + chunk.length : Math.max(bytes + first, longestBetween(chunk, first));
      bytes = last === -1 ? bytes + chunk.length : chunk.length - last - 1;
      if (longest > limits.line) return flood(`a line of more than ${limits.line} bytes`);
      if (total > limits.total) return flood(`more than ${limits.total} bytes`);
      take(decoder.write(chunk));
    },
    end() {
      if (flooded) return;
      take(decoder.end());
      if (rest.length === 0) return;
      const line = rest.join("");
      rest = [];
      options.onLine(line);
    },
    forget() {
      total = 0;
    },
  };
}

function longestBetween(chunk: Buffer, from: number): number {
  let longest = 0;
  for (let start = from + 1; start <= chunk.length; ) {
    const found = chunk.indexOf(10, start);
    const end = found === -1 ? chunk.length : found;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}
