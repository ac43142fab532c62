import { expect, test } from "vitest";
import type { Verdict } from "../results.ts";
import { alike } from "./alike.ts";

const verdict = (check: string, more: Partial<Verdict> = {}): Verdict => ({ target: "t", check, verdict: "notReached", weight: "red", message: `never ready (case-${check})`, cases: [{ case: check, verdict: "notReached", message: "never ready", at: [] }], ...more }) as Verdict;
const shape = (verdicts: readonly Verdict[]): string[] => alike(verdicts).map((group) => group.map(({ check }) => check).join("+"));

test("many of one reason are one group, whatever cases they name", () => expect(shape(["a", "b", "c", "d"].map((check) => verdict(check)))).toEqual(["a+b+c+d"]));
test("a few are told one by one", () => expect(shape(["a", "b", "c"].map((check) => verdict(check)))).toEqual(["a", "b", "c"]));
test("another target and another reason are other groups, and failures are never put together", () => {
  const four = ["a", "b", "c", "d"];
  expect(shape([...four.map((check) => verdict(check)), verdict("e", { target: "u" }), verdict("f", { cases: [] })])).toEqual(["a+b+c+d", "e", "f"]);
  expect(shape(four.map((check) => verdict(check, { verdict: "fail", cases: [] })))).toEqual(four);
});
