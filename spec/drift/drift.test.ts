import { describe, expect, it } from "vitest";
import { type CatalogueFile, type NewerText, requirementsOf } from "../requirements.ts";
import { REVISION } from "../revision.ts";
import { charsOf } from "../text/digest.ts";
import { compareText, type Drift, hasDrift } from "./compare.ts";
import { pinText, pinTexts, printPinned } from "./pin.ts";
import { driftReport, printDrift } from "./report.ts";
import type { TextSource } from "./text-source.ts";

const HTTP = "# HTTP\n\n## Status\n\nUnpaid is 402.\n\n## Header\n\nIt has one.\n";
const CORE = "# Core\n\n**5. Types**\n\nA few.\n";
const NEW = "# New\n\n## Rule\n\nDo it.\n";
const APRIL = { name: "2026-04", repository: REVISION.repository, commit: REVISION.commit } as const;
const NEWER = { name: "2026-11", repository: "x402-foundation/x402" } as const;

const source = (files: Record<string, string>, commit?: string, history: Record<string, string> = {}): TextSource => ({
  commit,
  files: Object.keys(files).toSorted(),
  read: (file) => files[file] ?? "",
  readAt: (at) => history[`${at.commit} ${at.file}`],
});
const newer: readonly NewerText[] = [{ file: "new.md", commit: "b".repeat(40), chars: charsOf(NEW) }];
const before = { texts: [] };
const pin = (from: TextSource, texts = newer) => pinTexts({ source: from, before, revision: APRIL, newerRevision: NEWER, newer: texts });
const pinned = [pinText({ revision: "2026-04", commit: REVISION.commit, file: "core.md", markdown: CORE }), pinText({ revision: "2026-04", commit: REVISION.commit, file: "http.md", markdown: HTTP })].map((text) => ({
  ...text,
  sections: text.sections.map((section) => ({ ...section, parents: section.level === 1 ? [] : [text.file === "core.md" ? "Core" : "HTTP"] })),
}));

const row = (id: string, basis: "snapshot" | "newer", file: string, section: string, until?: "2026-04"): CatalogueFile["rows"][number] => ({ id, role: "server", level: "MUST", basis, clause: [{ file, section }], statement: "So.", observable: "See.", negative: "Not.", ...(until === undefined ? {} : { until }) });
const requirements = (...rows: CatalogueFile["rows"]) => requirementsOf({ file: { area: "demo", texts: newer, rows }, pinned });
const ROWS = requirements(row("demo.status", "snapshot", "http.md", "Status"), row("demo.types", "snapshot", "core.md", "5"), row("demo.rule", "newer", "new.md", "Rule"));
const compare = (from: TextSource, rows = ROWS): Drift => compareText({ source: from, requirements: rows, pinned, newer });

