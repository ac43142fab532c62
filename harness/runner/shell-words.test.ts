import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellLine } from "./shell-words.ts";

test("ordinary words stay as they are", () => {
  expect(shellLine(["run", "./srv/manifest.json", "--only", "http.402.status,http.req", "--method", "exact-svm"])).toBe("run ./srv/manifest.json --only http.402.status,http.req --method exact-svm");
});

test("a shell hands on exactly the words", () => {
  const words = ["", "a b", "it's", "$(touch x)", "`id`", "a;b|c&d", "http.*", "~", "two\nlines", '"', "\\", "!x", "-", "#c", "{a,b}"];
  expect(execFileSync("sh", ["-c", `printf '%s\\0' ${shellLine(words)}`], { encoding: "utf8" })).toBe(`${words.join("\0")}\0`);
});
