import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadAssets, loadErrorCodes, loadNetworks } from "../registry.ts";
import { loadAchReturnCodes, loadSepaReasonCodes } from "../registry-fiat.ts";
import { loadRequirements } from "../requirements.ts";
import { findSection } from "./find-section.ts";
import { isOwnText, loadOwnTexts } from "./own-texts.ts";

const texts = loadOwnTexts();
const rows = loadRequirements().filter(({ clause }) => clause.some(({ file }) => isOwnText(file)));
const entries = [...loadNetworks(), ...loadAssets().map((one) => ({ ...one, name: one.network })), ...loadErrorCodes().map((one) => ({ ...one, name: one.code }))].filter(
  ({ clause }) => clause !== undefined && isOwnText(clause.file),
);
const markdown = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
/** The first cells of the tables below a heading, without the marks of code. */
const cells = (options: { file: string; below: string }): string[] => {
  const [, section = ""] = markdown(options.file).split(`\n${options.below}\n`);
  return [...section.split(/\n#/, 1).join("").matchAll(/^\| `?(\w[\w-]*)`? \|/gm)].map(([, cell]) => cell ?? "").filter((cell) => cell !== "code");
};

it("has the texts of the bank networks", () => {
  expect(texts.map(({ file }) => file)).toEqual(["experimental/ach.md", "experimental/bank-payments.md", "experimental/sepa.md"]);
});

describe("clauses", () => {
  it("name sections that are there", () => {
    const cited = [...rows.flatMap(({ id, clause }) => clause.map((one) => ({ name: id, ...one }))), ...entries.map(({ name, clause }) => ({ name, file: clause?.file ?? "", section: clause?.section ?? "" }))];
    const problems = cited.flatMap(({ name, file, section }) => {
      const { problem } = findSection({ section, sections: texts.find((text) => text.file === file)?.sections ?? [] });
      return isOwnText(file) && problem !== undefined ? [`${name}: ${file} "${section}": ${problem}`] : [];
    });
    expect(problems).toEqual([]);
  });

  it("carry the digest of the text as it stands", () => {
    for (const { id, clause } of rows) for (const { file, revision, sha256 } of clause) if (isOwnText(file)) expect([revision, sha256], id).toEqual(["2026-11", expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it("are of drafts only: nobody but this project has agreed to the text", () => {
    expect([...rows.map(({ id, basis }) => [id, basis]), ...entries.map(({ name, basis }) => [name, basis])].filter(([, basis]) => basis !== "draft")).toEqual([]);
  });

  it("leave no text uncited", () => {
    expect(texts.filter(({ file }) => !rows.some(({ clause }) => clause.some((one) => one.file === file)))).toEqual([]);
  });
});

describe("codes of the texts", () => {
  it.each([
    ["ach", "## 6. Errors"],
    ["sepa", "## 5. Errors"],
  ])("of errors on %s are those of the registry", (network, below) => {
    const registered = entries.filter(({ name, clause }) => name.startsWith(`${network}_`) && clause?.file === `experimental/${network}.md`).map(({ name }) => name);
    expect(cells({ file: `experimental/${network}.md`, below })).toEqual(registered);
  });

  it("of errors on both are registered by the texts they come from", () => {
    const known = new Map(loadErrorCodes().map(({ code, clause }) => [code, clause?.file ?? ""]));
    for (const code of cells({ file: "experimental/bank-payments.md", below: "## 10. Errors" })) expect(known.get(code), code).toMatch(/^(?!experimental)./);
  });

  it("of returns are those of Nacha and ISO 20022", () => {
    const ach = new Set(loadAchReturnCodes().map(({ code }) => code));
    const sepa = loadSepaReasonCodes();
    const mentioned = (file: string, pattern: RegExp): string[] => [...new Set(markdown(file).match(pattern))];
    expect(mentioned("experimental/ach.md", /\bR\d\d\b/g).filter((code) => !ach.has(code))).toEqual([]);
    for (const [below, scheme] of [["### 3.3 Rejection", "sct-inst"], ["### 4.3 R-transactions", "sdd-core"]] as const) {
      const codes = cells({ file: "experimental/sepa.md", below });
      expect(codes.length).toBeGreaterThan(5);
      expect(codes.filter((code) => !sepa.some((entry) => entry.code === code && entry.uses.some((use) => use.scheme === scheme))), below).toEqual([]);
    }
  });
});
