import { describe, expect, test } from "vitest";
import { createLineReader } from "./lines.ts";

function read(options: { chunks: readonly (string | Buffer)[]; line?: number; total?: number }): { lines: string[]; floods: string[] } {
  const lines: string[] = [];
  const floods: string[] = [];
  const reader = createLineReader({ limits: { line: options.line ?? 10, total: options.total ?? 100 }, onLine: (line) => void lines.push(line), onFlood: (what) => void floods.push(what) });
  for (const chunk of options.chunks) reader.push(Buffer.from(chunk as string));
  reader.end();
  return { lines, floods };
}

describe("a line reader", () => {
  test("cuts chunks at line ends, of both kinds, and hands over the rest", () => {
    expect(read({ chunks: ["a\nb", "c\r\n", "\n", "d"] })).toEqual({ lines: ["a", "bc", "", "d"], floods: [] });
  });
  test("keeps a character that chunks cut in two", () => {
    const bytes = Buffer.from("zażółć\n");
    expect(read({ chunks: [bytes.subarray(0, 3), bytes.subarray(3)], line: 20 }).lines).toEqual(["zażółć"]);
  });
  test("a line of just the limit is none too many, one byte more is", () => {
    expect(read({ chunks: ["12345", "67890\n"] }).floods).toEqual([]);
    expect(read({ chunks: ["12345", "678901\n"] }).floods).toEqual(["a line of more than 10 bytes"]);
    expect(read({ chunks: ["1\n12345678901"] }).floods).toEqual(["a line of more than 10 bytes"]);
    expect(read({ chunks: ["1\n12345678901\n2"] }).floods).toEqual(["a line of more than 10 bytes"]);
  });
  test("counts everything until it is told to forget", () => {
    expect(read({ chunks: Array.from({ length: 21 }, () => "1234\n") }).floods).toEqual(["more than 100 bytes"]);
    const floods: string[] = [];
    const reader = createLineReader({ limits: { line: 10, total: 9 }, onLine: () => reader.forget(), onFlood: (what) => void floods.push(what) });
    for (let index = 0; index < 5; index += 1) reader.push(Buffer.from("1234\n"));
    expect(floods).toEqual([]);
  });
  test("says nothing more after a flood", () => {
    expect(read({ chunks: ["12345678901", "\nafter\n"] })).toEqual({ lines: [], floods: ["a line of more than 10 bytes"] });
  });
});
