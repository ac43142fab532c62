import { describe, expect, test } from "vitest";
import { loadFormats } from "../formats.ts";
import { readResults } from "../read-results.ts";
import type { MethodInfo, ProfileInfo, RequirementInfo, Results, Verdict } from "../results.ts";
import { sampleResults } from "../sample-results.ts";
import { standingOfNetwork } from "./methods.ts";
import { outcomeOf, overall } from "./outcome.ts";
import { standingOfArea } from "./standing.ts";
import { targetNotes } from "./target-notes.ts";

const TARGET = "reference-server";
const ACH: MethodInfo = { id: "exact-ach", scheme: "exact", network: "ach:us", standing: "experimental", cases: 7 };
const EVM: MethodInfo = { id: "exact-evm", scheme: "exact", network: "eip155:84532", cases: 3 };
const CORE: ProfileInfo = { name: "core-http", title: "Core", areas: ["http"] };
const OWN: ProfileInfo = { name: "exact-ach", title: "ACH", draft: true, areas: ["exact-ach"] };

const sample = sampleResults();
const formats = await loadFormats();
const render = (name: string, results: Results): string => formats.get(name)?.render({ results, options: { color: false, width: 140 } }) ?? expect.fail(name);

/** A clean target whose rows are all of the profiles, judged over the methods; over ACH alone unless there is another. */
function over(options: { methods: readonly MethodInfo[]; profiles?: readonly ProfileInfo[]; weight?: Verdict["weight"] }): Results {
  const { methods, profiles, weight } = options;
  const rested = methods.length > 1 ? {} : ({ standing: "experimental", restsOn: ["exact-ach"] } as const);
  const verdicts = sample.verdicts.filter(({ target, weight: own }) => target === TARGET && own === "red").map((verdict): Verdict => ({ ...verdict, verdict: "pass", ...rested, weight: weight ?? "red" }));
  const summary = sample.summary[TARGET] ?? expect.fail("the sample has no such target");
  const requirements = Object.fromEntries(Object.entries(sample.requirements).map(([id, row]): [string, RequirementInfo] => [id, profiles === undefined ? row : { ...row, profiles: profiles.map(({ name }) => name) }]));
  const targets = sample.header.targets.filter(({ name }) => name === TARGET).map((target) => ({ ...target, methods }));
  return { ...sample, verdicts, requirements, summary: { [TARGET]: { ...summary, planned: verdicts.length, staleBaseline: [] } }, header: { ...sample.header, targets, paid: { "ach:us": 4 }, planned: verdicts.length, executed: verdicts.length, incomplete: [], ...(profiles === undefined ? {} : { profiles }) } };
}

const count = over({ methods: [ACH] }).verdicts.length;
const alone = over({ methods: [ACH] });
const NOTE = "Judged over ach:us (an experimental binding of this suite): this says nothing for other networks.";

describe("a target judged over an experimental method alone is marked", () => {
  test("in its outcome and in the run's", () => {
    expect(outcomeOf({ results: alone, target: TARGET })).toMatchObject({ kind: "conforms", headline: `Conforms: ${count} of ${count} judged MUST/IMPLIED, over ach:us only, which is experimental` });
    expect(overall(alone).headline).toBe(`${TARGET} conforms, over ach:us only, which is experimental`);
    expect(standingOfArea({ results: alone, verdicts: alone.verdicts })).toBe("experimental");
  });
  test.each(["pretty", "agent", "ndjson", "junit", "html"])("in %s, by a sentence", (format) => {
    expect(render(format, alone).replaceAll(/\s+/g, " ")).toContain(NOTE);
  });
  test("in Markdown, by a sentence and in the table", () => {
    const text = render("markdown", alone);
    expect(text).toContain("this says nothing for other networks");
    expect(text).toMatch(/\| Conforms&#58; .*experimental \|/);
  });
  test("in JSON and NDJSON, by the members that say so", () => {
    expect(readResults(render("json", alone)).verdicts[0]).toMatchObject({ standing: "experimental", restsOn: ["exact-ach"] });
    expect(JSON.parse(render("ndjson", alone).split("\n")[0] ?? "")).toMatchObject({ line: "header", targets: [{ methods: [{ id: "exact-ach", standing: "experimental" }] }] });
  });
  test("where money is told to have moved", () => {
    expect(render("pretty", alone)).toContain("ach:us (4 payments, experimental)");
    expect(standingOfNetwork({ results: alone, network: "ach:us" })).toBe("experimental");
    expect(standingOfNetwork({ results: alone, network: "eip155:84532" })).toBeUndefined();
  });
  test("at each verdict, for programs", () => {
    const failing: Results = { ...alone, verdicts: alone.verdicts.map((verdict, index): Verdict => (index === 0 ? { ...verdict, verdict: "fail" } : verdict)) };
    expect(render("agent", failing)).toMatch(/^FAIL .* standing=experimental restsOn=exact-ach /m);
    expect(render("agent", failing)).toMatch(/^TARGET .* methods=exact-ach proposals=exact-ach:experimental /m);
    expect(render("junit", failing).match(/name="standing" value="experimental"/g)?.length).toBe(count);
    expect(render("pretty", failing)).toMatch(/^FAIL .* \[experimental\]$/m);
  });
});

describe("profiles have a tally each", () => {
  test("one that is not the proposal's counts nothing of it, and is not said to be conformed to", () => {
    const results = over({ methods: [ACH], profiles: [CORE], weight: "advice" });
    expect(outcomeOf({ results, target: TARGET }).kind).toBe("nothing");
    expect(targetNotes({ results, target: TARGET })).toEqual([`Profile core-http: nothing that binds the target was judged toward it; ${count} verdicts rest on ach:us (an experimental binding of this suite) alone and do not count toward it.`, NOTE]);
  });
  test("beside the proposal's own, which counts them", () => {
    const notes = targetNotes({ results: over({ methods: [ACH], profiles: [CORE, OWN] }), target: TARGET });
    expect(notes[0]).toMatch(/^Profile core-http: nothing that binds/);
    expect(notes[1]).toBe(`Profile exact-ach: conforms, ${count} of ${count} judged MUST/IMPLIED.`);
  });
  test("what leaves one open leaves another alone", () => {
    const results = over({ methods: [EVM, ACH], profiles: [CORE, OWN] });
    const notes = targetNotes({ results: { ...results, header: { ...results.header, incomplete: [`${TARGET}: profile exact-ach: something is missing`] } }, target: TARGET });
    expect(notes.slice(0, 2)).toEqual([`Profile core-http: conforms, ${count} of ${count} judged MUST/IMPLIED.`, `Profile exact-ach: undecided, ${count} of ${count} judged MUST/IMPLIED passed.`]);
  });
});

test("where another method carried the verdicts, proposals are told and nothing else is marked", () => {
  const results = over({ methods: [EVM, ACH] });
  expect(outcomeOf({ results, target: TARGET }).headline).toBe(`Conforms: ${count} of ${count} judged MUST/IMPLIED`);
  expect(targetNotes({ results, target: TARGET })).toEqual(["7 of its 10 cases were carried by ach:us (an experimental binding of this suite); no verdict rests on that alone."]);
});

test("results that say nothing of methods and profiles say nothing of them in reports", () => {
  expect(targetNotes({ results: sample, target: TARGET })).toEqual([]);
});
