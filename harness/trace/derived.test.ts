import { expect, test } from "vitest";
import { derived } from "./derived.ts";

test("is worked out once for each source, and again where it failed", () => {
  const asked: object[] = [];
  const size = derived((source: readonly number[]) => {
    asked.push(source);
    if (source.length === 0) throw new RangeError("empty");
    return source.length;
  });
  const [one, other] = [[1, 2], [1, 2]];
  expect([size(one), size(other), size(one)]).toEqual([2, 2, 2]);
  expect(asked).toEqual([one, other]);
  const empty: number[] = [];
  for (const _ of [1, 2]) expect(() => size(empty)).toThrow(RangeError);
  expect(asked).toHaveLength(4);
});
