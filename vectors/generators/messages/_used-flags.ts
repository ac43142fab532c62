import type { DraftGroup } from "../../generate/define.ts";
import type { VectorFlag } from "../../vector-file.ts";

/** The flags that some vector carries: a file describes no other. */
export const usedFlags = (options: { flags: Readonly<Record<string, VectorFlag>>; groups: readonly DraftGroup[] }): Record<string, VectorFlag> => {
  const used = new Set(options.groups.flatMap(({ tests }) => tests.flatMap(({ flags }) => flags)));
  return Object.fromEntries(Object.entries(options.flags).filter(([flag]) => used.has(flag)));
};
