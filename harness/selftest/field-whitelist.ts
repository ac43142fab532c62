import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { globMatcher } from "../tools/glob.ts";

export interface WhitelistEntry {
  readonly pattern: string;
  readonly reason: string;
}

/** Bent fields that nobody has to notice, one entry per pattern. */
export function loadFieldWhitelist(): readonly WhitelistEntry[] {
  const entries = parse(readFileSync(new URL("./field-whitelist.yaml", import.meta.url), "utf8")) as readonly { mutations: readonly string[]; reason: string }[];
  return entries.flatMap(({ mutations, reason }) => mutations.flatMap((pattern) => braces(pattern)).map((pattern) => ({ pattern, reason })));
}

/** Survivors that nothing excuses, and excuses that nothing needs. */
export function excuse(options: { survivors: readonly string[]; whitelist: readonly WhitelistEntry[] }): { readonly unexcused: readonly string[]; readonly stale: readonly string[] } {
  const entries = options.whitelist.map((entry) => ({ ...entry, matches: globMatcher(entry.pattern) }));
  return {
    unexcused: options.survivors.filter((id) => !entries.some(({ matches }) => matches(id))),
    stale: entries.filter(({ matches }) => !options.survivors.some((id) => matches(id))).map(({ pattern }) => pattern),
  };
}

/** `a/{b,c}` stands for `a/b` and `a/c`. */
export function braces(pattern: string): readonly string[] {
  const [whole, before = "", choices = "", after = ""] = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(pattern) ?? [];
  return whole === undefined ? [pattern] : choices.split(",").flatMap((choice) => braces(`${before}${choice}${after}`));
}
