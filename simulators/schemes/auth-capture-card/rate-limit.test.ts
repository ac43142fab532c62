import { expect, test } from "vitest";
import { createRateLimit } from "./rate-limit.ts";

test("a card is asked of 600 times a minute at most, and another one is another matter", () => {
  let now = 0;
  const { allows } = createRateLimit({ now: () => now });
  const asked = Array.from({ length: 601 }, () => allows("fp_one"));
  expect(asked.lastIndexOf(true)).toBe(599);
  expect(allows("fp_other")).toBe(true);
  now = 60_000;
  expect(allows("fp_one")).toBe(true);
});
