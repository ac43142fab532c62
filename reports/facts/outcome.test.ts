import { describe, expect, test } from "vitest";
import type { Results, Verdict } from "../results.ts";
import { sampleResults } from "../sample-results.ts";
import { outcomeOf, overall } from "./outcome.ts";

const base = sampleResults();
const clean: Results = (() => {
  const verdicts = base.verdicts.filter(({ target }) => target === "reference-server").map((verdict): Verdict => ({ ...verdict, verdict: "pass" }));
  const targets = base.header.targets.filter(({ name }) => name === "reference-server");
  const summary = base.summary["reference-server"];
  return { ...base, verdicts, summary: summary === undefined ? {} : { "reference-server": summary }, header: { ...base.header, targets, planned: verdicts.length, executed: verdicts.length, incomplete: [] } };
})();
const outcome = (results: Results) => outcomeOf({ results, target: "reference-server" });
/** The clean results with the first verdict of a weight changed. */
const changed = (weight: Verdict["weight"], change: Partial<Verdict>): Results => {
  const index = clean.verdicts.findIndex((verdict) => verdict.weight === weight);
  return { ...clean, verdicts: clean.verdicts.map((verdict, at) => (at === index ? { ...verdict, ...change } : verdict)) };
};

describe("a target conforms", () => {
  test("when everything that binds passed", () => {
    const binding = clean.verdicts.filter(({ weight }) => weight === "red").length;
    expect(outcome(clean)).toMatchObject({ kind: "conforms", headline: `Conforms: ${binding} of ${binding} judged MUST/IMPLIED` });
    expect(overall(clean)).toMatchObject({ kind: "conforms", headline: "reference-server conforms" });
  });
  test("also with a warning or advice, which are told", () => {
    expect(outcome(changed("warning", { verdict: "fail" }))).toMatchObject({ kind: "conforms", notes: ["1 warning on SHOULD."] });
    expect(outcome(changed("advice", { verdict: "fail" })).kind).toBe("conforms");
    expect(outcome(changed("advice", { verdict: "notReached" })).kind).toBe("conforms");
  });
});

describe("a target does not conform", () => {
  test("with one red failure", () => {
    expect(outcome(changed("red", { verdict: "fail" }))).toMatchObject({ kind: "fails" });
  });
  test("with a failure the baseline names", () => {
    expect(outcome(changed("red", { verdict: "fail", baseline: { reason: "known" } })).kind).toBe("known");
  });
  test.each(["notReached", "inconclusive", "harnessError"] as const)("when something that binds was %s", (verdict) => {
    expect(outcome(changed("red", { verdict })).kind).toBe("open");
    expect(outcome(changed("warning", { verdict })).kind).toBe("open");
  });
  test("when the run, or its part of it, is incomplete", () => {
    expect(outcome({ ...clean, header: { ...clean.header, incomplete: ["the local chain ended"] } }).kind).toBe("open");
    expect(outcome({ ...clean, header: { ...clean.header, incomplete: ["reference-server: interrupted"] } }).kind).toBe("open");
    expect(outcome({ ...clean, verdicts: clean.verdicts.slice(1) }).kind).toBe("open");
  });
  test("when nothing that binds was judged", () => {
    expect(outcome({ ...clean, verdicts: clean.verdicts.map((verdict): Verdict => ({ ...verdict, verdict: "unsupported" })) }).kind).toBe("nothing");
  });
});

test("what stopped another target says nothing about this one", () => {
  const results: Results = { ...base, header: { ...base.header, incomplete: ["half-wired-facilitator: three cases in a row did not complete"] } };
  expect(outcome(results).kind).toBe("conforms");
  expect(overall(results).kind).toBe("fails");
});
test("a run without targets is not green", () => {
  expect(overall({ ...clean, verdicts: [], summary: {}, header: { ...clean.header, targets: [], planned: 0, executed: 0 } }).kind).not.toBe("conforms");
});
