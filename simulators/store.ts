import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";

/** What a role must know again after it was restarted: JSON values by key. What `set` has returned from is kept. */
export interface Store {
  get(key: string): unknown;
  /** @param value as JSON has it; `undefined` forgets the key */
  set(key: string, value: unknown): void;
  /** Those whose key begins so, in the order in which they were first set. */
  entries(prefix?: string): readonly (readonly [key: string, value: unknown])[];
}

/** Lives as long as it is held: a restart in one process hands it on. Values are copied in and out, as a file would. */
export function memoryStore(): Store {
  return keep({ known: new Map(), write: () => undefined });
}

/**
 * Keeps one line of JSON per change in `<folder>/state.ndjson`. A line that a crash cut off is dropped when the store is
 * opened again: its `set` had not returned.
 *
 * @throws Error of node:fs where the folder cannot be made or written
 */
export function fileStore(options: { readonly folder: string }): Store {
  mkdirSync(options.folder, { recursive: true });
  const file = join(options.folder, "state.ndjson");
  const known = new Map<string, string>();
  if (existsSync(file)) {
    const text = readFileSync(file, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole, "utf8"));
    for (const line of whole.split("\n")) if (line !== "") replay({ known, line });
  }
  return keep({ known, write: (line) => appendFileSync(file, `${line}\n`, { flush: true }) });
}

function keep(options: { readonly known: Map<string, string>; readonly write: (line: string) => void }): Store {
  const { known, write } = options;
  return {
    get(key) {
      const text = known.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    set(key, value) {
      const text = value === undefined ? undefined : JSON.stringify(value);
      write(JSON.stringify(text === undefined ? [key] : [key, value]));
      if (text === undefined) known.delete(key);
      else known.set(key, text);
    },
    entries: (prefix = "") => [...known].filter(([key]) => key.startsWith(prefix)).map(([key, text]) => [key, JSON.parse(text) as unknown] as const),
  };
}

function replay(options: { readonly known: Map<string, string>; readonly line: string }): void {
  const [key, value] = JSON.parse(options.line) as [string, unknown?];
  if (value === undefined) options.known.delete(key);
  else options.known.set(key, JSON.stringify(value));
}
