import { describe, expect, test } from "vitest";
import { loadFormats } from "../formats.ts";
import type { RequirementInfo, Results, Verdict, VerdictKind } from "../results.ts";
import { sampleResults } from "../sample-results.ts";
import { outcomeOf, overall } from "./outcome.ts";
import { standingNotes, standingOf, standingOfArea } from "./standing.ts";

const TARGET = "reference-server";
const sample = sampleResults();
const formats = await loadFormats();
const render = (name: string, results: Results): string => formats.get(name)?.render({ results, options: { color: false, width: 140 } }) ?? "";

const ROWS: readonly { readonly id: string; readonly area: string; readonly clause: string }[] = [
  { id: "card.server.hold-first", area: "auth-capture-card", clause: "schemes/auth-capture/scheme_auth_capture_card.md 4.5" },
  { id: "ach.server.once", area: "exact-ach", clause: "experimental/bank-payments.md 7.4; experimental/ach.md 5" },
];

/** A clean target's results, with a draft's and an experimental text's row beside the others. */
function withProposals(kind: VerdictKind): Results {
  const own = sample.verdicts.filter(({ target }) => target === TARGET).map((verdict): Verdict => ({ ...verdict, verdict: "pass" }));
  const [model] = own;
  const summary = sample.summary[TARGET];
  if (model === undefined || summary === undefined) throw new Error("the sample has no such target");
  const added = ROWS.map(({ id, area }): Verdict => ({ ...model, check: id, requirement: id, area, level: "MUST", basis: "draft", weight: "advice", verdict: kind, message: kind === "pass" ? "" : "it does not", cases: [] }));
  const rows = Object.fromEntries(ROWS.map(({ id, area, clause }): [string, RequirementInfo] => [id, { id, role: "server", area, level: "MUST", basis: "draft", clause, statement: `What ${id} asks for.` }]));
  const verdicts = [...own, ...added];
  return { ...sample, verdicts, requirements: { ...sample.requirements, ...rows }, summary: { [TARGET]: { ...summary, planned: verdicts.length, staleBaseline: [] } }, header: { ...sample.header, targets: sample.header.targets.filter(({ name }) => name === TARGET), planned: verdicts.length, executed: verdicts.length, incomplete: [] } };
}

const failing = withProposals("fail");
const verdictOf = (results: Results, check: string): Verdict => results.verdicts.find((verdict) => verdict.check === check) ?? expect.fail(check);

test("a row of a draft, one of a text of our own, and all others are told apart", () => {
  const standing = (check: string) => standingOf({ results: failing, verdict: verdictOf(failing, check) });
  expect([standing("card.server.hold-first"), standing("ach.server.once"), standing(failing.verdicts[0]?.check ?? "")]).toEqual(["draft", "experimental", undefined]);
  expect(standingOf({ results: { ...failing, requirements: {} }, verdict: verdictOf(failing, "ach.server.once") })).toBe("draft");
});

test("an area is marked when all of it is of one kind", () => {
  const area = (name: string) => standingOfArea({ results: failing, verdicts: failing.verdicts.filter((verdict) => verdict.area === name) });
  expect([area("auth-capture-card"), area("exact-ach"), area("http")]).toEqual(["draft", "experimental", undefined]);
  expect(standingOfArea({ results: failing, verdicts: failing.verdicts })).toBeUndefined();
});

describe.each(["fail", "notReached"] as const)("a verdict of %s says what it is of", (kind) => {
  const results = withProposals(kind);
  test("on a terminal", () => {
    const text = render("pretty", results);
    expect(text).toMatch(/card\.server\.hold-first.* \[draft\]/);
    expect(text).toMatch(/ach\.server\.once.* \[experimental\]/);
    expect(text).toContain("1 verdict is draft (auth-capture-card) and counts for and against nobody.");
    expect(text.match(/\[(?:draft|experimental)\]/g)?.length).toBe(2);
  });
  test("in Markdown", () => {
    const text = render("markdown", results);
    expect(text).toMatch(/card\.server\.hold-first<\/code> \*\(draft\)\*/);
    expect(text).toMatch(/ach\.server\.once<\/code> \*\(experimental\)\*/);
    expect(text).toContain("1 verdict is experimental &#40;exact-ach&#41;");
  });
  test("on the page, at the verdict and at its area", () => {
    const text = render("html", results);
    for (const standing of ["draft", "experimental"]) expect(text.match(new RegExp(`<span class="tag standing" title="[^"]*">${standing}</span>`, "g"))?.length).toBeGreaterThanOrEqual(2);
    expect(text).toMatch(/exact-ach<\/a> <span class="tag standing"/);
  });
});

test("passes are marked on the page as well, and reports without proposals say nothing of them", () => {
  expect(render("html", withProposals("pass"))).toMatch(/<span class="tag standing"[^>]*>draft<\/span><span class="level/);
  expect(standingNotes({ results: sample, verdicts: sample.verdicts })).toEqual([]);
  for (const format of ["pretty", "markdown", "html"]) expect(render(format, sample)).not.toMatch(/class="tag standing"|\[draft\]|\*\(draft\)\*|\[experimental\]/);
});

test("whatever came of proposals, the outcome and its counts are the same", () => {
  const outcomes = (["pass", "fail", "notReached", "notApplicable", "unsupported"] as const).map((kind) => {
    const results = withProposals(kind);
    const { kind: outcome, headline } = outcomeOf({ results, target: TARGET });
    return { outcome, headline, overall: overall(results).headline };
  });
  expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(outcomes[0]).toMatchObject({ outcome: "conforms", overall: `${TARGET} conforms` });
});

test("a note says when a proposal counts, as a profile of it was asked for", () => {
  const chosen = failing.verdicts.map((verdict): Verdict => (verdict.basis === "draft" ? { ...verdict, weight: "red" } : verdict));
  expect(standingNotes({ results: failing, verdicts: chosen })).toEqual([
    "1 verdict is draft (auth-capture-card) and counts here, as a profile of it was asked for.",
    "1 verdict is experimental (exact-ach) and counts here, as a profile of it was asked for.",
  ]);
  expect(standingNotes({ results: failing, verdicts: failing.verdicts })[0]).toContain("for and against nobody");
});
