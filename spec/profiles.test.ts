import { describe, expect, it } from "vitest";
import { loadProfiles } from "./profiles.ts";
import { loadRequirements, weightOf } from "./requirements.ts";
import { REVISION } from "./revision.ts";

const rows = new Map(loadRequirements().map((row) => [row.id, row]));
const profiles = loadProfiles();

it("has the profiles of the first slice", () => {
  expect(profiles.map((profile) => profile.name)).toEqual(expect.arrayContaining(["core-http", "exact-evm"]));
});

it("folds a contained profile in", () => {
  const core = profiles.find((profile) => profile.name === "core-http");
  const exact = profiles.find((profile) => profile.name === "exact-evm");
  expect(exact?.requirements).toEqual(expect.arrayContaining([...(core?.requirements ?? [""])]));
  expect(exact?.requirements).toContain("evm.3009.fac.signature");
});

describe.each(profiles)("$name", (profile) => {
  const notScored = profile.notScored.map((entry) => entry.id);

  it("names rows that exist, once", () => {
    const all = [...profile.requirements, ...notScored];
    for (const id of all) expect(rows.has(id), id).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  });

  it("accounts for every row of its areas", () => {
    const accounted = new Set([...profile.requirements, ...notScored]);
    for (const row of rows.values()) {
      if (profile.areas.includes(row.area)) expect(accounted, `${row.id} is neither counted nor given a reason`).toContain(row.id);
    }
  });

  it("counts only what can be failed", () => {
    for (const id of profile.requirements) {
      const row = rows.get(id);
      if (row === undefined) continue;
      expect(row.excluded, id).toBeUndefined();
      expect(row.ambiguous, id).toBeUndefined();
      expect(["red", "warning"], id).toContain(weightOf(row));
    }
  });

  it("counts nothing newer than its revision", () => {
    if (profile.revision !== REVISION.commit) return;
    for (const id of profile.requirements) expect(rows.get(id)?.basis, id).toBe("snapshot");
  });
});
