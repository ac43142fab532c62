import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCatalogueFiles, loadRequirements, parseCatalogueFile, requirementsOf, weightOf } from "./requirements.ts";
import type { CatalogueFile, Requirement, RequirementBasis, RequirementLevel, Weight } from "./requirements.ts";
import { findSection } from "./text/find-section.ts";
import { loadPinnedTexts } from "./text/pinned-text.ts";

const pinned = loadPinnedTexts();
const NEWER_TEXT = { file: "transports-v2/http.md", commit: "0".repeat(40), chars: 100 };
const ROW = {
  id: "demo.row",
  role: "server",
  level: "MUST",
  basis: "snapshot",
  clause: [{ file: "transports-v2/http.md", section: "Error Handling" }],
  statement: "Something is so.",
  observable: "Look at it.",
  negative: "It is not so.",
};
const TWO = [
  { id: "400", text: "Bad." },
  { id: "402", text: "Unpaid." },
];
const parseRow = (row: object, head: object = {}): unknown => parseCatalogueFile({ file: "demo.yaml", text: JSON.stringify({ area: "demo", ...head, rows: [{ ...ROW, ...row }] }) });
const load = (row: object, head: object = {}): Requirement | undefined => requirementsOf({ file: parseRow(row, head) as CatalogueFile, pinned })[0];

