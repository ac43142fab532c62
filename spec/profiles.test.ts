import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadProfiles, parseProfile, type Profile } from "./profiles.ts";
import { loadRequirements, type Requirement, weightOf } from "./requirements.ts";
import { REVISION } from "./revision.ts";

const rows = new Map(loadRequirements().map((row) => [row.id, row]));
const profiles = loadProfiles();

it("has the profiles of the first slice", () => {
  expect(profiles.map((profile) => profile.name)).toEqual(expect.arrayContaining(["core-http", "exact-evm"]));
});

it("are what their schema asks for, sealed or not", () => {
  const folder = new URL("profiles/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) expect(() => parseProfile({ file, text: readFileSync(new URL(file, folder), "utf8") })).not.toThrow();
});

it.each<[string, object, RegExp]>([
  ["another name than the file's", { name: "other" }, /demo\.yaml is not a valid profile\n- name is "other"/],
  ["an unknown revision", { revision: "2026" }, /\/revision: must match pattern/],
  ["no area", { areas: [] }, /\/areas/],
])("refuse %s", (_, change, message) => {
  const text = JSON.stringify({ name: "demo", title: "Demo", revision: "2026-11", extends: [], areas: ["http"], requirements: ["a.b"], not_scored: [], ...change });
  expect(() => parseProfile({ file: "demo.yaml", text })).toThrow(message);
});

it("folds a contained profile in", () => {
  const core = profiles.find((profile) => profile.name === "core-http");
  const exact = profiles.find((profile) => profile.name === "exact-evm");
  expect(exact?.requirements).toEqual(expect.arrayContaining([...(core?.requirements ?? [""])]));
  expect(exact?.requirements).toContain("evm.3009.fac.signature");
});

it("are frozen at a revision that has a name", () => {
  for (const { name, revision } of profiles) expect([REVISION.commit, "2026-11"], name).toContain(revision);
});

describe.each(profiles)("$name", (profile) => {
  const notScored = profile.notScored.map((entry) => entry.id);
  const contained = new Set(profile.extends.flatMap((name) => profiles.find((one) => one.name === name)?.requirements ?? []));
  const own = profile.requirements.filter((id) => !contained.has(id));

  it("names rows that exist, once", () => {
    const all = [...profile.requirements, ...notScored];
    expect(all.filter((id) => !rows.has(id))).toEqual([]);
    expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([]);
  });

  it("accounts for every row of its areas", () => {
    const accounted = new Set([...profile.requirements, ...notScored]);
    const areas = new Set([...rows.values()].map(({ area }) => area));
    expect(profile.areas.filter((area) => !areas.has(area)), "unknown areas").toEqual([]);
    const open = [...rows.values()].filter(({ id, area }) => profile.areas.includes(area) && !accounted.has(id));
    expect(open.map(({ id, area, basis }) => `${id} (${area}, ${basis}) is neither counted nor given a reason`)).toEqual([]);
  });

  it("counts only what can be failed", () => {
    const wrong = profile.requirements.filter((id) => {
      const row = rows.get(id);
      return row !== undefined && (row.excluded !== undefined || row.ambiguous !== undefined || !isCounted({ row, profile }));
    });
    expect(wrong).toEqual([]);
  });

  it("counts what its revision says, and nothing newer or gone", () => {
    const revision = profile.revision === REVISION.commit ? "2026-04" : "2026-11";
    const wrong = own.filter((id) => {
      const row = rows.get(id);
      return row !== undefined && (row.since > revision || (row.until !== undefined && row.until < revision));
    });
    expect(wrong).toEqual([]);
  });
});

/** Our own advice counts nowhere. */
function isCounted(options: { row: Requirement; profile: Profile }): boolean {
  const { row, profile } = options;
  return ["red", "warning"].includes(weightOf(row, { draft: profile.draft === true }));
}
