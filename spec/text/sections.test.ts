import { describe, expect, it } from "vitest";
import { sectionDigest } from "./digest.ts";
import { findSection } from "./find-section.ts";
import { sectionsOf } from "./sections.ts";

const outline = (markdown: string): string[] => sectionsOf(markdown).map(({ title, level, parents }) => `${level} ${[...parents, title].join(" > ")}`);

describe("sectionsOf", () => {
  it("finds marked headings and what they stand in", () => {
    expect(outline("# Top\n\n## One\n### Deep ##\ntext\n## Two\n")).toEqual(["1 Top", "2 Top > One", "3 Top > One > Deep", "2 Top > Two"]);
  });

  it("finds underlined headings", () => {
    expect(outline("Top\n===\n\nOne\n---\n\ntext\n\n---\n\n- item\n---\n")).toEqual(["1 Top", "2 Top > One"]);
  });

  it("finds the numbered lines of the core text, bold or plain", () => {
    expect(outline("# Top\n\n**5. Types**\n\n**5.1 A Schema**\n\n**5.1.1 JSON**\n\n**Note**\n\n8.1 GET /x\n\n1. item\n\n### 12.1 Use\n")).toEqual([
      "1 Top",
      "2 Top > 5. Types",
      "3 Top > 5. Types > 5.1 A Schema",
      "4 Top > 5. Types > 5.1 A Schema > 5.1.1 JSON",
      "3 Top > 5. Types > 8.1 GET /x",
      "3 Top > 5. Types > 12.1 Use",
    ]);
  });

  it.each(["```\n# no\n```", "~~~sh\n# no\n```\n# no\n~~~", "````\n```\n# no\n````", "   ```json\n**1. no**\n   ```"])("sees no heading within a fence: %j", (fence) => {
    expect(outline(`# Top\n\n${fence}\n\n## One\n`)).toEqual(["1 Top", "2 Top > One"]);
  });

  it("does not take a code span for a fence, nor a table for an underline", () => {
    expect(outline("# Top\n\n```code``` span\n\n## One\n\n| a |\n| --- |\n\nword\n--- not\n")).toEqual(["1 Top", "2 Top > One"]);
  });

  it("takes the subsections into a section's text, whatever the line ends", () => {
    const [, one] = sectionsOf("# Top\r\n## One\r\na\r\n### Deep\r\nb\r\n## Two\r\nc\r\n");
    expect(one?.text).toBe("## One\na\n### Deep\nb");
  });
});

describe("sectionDigest", () => {
  it("minds no line ends and no blanks at the ends", () => {
    expect(sectionDigest("## A\r\ntext  \r\n\r\n")).toBe(sectionDigest("## A\ntext"));
  });

  it("minds every other character", () => {
    expect(sectionDigest("## A\ntext")).not.toBe(sectionDigest("## A\ntexu"));
    expect(sectionDigest("## A\n  text")).not.toBe(sectionDigest("## A\ntext"));
  });
});

describe("findSection", () => {
  const sections = sectionsOf("# S\n\n## 1. Method: `A`\n\n### Phase 1: Sign\n\n## 2. Method: `B`\n\n### Phase 1: Sign\n\n### 2.1 Only\n\n### Later [here](x.md)\n");
  const title = (section: string): string => {
    const result = findSection({ section, sections });
    return result.found === undefined ? result.problem : [...result.found.parents, result.found.title].join(" > ");
  };

  it.each([
    ["1", "S > 1. Method: `A`"],
    ["2.1", "S > 2. Method: `B` > 2.1 Only"],
    ["2.1 Only", "S > 2. Method: `B` > 2.1 Only"],
    ["Only", "S > 2. Method: `B` > 2.1 Only"],
    ["2. Method: B", "S > 2. Method: `B`"],
    ["Method: `B`", "S > 2. Method: `B`"],
    ["Later here", "S > 2. Method: `B` > Later [here](x.md)"],
    ["2. Method: `B` > Phase 1: Sign", "S > 2. Method: `B` > Phase 1: Sign"],
    ["S > 1 > Phase 1: Sign", "S > 1. Method: `A` > Phase 1: Sign"],
    ["3", "no such heading"],
    ["Phase 1", "no such heading"],
    ["1 > 2.1", "no such heading"],
  ])("%s is %s", (section, found) => {
    expect(title(section)).toBe(found);
  });

  it("asks for the parent where a heading occurs twice", () => {
    expect(title("Phase 1: Sign")).toMatch(/^2 headings of that name.*1\. Method: `A` > Phase 1: Sign; 2\. Method/);
  });
});
