import { expect, test } from "vitest";
import type { VerdictKind } from "../../reports/results.ts";
import type { PlayedMethod } from "./case-result.ts";
import { restsOn } from "./rests-on.ts";

const RULE: PlayedMethod = { id: "rule", scheme: "exact", network: "a:1" };
const DRAFT: PlayedMethod = { id: "proposal", scheme: "exact", network: "b:1", standing: "draft" };
const OWN: PlayedMethod = { id: "own", scheme: "exact", network: "c:1", standing: "experimental" };

const of = (verdict: VerdictKind, cases: readonly (readonly [VerdictKind, PlayedMethod | undefined])[]) =>
  restsOn({
    outcome: { verdict, cases: cases.map(([kind], index) => ({ case: `case-${index}`, verdict: kind, message: "", at: [] })) },
    cases: cases.map(([, method], index) => ({ scenario: `case-${index}`, ...(method === undefined ? {} : { method }) })),
  });

test("a verdict rests on proposals when nothing else gave it", () => {
  expect(of("pass", [["pass", DRAFT]])).toEqual({ standing: "draft", restsOn: ["proposal"] });
  expect(of("pass", [["pass", DRAFT], ["pass", OWN], ["pass", DRAFT]])).toEqual({ standing: "experimental", restsOn: ["own", "proposal"] });
});

test("one case of a method that is none is enough for it to rest on more", () => {
  expect(of("pass", [["pass", DRAFT], ["pass", RULE]])).toEqual({});
  expect(of("fail", [["fail", RULE], ["fail", DRAFT]])).toEqual({});
});

test("cases that did not give the verdict do not carry it", () => {
  expect(of("fail", [["pass", RULE], ["fail", DRAFT]])).toEqual({ standing: "draft", restsOn: ["proposal"] });
  expect(of("pass", [["unsupported", undefined], ["notApplicable", RULE], ["pass", OWN]])).toEqual({ standing: "experimental", restsOn: ["own"] });
});

test("what was not driven rests on nothing", () => {
  expect(of("unsupported", [["unsupported", DRAFT]])).toEqual({});
  expect(of("inconclusive", [])).toEqual({});
  expect(of("notReached", [["notReached", undefined]])).toEqual({});
});
