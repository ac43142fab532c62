import { expect, test } from "vitest";
import { carriedBy, type ChosenProfile, notCounted, weightInRun } from "./counts.ts";

const CORE: ChosenProfile = { name: "core", title: "Core", areas: ["http"], requirements: ["row"] };
const DRAFT: ChosenProfile = { name: "own-draft", title: "Draft", draft: true, areas: ["own"], requirements: ["row", "own.row"] };
const OTHER: ChosenProfile = { name: "other-draft", title: "Other draft", draft: true, areas: ["other"], requirements: ["row"] };
const RESTED = { requirement: "row", standing: "experimental", restsOn: ["own"] } as const;
const weigh = (profiles: readonly ChosenProfile[] | undefined, weight: "red" | "warning" | "information" = "red") => weightInRun({ weight, verdict: RESTED, profiles });

test("without a profile everything weighs as its row says", () => {
  expect([weigh(undefined), weigh(undefined, "warning")]).toEqual(["red", "warning"]);
});

test("what rests on a proposal weighs in a profile of that proposal, and in no other", () => {
  expect([weigh([CORE]), weigh([CORE], "warning"), weigh([CORE], "information"), weigh([OTHER])]).toEqual(["advice", "advice", "information", "advice"]);
  expect([weigh([DRAFT]), weigh([CORE, DRAFT])]).toEqual(["red", "red"]);
  expect(weightInRun({ weight: "red", verdict: { ...RESTED, restsOn: ["own", "more"] }, profiles: [DRAFT] })).toBe("advice");
});

test("what rests on more weighs everywhere", () => {
  expect(weightInRun({ weight: "red", verdict: { requirement: "row" }, profiles: [CORE] })).toBe("red");
});

test("a profile that was shown over a proposal only is said not to be judged", () => {
  const methods = [{ id: "own", scheme: "exact", network: "c:1", standing: "experimental", cases: 3 }] as const;
  const verdicts = [{ ...RESTED, verdict: "pass" }, { ...RESTED, verdict: "fail" }, { ...RESTED, verdict: "notApplicable" }, { requirement: "row", verdict: "pass" }] as const;
  expect(notCounted({ target: "it", verdicts, profiles: [CORE, DRAFT], methods })).toEqual(["it: profile core: 2 verdicts rest on c:1 (experimental) alone, and do not count toward it"]);
  expect(notCounted({ target: "it", verdicts: verdicts.slice(2), profiles: [CORE], methods })).toEqual([]);
});

test("methods are counted by the cases they carried, and what was not driven is not", () => {
  const method = { id: "own", scheme: "exact", network: "c:1", standing: "experimental" } as const;
  expect(carriedBy([{ method, outcome: { kind: "completed" } }, { method, outcome: { kind: "budget", reason: "" } }, { method, outcome: { kind: "skipped", reason: "" } }, { outcome: { kind: "unsupported", reason: "" } }])).toEqual([{ ...method, cases: 2 }]);
});
