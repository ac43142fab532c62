import { expect, test } from "vitest";
import { memoized } from "./memo.ts";

test("asks once for what it knows, forgets the oldest, and remembers no failure", () => {
  const asked: number[] = [];
  const half = memoized({
    of: (number: number) => {
      asked.push(number);
      if (number < 0) throw new RangeError("negative");
      return number / 2;
    },
    key: String,
    capacity: 2,
  });
  expect([half(2), half(4), half(2), half(4)]).toEqual([1, 2, 1, 2]);
  expect(asked).toEqual([2, 4]);
  expect([half(6), half(2)]).toEqual([3, 1]);
  expect(asked).toEqual([2, 4, 6, 2]);
  for (const _ of [1, 2]) expect(() => half(-1)).toThrow(RangeError);
  expect(asked.filter((number) => number < 0)).toHaveLength(2);
});