describe("compareText", () => {
  it("finds nothing in the pinned revision, and says what it could not compare", () => {
    const drift = compare(source({ "core.md": CORE, "http.md": HTTP.replaceAll("\n", "\r\n"), "README.md": "# Hello" }));
    expect(drift).toMatchObject({ isPinnedRevision: true, compared: 2, changed: [], vanished: [], unresolved: [], added: [] });
    expect(drift.unhashed).toEqual([{ file: "new.md", chars: charsOf(NEW), clauses: 1, rows: ["demo.rule"] }]);
    expect(hasDrift(drift)).toBe(false);
  });

  it("tells a changed section from its untouched neighbour", () => {
    const drift = compare(source({ "core.md": CORE, "http.md": HTTP.replace("402", "403") }));
    expect(drift.changed).toEqual([{ file: "http.md", section: "Status", rows: ["demo.status"] }]);
    expect(hasDrift(drift)).toBe(true);
  });

  it("tells a heading and a file that are gone", () => {
    const drift = compare(source({ "http.md": HTTP.replace("## Status", "## State") }, "c".repeat(40)));
    expect(drift.vanished).toEqual([
      { file: "http.md", section: "Status", rows: ["demo.status"], problem: "no such heading" },
      { file: "core.md", section: "5", rows: ["demo.types"], problem: "no such file" },
      { file: "new.md", section: "Rule", rows: ["demo.rule"], problem: "no such file" },
    ]);
    expect(drift.added).toEqual([{ file: "http.md", sections: ["HTTP > State"] }]);
  });

  it("names sections and files that are new, unless a row cites them", () => {
    const drift = compare(source({ "core.md": `${CORE}\n**6. More**\n`, "http.md": HTTP, "new.md": NEW, "other.md": "# Other\n", "transports-v1/http.md": "# Old\n" }, "c".repeat(40)));
    expect(drift.added).toEqual([
      { file: "core.md", sections: ["Core > 6. More"] },
      { file: "new.md", sections: ["New"] },
      { file: "other.md", sections: ["Other"] },
    ]);
  });

  it("compares a newer text without digests by its length", () => {
    const longer = compare(source({ "core.md": CORE, "http.md": HTTP, "new.md": `${NEW}Twice.\n` }, "c".repeat(40)));
    expect(longer.unhashed[0]).toMatchObject({ chars: charsOf(NEW), found: charsOf(NEW) + 7 });
    expect(hasDrift({ ...longer, added: [] })).toBe(true);
    const same = compare(source({ "core.md": CORE, "http.md": HTTP, "new.md": NEW }, "c".repeat(40)));
    expect(hasDrift({ ...same, added: [] })).toBe(false);
  });

  it("calls a clause that never resolved a mistake of the catalogue", () => {
    const drift = compare(source({ "core.md": CORE, "http.md": HTTP }), requirements(row("demo.a", "snapshot", "http.md", "Nothing"), row("demo.b", "snapshot", "none.md", "1")));
    expect(drift.unresolved.map(({ rows, problem }) => `${rows.join()}: ${problem}`)).toEqual(["demo.a: no such heading", "demo.b: the pinned text has no such file: a newer one stands under texts of the catalogue file"]);
  });

  it("does not look for texts of our own", () => {
    const own = requirementsOf({ file: { area: "demo", rows: [{ ...row("demo.own", "newer", "experimental/demo.md", "1"), basis: "draft" }] }, pinned: [pinText({ revision: "2026-11", commit: undefined, file: "experimental/demo.md", markdown: "# Own\n\n## 1. Rule\n" })].map((text) => ({ ...text, sections: text.sections.map((section) => ({ ...section, parents: [] })) })) });
    expect(own[0]?.clause).toEqual([{ file: "experimental/demo.md", section: "1", revision: "2026-11", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    for (const commit of [REVISION.commit, "c".repeat(40)]) expect(compare(source({ "core.md": CORE, "http.md": HTTP }, commit), own)).toMatchObject({ compared: 0, changed: [], vanished: [], unresolved: [] });
  });

  it("does not look for rows that are known to have ended in a later text", () => {
    const ended = requirements(row("demo.gone", "snapshot", "http.md", "Status", "2026-04"));
    expect(compare(source({ "core.md": CORE, "http.md": "# HTTP\n" }, "c".repeat(40)), ended).vanished).toEqual([]);
  });
});

describe("pinTexts", () => {
  it("pins headings and digests, and no sentence", () => {
    const { file, notes } = pin(source({ "core.md": CORE, "http.md": HTTP, "scheme_template.md": "# T" }));
    expect(file.texts.map(({ file: name, chars, sections }) => [name, chars, sections.map(({ title }) => title)])).toEqual([
      ["core.md", charsOf(CORE), ["Core", "5. Types"]],
      ["http.md", charsOf(HTTP), ["HTTP", "Status", "Header"]],
    ]);
    expect(printPinned(file)).not.toContain("Unpaid");
    expect(JSON.parse(printPinned(file))).toEqual(file);
    expect(notes).toEqual([expect.stringMatching(/specs\/new\.md of 2026-11 \(bbbbbbbbbb, .* is not in this checkout/)]);
  });

  it("reads the pinned revision and newer texts at their commits, whatever is checked out", () => {
    const later = source({ "core.md": "# Later\n", "new.md": "# Later\n" }, "c".repeat(40), { [`${REVISION.commit} core.md`]: CORE, [`${"b".repeat(40)} new.md`]: NEW });
    expect(pin(later).file.texts.map(({ revision, file, chars }) => `${revision} ${file} ${chars}`)).toEqual([`2026-04 core.md ${charsOf(CORE)}`, `2026-11 new.md ${charsOf(NEW)}`]);
  });

  it("takes a newer text from the work tree only when it is as long as the one that was read", () => {
    expect(pin(source({ "core.md": CORE, "new.md": NEW })).file.texts.map(({ file }) => file)).toContain("new.md");
    expect(pin(source({ "core.md": CORE, "new.md": `${NEW}.` })).file.texts.filter(({ revision }) => revision === "2026-11")).toEqual([]);
  });

  it("keeps what it had where the checkout lacks it", () => {
    const first = pin(source({ "core.md": CORE, "http.md": HTTP, "new.md": NEW })).file;
    const again = pinTexts({ source: source({ "core.md": "# Later\n" }, "c".repeat(40)), before: first, revision: APRIL, newerRevision: NEWER, newer });
    expect(again.file).toEqual(first);
    expect(again.notes).toEqual([expect.stringMatching(/does not have the files of revision 2026-04/)]);
  });
});

describe("printDrift", () => {
  const dependantsOf = (rows: readonly string[]) => ({ checks: rows.map((id) => `${id}.check`), mutants: rows.map((id) => `fault.${id}`), vectors: [] });
  const print = (drift: Drift): string => printDrift(driftReport({ drift, dependantsOf }));

  it("names rows, checks and mutants of a changed clause", () => {
    const text = print(compare(source({ "core.md": CORE, "http.md": HTTP.replace("402", "403") })));
    expect(text).toContain('Clauses that changed (1)\n  specs/http.md "Status"\n    rows     demo.status\n    checks   demo.status.check\n    mutants  fault.demo.status\n');
    expect(text).not.toContain("vectors ");
  });

  it("says how many clauses could not be compared, and what to do", () => {
    expect(print(compare(source({ "core.md": CORE, "http.md": HTTP })))).toMatch(/2 clauses compared with the pinned revision: 0 changed.*\n1 clauses of 1 newer texts have no digest.*--pin/);
  });
});
