import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, loadFormats } from "./formats.ts";
import { stateOf } from "./facts/state.ts";
import { readResults } from "./read-results.ts";
import { renderReport, UnknownFormatError } from "./render-report.ts";
import type { Results } from "./results.ts";
import { HOSTILE, sampleResults } from "./sample-results.ts";

const sample = sampleResults();
const formats = await loadFormats();
const render = (name: string, results: Results = sample, options: { color?: boolean; width?: number } = {}): string => {
  const format = formats.get(name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return format.render({ results, options: { color: false, width: 100, ...options } });
};
const count = (state: string): number => sample.verdicts.filter((verdict) => stateOf(verdict) === state).length;

const nothing: Results = { ...sample, verdicts: [], summary: {}, requirements: {}, checks: {}, cases: {}, header: { ...sample.header, targets: [], planned: 0, executed: 0, incomplete: [] } };
/** A file of an older or broken suite: nothing that the verdicts name is there. */
const bare: Results = { ...sample, requirements: {}, checks: {}, cases: {}, summary: {} };

/** Replaces every free text by another. */
function withText(results: Results, text: string): Results {
  return {
    ...results,
    header: { ...results.header, seed: text, command: text, incomplete: [text], suite: { name: text, version: text }, spec: { repository: text, revision: text, date: text, newer: text } },
    verdicts: results.verdicts.map((verdict) => ({ ...verdict, message: text, reproduce: text, area: text, level: text, ...(verdict.expected === undefined ? {} : { expected: text, actual: text }), ...(verdict.position === undefined ? {} : { position: text }), ...(verdict.baseline === undefined ? {} : { baseline: { reason: text } }) })),
    requirements: Object.fromEntries(Object.entries(results.requirements).map(([id, row]) => [id, { ...row, clause: text, statement: text, ...(row.ambiguity === undefined ? {} : { ambiguity: text }) }])),
    cases: Object.fromEntries(Object.entries(results.cases).map(([key, record]) => [key, { ...record, title: text, events: record.events.map((event) => ({ ...event, kind: text, from: text, title: text, headers: [[text, text] as const], decoded: { [text]: text }, body: text })) }])),
  };
}

describe("formats", () => {
  test("are the files of the folder, and nothing else", () => {
    const files = readdirSync(new URL("formats/", import.meta.url)).map((file) => file.replace(/\.(ts|js)$/, ""));
    expect([...formats.keys()]).toEqual(files.toSorted());
    expect(files).toEqual(expect.arrayContaining(["agent", "html", "json", "junit", "markdown", "ndjson", "pretty"]));
  });
  test("a format is added by one file, and a file that is none is named", async () => {
    const folder = mkdtempSync(join(tmpdir(), "formats-"));
    try {
      const url = pathToFileURL(`${folder}/`);
      writeFileSync(join(folder, "count.js"), `export const format = { name: "count", description: "d", extension: ".txt", mediaType: "text/plain", render: ({ results }) => String(results.verdicts.length) };`);
      expect((await loadFormats({ folder: url })).get("count")?.render({ results: sample, options: { color: false, width: 80 } })).toBe(String(sample.verdicts.length));
      writeFileSync(join(folder, "other.js"), `export const format = { name: "another" };`);
      await expect(loadFormats({ folder: url })).rejects.toThrow(FormatError);
      await expect(loadFormats({ folder: url })).rejects.toThrow("other.js");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test("a name that does not exist is an error with those that do", async () => {
    await expect(renderReport({ results: sample, format: "pdf" })).rejects.toThrow(UnknownFormatError);
    await expect(renderReport({ results: sample, format: "pdf" })).rejects.toThrow("junit");
  });
  test.each([...formats.keys()])("%s is a pure function that survives results with nothing in them", (name) => {
    expect(render(name)).toBe(render(name));
    expect(render(name, nothing)).not.toBe("");
    expect(render(name, bare)).not.toBe("");
    for (const width of [0, 20, 400]) expect(render(name, sample, { width })).not.toBe("");
  });
  test.each([...formats.keys()])("%s lets no control character of a target through", (name) => {
    expect(render(name).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
    expect(render(name)).toContain("onerror");
  });
});

test("pretty colours only when asked, with colour sequences only", () => {
  // eslint-disable-next-line no-control-regex -- the escape is what is looked for
  const plain = render("pretty", sample, { color: true }).replaceAll(/\u001b\[\d+m/g, "");
  expect(plain).toBe(render("pretty"));
});
test("pretty ends with two lines of summary and folds what the baseline names", () => {
  const lines = render("pretty").trimEnd().split("\n");
  expect(lines.at(-3)).toBe("");
  expect(lines.at(-2)).toContain("Of 5 targets");
  expect(lines.at(-1)).toContain(`${sample.header.executed} of ${sample.header.planned} verdicts`);
  expect(lines.filter((line) => line.startsWith("FAIL "))).toHaveLength(count("fail"));
  expect(lines).toContain(`${count("known")} known failures, from the baseline`);
});
test("pretty shows requirement, expected, actual, place and command of a failure", () => {
  const text = render("pretty", sample, { width: 140 });
  const entry = text.slice(text.indexOf("FAIL http.server.sample-1"));
  for (const label of ["requirement ", "expected     402", "actual       200", "where        case server/http/case-1, event #1 (client to server: GET", "reproduce    x402-conformance run acme-server --only http.server.sample-1 --seed 0x5eed\n"]) expect(entry).toContain(label);
});

test("agent has a line per failing verdict that can be taken apart", () => {
  const lines = render("agent").trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^[A-Z-]+( [A-Za-z]+=("(?:[^"\\]|\\.)*"|[\w./:@+*-]+))*$/);
  expect(lines.filter((line) => line.startsWith("FAIL "))).toHaveLength(count("fail"));
  expect(lines[0]).toMatch(/^RUN suite=x402-conformance@0\.1\.0 /);
  expect(lines.at(-1)).toMatch(/^RESULT outcome=fails /);
});

test("json is read back as it was, whatever the order of its members", () => {
  expect(readResults(render("json"))).toEqual(sample);
  const shuffled = JSON.parse(JSON.stringify(sample), (_, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value)) as Results;
  expect(render("json", shuffled)).toBe(render("json"));
});
test("ndjson is a header, the verdicts and a summary", () => {
  const lines = render("ndjson").trimEnd().split("\n").map((line) => (JSON.parse(line) as { line: string }).line);
  expect(lines).toEqual(["header", ...sample.verdicts.map(() => "verdict"), "summary"]);
});

describe("junit", () => {
  const xml = render("junit");
  test("counts what it says", () => {
    const [, failures, errors, skipped] = /<testsuites [^>]*failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml) ?? [];
    expect(Number(failures)).toBe(count("fail"));
    expect(xml.match(/<failure /g)).toHaveLength(Number(failures));
    expect(xml.match(/<error /g)).toHaveLength(Number(errors));
    expect(xml.match(/<skipped /g)).toHaveLength(Number(skipped));
    expect(xml.match(/<system-out>/g)).toHaveLength(count("warning") + count("advice"));
  });
  test("an incomplete run is an error, a whole one is not", () => {
    expect(xml).toContain('<error type="incomplete"');
    expect(render("junit", { ...sample, header: { ...sample.header, incomplete: [] } })).not.toContain('type="incomplete"');
  });
  test("names its cases by role, area and check", () => {
    expect(xml).toContain('<testcase classname="server.http" name="http.server.sample-1" ');
  });
});

test("markdown: tables keep their columns and nothing of a target's becomes HTML", () => {
  const text = render("markdown", withText(sample, HOSTILE));
  const table = text.split("\n").filter((line) => line.startsWith("|"));
  expect(new Set(table.map((line) => line.split("|").length)).size).toBe(1);
  expect(text.match(/<(?!\/?(?:code|details|summary|sub)>)/g)).toBeNull();
});
test("markdown stays below what a step summary can hold", () => {
  expect(Buffer.byteLength(render("markdown", withText(sampleResults({ checks: 180 }), HOSTILE)))).toBeLessThan(1024 * 1024);
});

test("html: whatever the strings are, the page has the same elements", () => {
  const elements = (results: Results): readonly string[] => [...new Set(render("html", results).match(/<[a-z!][a-z0-9]*/gi))].toSorted();
  const scripts = (results: Results): number => render("html", results).match(/<\/script/gi)?.length ?? 0;
  const plain = { elements: elements(withText(sample, "x")), scripts: scripts(withText(sample, "x")) };
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(HOSTILE, "</script><script>", "<!--<script>", '"><svg onload=x>', "'><iframe>", "__proto__")), (text) => {
      const hostile = withText(sample, text);
      expect(elements(hostile)).toEqual(plain.elements);
      expect(scripts(hostile)).toBe(plain.scripts);
    }),
    { numRuns: 15 },
  );
});
