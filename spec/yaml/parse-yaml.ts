import { createRequire } from "node:module";
import { parsePlainYaml } from "./plain-yaml.ts";

/**
 * Parses YAML 1.2 by its core schema.
 *
 * The catalogue is close to a megabyte, and a whole YAML parser takes ten times as long for it as all the
 * rest of loading `spec/`. So the few forms the catalogue is written in are read first by a small reader,
 * and whatever it does not know is left to the library. A test holds the two to the same values.
 *
 * @throws YAMLParseError naming line and column
 */
export const parseYaml = (text: string): unknown => {
  const plain = parsePlainYaml(text);
  return plain === undefined ? library().parse(text) : plain.value;
};

/** Loaded when it is needed and not before. */
const library = (): { readonly parse: (text: string) => unknown } => createRequire(import.meta.url)("yaml") as { parse: (text: string) => unknown };

/** Parses YAML, or says in one line what is wrong with it and where. */
export const tryParseYaml = (text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string } => {
  try {
    return { ok: true, value: parseYaml(text) };
  } catch (error) {
    return { ok: false, problem: `not YAML: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}` };
  }
};
