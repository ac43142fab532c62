import { expect, it } from "vitest";
import { isOneEdit, jsonEdits } from "./json-edits.test-helper.ts";

const BASE = { a: 1, list: [1, 2], deep: { b: "x", c: { d: null } } };
const edits = (to: unknown) => jsonEdits({ from: BASE, to });
const shown = (to: unknown): string[] => edits(to).map(({ kind, path }) => `${kind} ${path}`);

it.each<[string, unknown, string[], boolean]>([
  ["nothing", { ...BASE }, [], false],
  ["a member less", { list: [1, 2], deep: BASE.deep }, ["removed /a"], true],
  ["a member more", { ...BASE, "x/y~z": 1 }, ["added /x~1y~0z"], true],
  ["another value, deep down", { ...BASE, deep: { b: "x", c: { d: 0 } } }, ["replaced /deep/c/d"], true],
  ["another kind of value", { ...BASE, deep: [] }, ["replaced /deep"], true],
  ["an element", { ...BASE, list: [1, 3] }, ["replaced /list/1"], true],
  ["a longer list", { ...BASE, list: [1, 2, 3] }, ["replaced /list"], true],
  ["a member of another name", { b: 1, list: [1, 2], deep: BASE.deep }, ["removed /a", "added /b"], true],
  ["members wrapped into one", { wrapped: { a: 1, list: [1, 2] }, deep: BASE.deep }, ["removed /a", "removed /list", "added /wrapped"], true],
  ["members unwrapped", { a: 1, list: [1, 2], b: "x", c: { d: null } }, ["removed /deep", "added /b", "added /c"], true],
  ["two places", { ...BASE, a: 2, list: [0, 2] }, ["replaced /a", "replaced /list/0"], false],
  ["members replaced by others", { x: 1, y: 2, deep: BASE.deep }, ["removed /a", "removed /list", "added /x", "added /y"], false],
])("%s", (_, to, expected, one) => {
  expect(shown(to)).toEqual(expected);
  expect(isOneEdit(edits(to))).toBe(one);
});
