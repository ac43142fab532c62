import { acceptable, invalid, stillValid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

/**
 * The clock at and around both ends of a validity. A few seconds around an end stay open, since
 * implementations differ in which second belongs to it, look at the next block, or keep a margin.
 *
 * @param options.from first end, in Unix seconds
 * @param options.until second end, in Unix seconds
 * @param options.edges why the ends themselves are left open
 */
export const clockRows = (options: { plain: DraftTest; path: string; from: number; until: number; fromField: string; untilField: string; edges: string }): readonly DraftTest[] => {
  const { plain, path, from, until, fromField, untilField, edges } = options;
  const margin = "So near to the end an implementation may keep a margin.";
  const good: readonly (readonly [id: string, comment: string, now: number])[] = [
    ["minute-after-begin", `A minute after ${fromField}`, from + 60],
    ["two-minutes-before-end", `Two minutes before ${untilField}`, until - 120],
  ];
  const open: readonly (readonly [id: string, comment: string, now: number, reason: string])[] = [
    ["second-before-begin", `A second before ${fromField}`, from - 1, "The next block is past it, and a simulation may look at that one."],
    ["at-begin", `At ${fromField}`, from, edges],
    ["second-after-begin", `A second after ${fromField}`, from + 1, margin],
    ["six-seconds-before-end", `Six seconds before ${untilField}`, until - 6, margin],
    ["second-before-end", `A second before ${untilField}`, until - 1, margin],
    ["at-end", `At ${untilField}`, until, edges],
  ];
  const bad: readonly (readonly [id: string, comment: string, flag: string, now: number, reason: string])[] = [
    ["minute-before-begin", `A minute before ${fromField}`, "ValidAfterNotChecked", from - 60, "It is not valid yet."],
    ["year-before-begin", `A year before ${fromField}`, "ValidAfterNotChecked", from - 31_536_000, "It is not valid yet."],
    ["second-after-end", `A second after ${untilField}`, "WindowEdge", until + 1, "It is expired: no block from now on takes it."],
    ["minute-after-end", `A minute after ${untilField}`, "WindowNotChecked", until + 60, "It is expired."],
    ["year-after-end", `A year after ${untilField}`, "WindowNotChecked", until + 31_536_000, "It is expired."],
  ];
  return [
    ...good.map(([id, comment, now]) => stillValid(plain, { id: `clock.${id}`, comment, flags: ["WindowEdge"], path, to: now })),
    ...open.map(([id, comment, now, reason]) => acceptable(plain, { id: `clock.${id}`, comment, flags: ["WindowEdge"], path, to: now, reason })),
    ...bad.map(([id, comment, flag, now, reason]) => invalid(plain, { id: `clock.${id}`, comment, flags: [flag], path, to: now, reason })),
  ];
};