describe("the catalogue", () => {
  const rows = loadRequirements();

  it("has the areas of the first slice", () => {
    const areas = new Set(rows.map((row) => row.area));
    for (const area of ["core-types", "http", "facilitator-api", "exact", "exact-evm-eip3009", "payment-flow"]) expect(areas).toContain(area);
  });

  it("is what its schema asks for, sealed or not", () => {
    const folder = new URL("requirements/", import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) expect(() => parseCatalogueFile({ file, text: readFileSync(new URL(file, folder), "utf8") })).not.toThrow();
  });

  it("names each id once", () => {
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it("cites sections that the pinned text has", () => {
    const problems = rows.flatMap((row) =>
      row.clause.flatMap(({ file, section, revision, sha256 }) => {
        if (sha256 !== undefined || revision !== "2026-04") return [];
        const text = pinned.find((one) => one.revision === revision && one.file === file);
        if (text === undefined) return [`${row.id} (${row.basis}): ${file} is neither in the pinned text nor under texts of ${row.area}.yaml`];
        return [`${row.id} (${row.basis}): ${file} "${section}": ${findSection({ section, sections: text.sections }).problem}`];
      }),
    );
    expect(problems).toEqual([]);
  });

  it("cites a newer text for a row that stands in newer texts only", () => {
    const old = rows.filter(({ basis, clause }) => basis !== "snapshot" && basis !== "gap" && clause.every(({ revision }) => revision === "2026-04"));
    expect(old.map(({ id, area }) => `${id}: put the text it was read in under texts of ${area}.yaml`)).toEqual([]);
  });

  it("names each newer text once in an area, and uses it", () => {
    for (const { area, texts = [], rows: own } of loadCatalogueFiles()) {
      expect(new Set(texts.map(({ file }) => file)).size, `${area}: a text twice`).toBe(texts.length);
      const unused = texts.filter(({ file }) => !own.some(({ clause }) => clause.some((one) => one.file === file)));
      expect(unused, `${area}: no row cites it`).toEqual([]);
    }
  });

  it("refers only to rows that exist", () => {
    const ids = new Set(rows.map((row) => row.id));
    const heads = new Set([...ids].map((id) => id.split(".")[0]));
    // Two names are needed after the first: "payload.authorization" is a member and no row.
    const mention = new RegExp(`(?<![\\w.])(?:${[...heads].join("|")})(?:\\.[a-z0-9-]+){2,}(?=[\\s.,;:)]|$)`, "g");
    const wrong = rows.flatMap((row) => [row.statement, row.observable, row.negative].flatMap((text) => [...text.matchAll(mention)].filter(([id]) => !ids.has(id)).map(([id]) => `${row.id} mentions ${id}`)));
    expect(wrong).toEqual([]);
  });

  it("leaves the weight to level and basis", () => {
    for (const row of rows) {
      expect([row.statement, row.observable, row.negative].join(" "), row.id).not.toMatch(/\b(warning|informational)\b|\bposition [A-Z]\d/);
    }
  });
});

describe("requirementsOf", () => {
  it("fills in the area, the first revision, and where the clause was read", () => {
    expect(load({})).toEqual({ ...ROW, area: "demo", since: "2026-04", clause: [{ ...ROW.clause[0], revision: "2026-04", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
  });

  it.each<[string, object, object, object]>([
    ["a newer row", { basis: "newer" }, { texts: [NEWER_TEXT] }, { since: "2026-11", clause: [{ ...ROW.clause[0], revision: "2026-11" }] }],
    ["a pinned row in a file that cites newer texts", {}, { texts: [NEWER_TEXT] }, { since: "2026-04", clause: [{ revision: "2026-04" }] }],
    ["advice on the pinned text", { basis: "gap" }, { texts: [NEWER_TEXT] }, { since: "2026-04", clause: [{ revision: "2026-04" }] }],
    ["advice on a newer section", { basis: "gap", clause: [{ ...ROW.clause[0], section: "A New One" }] }, { texts: [NEWER_TEXT] }, { since: "2026-11", clause: [{ revision: "2026-11" }] }],
    ["a row that says since when", { since: "2026-11", until: "2026-11" }, {}, { since: "2026-11", until: "2026-11" }],
  ])("dates %s", (_, row, head, expected) => {
    expect(load(row, head)).toMatchObject(expected);
  });
});

describe("parseCatalogueFile", () => {

  it.each<[string, object, RegExp]>([
    ["an unknown level", { level: "SHALL" }, /demo\.yaml[\s\S]*row demo\.row at \/rows\/0\/level.*MUST/],
    ["an unknown member", { checks: [] }, /row demo\.row.*checks/],
    ["no clause", { clause: [] }, /row demo\.row at \/rows\/0\/clause/],
    ["an id without a dot", { id: "demo" }, /row demo at \/rows\/0\/id/],
    ["one position", { ambiguous: { positions: TWO.slice(1), default: "402" } }, /positions/],
    ["a default that is no position", { ambiguous: { positions: TWO, default: "500" } }, /row demo\.row: expected ambiguous\.default to be one of 400, 402, got 500/],
    ["a position twice", { ambiguous: { positions: [...TWO, TWO[0]], default: "402" } }, /each position id once/],
    ["an end before the beginning", { since: "2026-11", until: "2026-04" }, /row demo\.row: expected until not to come before since/],
    ["an unknown revision", { since: "2026" }, /row demo\.row at \/rows\/0\/since/],
    ["both excluded and ambiguous", { excluded: { reason: "No way to see it." }, ambiguous: { positions: TWO, default: "402" } }, /row demo\.row at \/rows\/0\/ambiguous/],
  ])("refuses %s", (_, row, message) => {
    expect(() => parseRow(row)).toThrow(message);
  });

  it("names the file that is no YAML, and the line", () => {
    expect(() => parseCatalogueFile({ file: "demo.yaml", text: "area: demo\nrows: a: b\n" })).toThrow(/demo\.yaml is not a valid catalogue file\n- not YAML: .* at line 2, column \d+/);
  });

  it("refuses an area that is not the file's name", () => {
    expect(() => parseCatalogueFile({ file: "other.yaml", text: JSON.stringify({ area: "demo", rows: [ROW] }) })).toThrow(/area is "demo"/);
  });
});

describe("weightOf", () => {
  it.each<[RequirementLevel, RequirementBasis, Weight]>([
    ["MUST", "snapshot", "red"],
    ["IMPLIED", "newer", "red"],
    ["SHOULD", "snapshot", "warning"],
    ["MAY", "snapshot", "information"],
    ["MUST", "gap", "advice"],
    ["IMPLIED", "newer-unconfirmed", "advice"],
    ["MAY", "draft", "advice"],
  ])("%s of basis %s is %s", (level, basis, weight) => {
    expect(weightOf({ level, basis })).toBe(weight);
  });

  it.each<[RequirementLevel, RequirementBasis, Weight]>([
    ["MUST", "draft", "red"],
    ["SHOULD", "newer-unconfirmed", "warning"],
    ["MUST", "gap", "advice"],
    ["MUST", "snapshot", "red"],
  ])("%s of basis %s is %s where a draft profile counts it", (level, basis, weight) => {
    expect(weightOf({ level, basis }, { draft: true })).toBe(weight);
  });
});
