import { globMatcher } from "../tools/glob.ts";
import { nearest } from "../tools/nearest.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Each of the names or globs has to name something: one that is mistyped would be left out in silence beside the others.
 *
 * @param options.flag the option they were given to
 * @param options.ids checks, requirements and areas
 * @throws UsageError `unknown-id` with the nearest
 */
export function assertIds(options: { flag: string; names: readonly string[]; ids: readonly string[] }): void {
  const { flag, ids } = options;
  for (const name of options.names) {
    const glob = name.includes("*");
    if (ids.some(glob ? globMatcher(name) : (id) => id === name)) continue;
    const near = glob ? nearestGlob({ glob: name, ids }) : nearest({ name, candidates: ids });
    throw new UsageError({
      code: "unknown-id",
      message: glob ? `${flag}: no check, requirement or area matches "${name}".` : `${flag}: there is no check, requirement or area "${name}".`,
      next: `${near === undefined ? "" : `Did you mean "${near}"? `}"x402-conformance list checks" shows every id.`,
    });
  }
}

/** What stands before the first star is one or more whole segments more often than not: mended as such, and the rest kept. */
function nearestGlob(options: { glob: string; ids: readonly string[] }): string | undefined {
  const { glob, ids } = options;
  const [, head = "", rest = ""] = /^([^*]*?)([.-]?\*.*)$/.exec(glob) ?? [];
  const beginnings = [...new Set(ids.flatMap((id) => id.split(".").map((_, index, segments) => segments.slice(0, index + 1).join("."))))];
  const near = nearest({ name: head, candidates: beginnings });
  if (near === undefined) return undefined;
  return ids.some(globMatcher(`${near}${rest}`)) ? `${near}${rest}` : near;
}
