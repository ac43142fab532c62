import { expect, it } from "vitest";
import { compileSchema, readJson } from "../spec/json-schema.ts";
import { loadRequirements } from "../spec/requirements.ts";
import { loadVectorFiles } from "./load.ts";

type Bug = {
  readonly id: string;
  readonly link: string;
  readonly requirements: readonly string[];
  readonly bugClass: string;
  readonly caughtBy: readonly string[];
  readonly wants: { readonly check?: string };
};

const file = readJson(new URL("interop-bugs.json", import.meta.url)) as { readonly bugs: readonly Bug[] };

it("is what its schema says", () => {
  expect(compileSchema(new URL("interop-bugs.schema.json", import.meta.url))(file)).toMatchObject({ ok: true });
});

it("has each bug once", () => {
  for (const member of ["id", "link"] as const) {
    const values = file.bugs.map((bug) => bug[member]);
    expect(new Set(values).size, member).toBe(values.length);
  }
});

it("names rows that exist", () => {
  const rows = new Set(loadRequirements().map(({ id }) => id));
  const named = file.bugs.flatMap(({ requirements, wants }) => [...requirements, ...(wants.check === undefined ? [] : [wants.check])]);
  expect(named.filter((id) => !rows.has(id))).toEqual([]);
});

it("points to vectors that exist", () => {
  const vectors = new Set(loadVectorFiles().flatMap(({ groups }) => groups.flatMap(({ tests }) => tests.map(({ id }) => id))));
  // Ids of checks have no slash; which checks there are is the harness's knowledge, and its tests'.
  const named = file.bugs.flatMap(({ caughtBy }) => caughtBy.filter((id) => id.includes("/")));
  expect(named.filter((id) => !vectors.has(id))).toEqual([]);
});

it("has something for each bug: vectors or a check that are there, or a check that is planned", () => {
  expect(file.bugs.filter(({ caughtBy, wants }) => caughtBy.length === 0 && wants.check === undefined).map(({ id }) => id)).toEqual([]);
  expect(file.bugs.filter(({ caughtBy }) => caughtBy.length > 0).length).toBeGreaterThanOrEqual(77);
});
