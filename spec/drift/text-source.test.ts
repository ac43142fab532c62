import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTextSource } from "./text-source.ts";

let folder: string;
const git = (...args: string[]): string => execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@a.test", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x402-text-"));
  mkdirSync(join(folder, "specs/a"), { recursive: true });
  writeFileSync(join(folder, "specs/a/b.md"), "# One\n");
  writeFileSync(join(folder, "specs/c.json"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("reads a plain folder", () => {
  const { commit, files, read, readAt } = openTextSource(folder);
  expect({ commit, files, text: read("a/b.md"), at: readAt({ commit: "HEAD", file: "a/b.md" }) }).toEqual({ commit: undefined, files: ["a/b.md"], text: "# One\n", at: undefined });
});

it("reads a repository, its work tree and its history, and a bare one", () => {
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "one");
  const commit = git("rev-parse", "HEAD");
  writeFileSync(join(folder, "specs/a/b.md"), "# Two\n");
  const source = openTextSource(folder);
  expect([source.commit, source.read("a/b.md"), source.readAt({ commit, file: "a/b.md" }), source.readAt({ commit, file: "none.md" })]).toEqual([commit, "# Two\n", "# One\n", undefined]);
  git("clone", "-q", "--bare", ".", "bare.git");
  const bare = openTextSource(join(folder, "bare.git"));
  expect([bare.commit, bare.files, bare.read("a/b.md")]).toEqual([commit, ["a/b.md"], "# One\n"]);
});

it("says what is wrong with the place", () => {
  expect(() => openTextSource(join(folder, "none"))).toThrow(/is not a folder: expected a checkout/);
  expect(() => openTextSource(join(folder, "specs"))).toThrow(/has no specs\/ folder with markdown files/);
});
