import { expect, test } from "vitest";
import { defineFaults, faultPoints, faultSet } from "./faults.ts";
import { loadFaults } from "./load-faults.ts";

test("a fault names its role and says that it is a bug", () => {
  expect(() => defineFaults({ "server.x": { role: "client", bug: "BUG: x" } })).toThrow('must begin with its role, "client."');
  expect(() => defineFaults({ "client.x": { role: "client", bug: "does x" } })).toThrow('must describe itself as "BUG: …"');
});

test("only what is switched on is on, and every asking is told", () => {
  const declared = defineFaults({ "client.a": { role: "client", bug: "BUG: a" }, "client.b": { role: "client", bug: "BUG: b" } });
  const asked: string[] = [];
  const fault = faultPoints({ declared, active: faultSet(["client.a"], (id) => asked.push(id)) });
  expect([fault("client.a"), fault("client.b")]).toEqual([true, false]);
  expect(asked).toEqual(["client.a", "client.b"]);
});

test("a point at which the fault would change nothing does not count as passed, and is not looked into while nobody listens", () => {
  const declared = defineFaults({ "client.a": { role: "client", bug: "BUG: a" } });
  const asked: string[] = [];
  const told = faultPoints({ declared, active: faultSet(["client.a"], (id) => asked.push(id)) });
  expect([told("client.a", () => false), told("client.a", () => true)]).toEqual([true, true]);
  expect(asked).toEqual(["client.a"]);
  const silent = faultPoints({ declared, active: faultSet() });
  expect(silent("client.a", () => { throw new Error("nobody asked"); })).toBe(false);
});

test("the roles' faults are found beside the code they bend", async () => {
  const faults = await loadFaults();
  expect(new Set([...faults.values()].map(({ role }) => role))).toEqual(new Set(["client", "server", "facilitator"]));
  expect(faults.size).toBeGreaterThan(200);
});
