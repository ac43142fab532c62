import { expect, test } from "vitest";
import { faultSet } from "../faults.ts";
import { createRouter, parseTarget } from "./routing.ts";

const ROUTES = [
  { id: "one", method: "GET", path: "/paid" },
  { id: "tree", method: "GET", path: "/tree/leaf", below: "/tree" },
] as const;

const resolve = (target: string, faults: readonly string[] = []): string => {
  const parsed = parseTarget({ target, headers: [], authority: "127.0.0.1" });
  if (parsed === undefined) return "no target";
  const resolution = createRouter({ routes: ROUTES, faults: faultSet(faults) })({ method: "GET", target: parsed, wire: target, headers: [] });
  return resolution.kind === "route" || resolution.kind === "bypassed" ? `${resolution.kind} ${resolution.route.id}` : resolution.kind;
};

test("a route is its path to the octet, or everything below a path", () => {
  expect(["/paid", "/paid?a", "http://other.example/paid"].map((target) => resolve(target))).toEqual(["route one", "route one", "route one"]);
  expect(["/paid/", "/Paid", "/pai%64", "//paid", "/paid;a"].map((target) => resolve(target))).toEqual(Array.from({ length: 5 }, () => "not-found"));
  expect(["/tree/leaf", "/tree/", "/tree/%zz", "/tree/a//b", "/tree/a.", "/tree/..."].map((target) => resolve(target))).toEqual(Array.from({ length: 6 }, () => "route tree"));
  expect(["/tree", "/trees/leaf", "//tree/leaf"].map((target) => resolve(target))).toEqual(["not-found", "not-found", "not-found"]);
});

test("below a path there are no dot segments, however they are written", () => {
  const written = ["/tree/../paid", "/tree/..", "/tree/./leaf", "/tree/%2e%2E/paid", "/tree/..%2fpaid", "/tree/..\\paid", "/tree/a%5c..%5Cpaid", "/tree/..;/paid"];
  expect(written.map((target) => resolve(target))).toEqual(written.map(() => "not-found"));
});

test.each([
  ["server.gate.normalised-path-unpaid", "/PAI%64/"],
  ["server.gate.double-slash-unpaid", "//paid"],
  ["server.gate.dot-segments-unpaid", "/a/%2e%2e/paid"],
  ["server.gate.path-parameter-unpaid", "/paid;a=b"],
  ["server.gate.undecodable-path-unpaid", "/tree/%c0"],
])("%s serves %s, and the other faults do not", (fault, target) => {
  const gates = ["normalised-path", "double-slash", "dot-segments", "path-parameter", "undecodable-path"].map((name) => `server.gate.${name}-unpaid`);
  expect(resolve(target, [fault])).toMatch(/^bypassed/);
  expect(resolve(target, gates.filter((id) => id !== fault))).not.toMatch(/^bypassed/);
});
