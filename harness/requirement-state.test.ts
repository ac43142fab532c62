import { expect, test } from "vitest";
import { countStates, requirementState } from "./requirement-state.ts";

const judged = new Set(["judged"]);
const ambiguous = { positions: [], default: "a" };
const excluded = { reason: "Nobody sees it." };

test.each([
  [{ id: "judged" }, "checked"],
  [{ id: "other" }, "planned"],
  [{ id: "judged", ambiguous }, "ambiguous"],
  [{ id: "other", ambiguous }, "planned"],
  [{ id: "other", excluded }, "excluded"],
  [{ id: "judged", excluded }, "excluded"],
] as const)("%j is %s", (requirement, state) => {
  expect(requirementState({ requirement, judged })).toBe(state);
});

test("counts by a property and in all", () => {
  const rows = [
    { area: "a", state: "checked" },
    { area: "b", state: "planned" },
    { area: "a", state: "planned" },
  ] as const;
  expect(countStates({ rows, by: ({ area }) => area })).toEqual([
    { name: "a", total: 2, checked: 1, ambiguous: 0, excluded: 0, planned: 1 },
    { name: "b", total: 1, checked: 0, ambiguous: 0, excluded: 0, planned: 1 },
    { name: "all", total: 3, checked: 1, ambiguous: 0, excluded: 0, planned: 2 },
  ]);
});
