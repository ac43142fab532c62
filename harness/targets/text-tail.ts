import { createLineReader } from "./lines.ts";

/** Bytes kept of the end of a stream, for error messages. */
const KEPT = 8_192;
/** Characters of one line, and lines, that are handed on. */
const LINE = 2_000;
const LINES = 5_000;

/** Free text of a target: its end is kept, its lines are handed on, both bounded. */
export interface TextTail {
  push(chunk: Buffer): void;
  text(): string;
}

export function createTextTail(options: { onLine: (line: string) => void }): TextTail {
  let kept = Buffer.alloc(0);
  let lines = 0;
  const onLine = (line: string): void => {
    lines += 1;
    if (lines <= LINES) options.onLine(line.length <= LINE ? line : `${line.slice(0, LINE)}…`);
    else if (lines === LINES + 1) options.onLine(`… more than ${LINES} lines; the rest is left out`);
  };
  const reader = createLineReader({ limits: { line: Infinity, total: Infinity }, onLine, onFlood: () => undefined });
  let unbroken = 0;
  return {
    push(chunk) {
      kept = Buffer.concat([kept, chunk]).subarray(-KEPT);
      if (lines > LINES) return;
      unbroken = chunk.includes(10) ? chunk.length : unbroken + chunk.length;
      // A line that never ends is not held: its lines are made of its chunks.
      reader.push(unbroken > LINE * 8 ? Buffer.concat([chunk, Buffer.from("\n")]) : chunk);
      if (unbroken > LINE * 8) unbroken = 0;
    },
    text: () => kept.toString("utf8"),
  };
}
