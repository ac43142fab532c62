import { expect, test } from "vitest";
import { loadProfiles } from "../../spec/profiles.ts";
import { loadRequirements } from "../../spec/requirements.ts";
import { loadMethods } from "./load.ts";

const methods = await loadMethods();
const profiles = loadProfiles();
const rows = loadRequirements();

test("a method is a proposal where the rows of its own area are", () => {
  for (const { id, standing } of methods) {
    const own = rows.filter(({ area }) => area === id);
    if (own.length > 0) expect(standing !== undefined, id).toBe(own.some(({ basis }) => basis === "draft"));
  }
});

test("it is experimental where the text is this project's", () => {
  for (const { id, standing } of methods.filter((method) => method.standing !== undefined)) {
    const isOurs = rows.filter(({ area, basis }) => area === id && basis === "draft").every(({ clause }) => clause.every(({ file }) => file.startsWith("experimental/")));
    expect(standing, id).toBe(isOurs ? "experimental" : "draft");
  }
});

test("every proposed method has a draft profile in which it counts", () => {
  const proposed = methods.filter(({ standing }) => standing !== undefined);
  expect(proposed.length).toBeGreaterThan(0);
  for (const { id } of proposed) expect(profiles.filter(({ draft, areas }) => draft === true && areas.includes(id)).length, id).toBe(1);
});
