import { LineCounter, parseDocument } from "yaml";

/** JSON text that can say where a value stands. */
export interface JsonSource {
  readonly value: unknown;
  /** Of the value, or of the nearest one around it that exists. */
  locate(pointer: string): Place;
}

/** Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The text is not JSON, or says one thing twice. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
  readonly code = "not-json";
  readonly place: Place;

  constructor(options: { message: string; place: Place }) {
    super(options.message);
    this.place = options.place;
  }
}

/**
 * Reads strict JSON: no comments, no trailing commas, no key twice.
 *
 * @throws JsonSyntaxError with the place
 */
export function parseJson(text: string): JsonSource {
  const counter = new LineCounter();
  // JSON is YAML: this reading is for the places only, the value is JSON.parse's.
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    throw new JsonSyntaxError({ message: (error as Error).message.replace(/ \(line \d+ column \d+\)$/, ""), place: place(offsetOf({ message: (error as Error).message, text })) });
  }
  const twice = document.errors.find(({ code }) => code === "DUPLICATE_KEY");
  if (twice !== undefined) throw new JsonSyntaxError({ message: "a key stands here twice", place: place(twice.pos[0]) });
  return {
    value,
    locate(pointer) {
      const path = pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
      for (; path.length > 0; path.pop()) {
        const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
        if (node?.range?.[0] !== undefined) return place(node.range[0]);
      }
      return place(text.search(/\S/));
    },
  };
}

/** Engines name the position, or quote the text around it, or mean the end. */
function offsetOf(options: { message: string; text: string }): number {
  const { message, text } = options;
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const unexpected = /^Unexpected token '([^]+?)', (?:\.{3})?"([^]*?)"(?:\.{3})? is not valid JSON$/.exec(message);
  if (unexpected === null) return text.length;
  const [, token = "", around = ""] = unexpected;
  const start = text.indexOf(around);
  const within = around.length > 10 && message.includes('..."') ? 10 : around.indexOf(token);
  return start === -1 ? 0 : start + Math.max(0, Math.min(within, around.length - 1));
}
