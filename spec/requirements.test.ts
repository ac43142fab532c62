import { describe, expect, it } from "vitest";
import { readJson } from "./json-schema.ts";
import { loadRequirements, parseRequirements, weightOf } from "./requirements.ts";
import type { RequirementBasis, RequirementLevel, Weight } from "./requirements.ts";

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
const parseRow = (row: object): unknown => parseRequirements({ file: "demo.yaml", text: JSON.stringify({ area: "demo", rows: [{ ...ROW, ...row }] }) });

describe("the catalogue", () => {
  const rows = loadRequirements();

  it("has the areas of the first slice", () => {
    const areas = new Set(rows.map((row) => row.area));
    for (const area of ["core-types", "http", "facilitator-api", "exact", "exact-evm-eip3009", "payment-flow"]) expect(areas).toContain(area);
  });

  it("names each id once", () => {
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it("cites only files of the text", () => {
    const files = readJson(new URL("requirements/clause-files.json", import.meta.url)) as { snapshot: string[]; newer: string[] };
    for (const row of rows) {
      const known = row.basis === "snapshot" ? files.snapshot : [...files.snapshot, ...files.newer];
      for (const clause of row.clause) expect(known, row.id).toContain(clause.file);
    }
  });

  it("refers only to rows that exist", () => {
    const ids = new Set(rows.map((row) => row.id));
    const mention = /\b(?:core|http|fac|exact|evm|flow)(?:\.[a-z0-9-]+){2,}(?=[\s.,;]|$)/g;
    for (const row of rows) {
      for (const text of [row.statement, row.observable, row.negative]) {
        for (const [id] of text.matchAll(mention)) expect(ids, `${row.id} mentions ${id}`).toContain(id);
      }
    }
  });

  it("leaves the weight to level and basis", () => {
    for (const row of rows) {
      expect([row.statement, row.observable, row.negative].join(" "), row.id).not.toMatch(/\b(warning|informational)\b|\bposition [A-Z]\d/);
    }
  });
});

describe("parseRequirements", () => {
  it("takes a plain row", () => {
    expect(parseRow({})).toEqual([{ ...ROW, area: "demo" }]);
  });

  it.each<[string, object, RegExp]>([
    ["an unknown level", { level: "SHALL" }, /demo\.yaml[\s\S]*row demo\.row at \/rows\/0\/level.*MUST/],
    ["an unknown member", { checks: [] }, /row demo\.row.*checks/],
    ["no clause", { clause: [] }, /row demo\.row at \/rows\/0\/clause/],
    ["an id without a dot", { id: "demo" }, /row demo at \/rows\/0\/id/],
    ["one position", { ambiguous: { positions: TWO.slice(1), default: "402" } }, /positions/],
    ["a default that is no position", { ambiguous: { positions: TWO, default: "500" } }, /row demo\.row: expected ambiguous\.default to be one of 400, 402, got 500/],
    ["a position twice", { ambiguous: { positions: [...TWO, TWO[0]], default: "402" } }, /each position id once/],
    ["both excluded and ambiguous", { excluded: { reason: "No way to see it." }, ambiguous: { positions: TWO, default: "402" } }, /row demo\.row at \/rows\/0\/ambiguous/],
  ])("refuses %s", (_, row, message) => {
    expect(() => parseRow(row)).toThrow(message);
  });

  it("refuses an area that is not the file's name", () => {
    expect(() => parseRequirements({ file: "other.yaml", text: JSON.stringify({ area: "demo", rows: [ROW] }) })).toThrow(/area is "demo"/);
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
});
