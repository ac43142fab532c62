import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "x402-make-folder-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("makes what is missing, and leaves what is there", () => {
  makeFolder(join(folder, "a/b/c"));
  writeFileSync(join(folder, "a/b/c/file"), "kept");
  makeFolder(join(folder, "a/b/c"));
  expect(statSync(join(folder, "a/b/c/file")).size).toBe(4);
});

test("throws where a file is in the way", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => makeFolder(join(folder, "file"))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(folder, "file/under"))).toThrow(/ENOTDIR/);
});

test.runIf(existsSync("/proc/self"))("throws where a folder can be seen and nothing be made in it", () => {
  expect(() => makeFolder("/proc/nobody/here")).toThrow(/ENOENT/);
});
