import { describe, expect, test } from "vitest";
import { check, type Check } from "../checks/check.ts";
import type { MarkEvent } from "../trace/events.ts";
import type { CaseOutcome, CaseResult } from "./case-result.ts";
import { createRememberingJudge, judgeCheck } from "./judge-check.ts";

const mark = (data: unknown): MarkEvent => ({ kind: "mark", name: "said", data, seq: 0, at: 0 });
const result = (scenario: string, data: unknown, outcome: CaseOutcome = { kind: "completed" }): CaseResult => ({ scenario, outcome, events: data === undefined ? [] : [mark(data)], duration: 1 });

const sample = (reach: "every" | "some" = "every"): Check =>
  check<string>({
    id: "sample",
    requirement: "sample",
    appliesTo: { scenarios: "server/**" },
    reach,
    witness: (trace) => trace.mark<string>("said"),
    judge: ({ witness, pass, fail, position, notApplicable, trace }) =>
      witness === "good" ? pass({ at: trace.events }) : witness === "absent" ? notApplicable("absent") : witness.startsWith("position ") ? position(witness.slice(9), "took it") : fail("bad word", { expected: "good", actual: witness, at: trace.events }),
    killedBy: [],
  });

describe("a check's verdict over its cases", () => {
  test("passes when every case reached its witness and complied", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", "good"), result("b", "good")] })).toMatchObject({ verdict: "pass" });
  });

  test("one failing case fails, and says which", () => {
    const outcome = judgeCheck({ check: sample(), cases: [result("a", "good"), result("b", "evil")] });
    expect(outcome).toMatchObject({ verdict: "fail", message: "bad word (b)", expected: "good", actual: "evil" });
    expect(outcome.cases[1]?.at).toEqual([0]);
  });

  test("a witness that never came is told by what was seen in its stead, where the check says so and the case came to its end", () => {
    const telling: Check = { ...sample(), missed: () => "saw a cat" };
    expect(judgeCheck({ check: telling, cases: [result("a", undefined)] }).cases[0]).toMatchObject({ verdict: "notReached", message: "saw a cat" });
    expect(judgeCheck({ check: sample(), cases: [result("a", undefined)] }).cases[0]?.message).toContain("without the event");
    expect(judgeCheck({ check: telling, cases: [result("a", undefined, { kind: "broken", reason: "broke off" })] }).cases[0]?.message).toBe("broke off");
  });

  test("a remembering judge looks at each case once for each check", () => {
    const judge = createRememberingJudge();
    const good = result("a", "good");
    let looked = 0;
    const counting: Check = { ...sample(), judgeCase: (trace) => ((looked += 1), sample().judgeCase(trace)) };
    for (let time = 0; time < 3; time += 1) expect(judgeCheck({ check: counting, cases: [good], judge }).verdict).toBe("pass");
    expect(looked).toBe(1);
    expect(judgeCheck({ check: counting, cases: [result("a", "evil")], judge }).verdict).toBe("fail");
    expect(judgeCheck({ check: sample(), cases: [good], judge }).verdict).toBe("pass");
    expect(looked).toBe(2);
  });

  test("absence of the witness is never a pass", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", undefined)] }).verdict).toBe("notReached");
    expect(judgeCheck({ check: sample(), cases: [result("a", "good"), result("b", undefined)] }).verdict).toBe("notReached");
  });

  test("with reach some, one case is enough and none is not", () => {
    expect(judgeCheck({ check: sample("some"), cases: [result("a", "good"), result("b", undefined)] }).verdict).toBe("pass");
    expect(judgeCheck({ check: sample("some"), cases: [result("a", undefined)] }).verdict).toBe("notReached");
  });

  test("a case that broke off is judged by what it recorded, else not reached with its reason", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", "evil", { kind: "broken", reason: "gone" })] }).verdict).toBe("fail");
    expect(judgeCheck({ check: sample(), cases: [result("a", undefined, { kind: "budget", reason: "too slow" })] })).toMatchObject({ verdict: "notReached", message: "too slow" });
  });

  test("a harness error is neither failure nor pass", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", "good"), result("b", "good", { kind: "harnessError", reason: "chain died" })] })).toMatchObject({ verdict: "harnessError", message: "chain died (b)" });
  });

  test("a check that throws is a harness error", () => {
    const broken: Check = { ...sample(), judgeCase: () => { throw new Error("oops"); } };
    expect(judgeCheck({ check: broken, cases: [result("a", "good")] })).toMatchObject({ verdict: "harnessError", message: expect.stringContaining("oops") });
  });

  test("positions are collected and never fail", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", "position 402"), result("b", "position 400"), result("c", "position 402")] })).toMatchObject({ verdict: "pass", position: "400 / 402" });
  });

  test("unsupported only when every case is", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", undefined, { kind: "unsupported", reason: "no routes" })] }).verdict).toBe("unsupported");
    expect(judgeCheck({ check: sample(), cases: [result("a", "good"), result("b", undefined, { kind: "unsupported", reason: "no routes" })] }).verdict).toBe("pass");
  });

  test("not applicable when nothing bound", () => {
    expect(judgeCheck({ check: sample(), cases: [result("a", "absent")] })).toMatchObject({ verdict: "notApplicable", message: "absent" });
  });

  test("no case at all is our error", () => {
    expect(judgeCheck({ check: sample(), cases: [] }).verdict).toBe("harnessError");
  });
});
