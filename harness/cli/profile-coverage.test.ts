import { expect, test } from "vitest";
import type { Profile } from "../../spec/profiles.ts";
import { describeCoverage, profileCoverage } from "./profile-coverage.ts";

const profile: Profile = { name: "demo", title: "Demo", revision: "2026-11", extends: [], areas: ["demo"], requirements: ["demo.a", "demo.b", "demo.both", "demo.c"], notScored: [] };
const row = (id: string, role: string): [string, never] => [id, { id, role } as never];
const suite = (...judged: [requirement: string, role: string][]) => ({
  requirements: new Map([row("demo.a", "server"), row("demo.b", "server"), row("demo.both", "any"), row("demo.c", "client")]),
  checks: judged.map(([requirement, role]) => ({ requirement, role }) as never),
});

test("counts the rows that bind the role, and names those without a check", () => {
  expect(profileCoverage({ profile, role: "server", suite: suite(["demo.a", "server"], ["demo.both", "client"]) })).toEqual({ profile: "demo", role: "server", rows: 3, planned: ["demo.b"] });
});

test("a check of another role judges no row of this one", () => {
  expect(profileCoverage({ profile, role: "server", suite: suite(["demo.a", "client"]) }).planned).toEqual(["demo.a", "demo.b", "demo.both"]);
});

test("says nothing of a profile that can be judged whole", () => {
  expect(describeCoverage({ profile: "demo", role: "server", rows: 3, planned: [] })).toBeUndefined();
});

test("names a few of the rows it cannot judge", () => {
  expect(describeCoverage({ profile: "demo", role: "client", rows: 9, planned: ["a", "b", "c", "d", "e"] })).toBe("profile demo: 4 of its 9 requirements for a client have a check; not judged: a, b, c and 2 more");
});
