import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { fileStore, memoryStore } from "./store.ts";

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "x402-store-"));
  folders.push(made);
  return join(made, "state");
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

test("a store that is opened again knows what was set, and not what was forgotten", () => {
  const at = folder();
  const first = fileStore({ folder: at });
  first.set("payment/1", { state: "held" });
  first.set("payment/2", { state: "held" });
  first.set("payment/1", { state: "captured" });
  first.set("payment/2", undefined);
  first.set("other", 1);
  const again = fileStore({ folder: at });
  expect(again.entries("payment/")).toEqual([["payment/1", { state: "captured" }]]);
  expect(again.get("payment/2")).toBeUndefined();
  expect(again.get("other")).toBe(1);
});

test("a change that a crash cut off is dropped, and what comes after it is kept", () => {
  const at = folder();
  fileStore({ folder: at }).set("a", 1);
  appendFileSync(join(at, "state.ndjson"), '["b",{"sta');
  const second = fileStore({ folder: at });
  expect(second.entries()).toEqual([["a", 1]]);
  second.set("c", "é");
  expect(fileStore({ folder: at }).entries()).toEqual([
    ["a", 1],
    ["c", "é"],
  ]);
});

test("what is kept in memory does not change with what was handed in", () => {
  const store = memoryStore();
  const value = { amount: "1" };
  store.set("key", value);
  value.amount = "2";
  expect(store.get("key")).toEqual({ amount: "1" });
});
