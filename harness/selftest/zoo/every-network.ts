import { loadMethods } from "../../methods/load.ts";

/** Networks of all payment methods: a null implementation claims them, so that no scenario is spared. */
export const everyNetwork: readonly string[] = [...new Set((await loadMethods()).map(({ network }) => network))];
