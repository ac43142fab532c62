import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openOutput } from "./output-folder.ts";

test("nothing of an earlier run stays, so that a run that fails is not taken for it", () => {
  const folder = mkdtempSync(join(tmpdir(), "x402-output-"));
  for (const file of ["results.json", "index.html", "verdicts.ndjson", "mine.txt"]) writeFileSync(join(folder, file), "earlier");
  openOutput({ folder });
  expect(["results.json", "index.html", "mine.txt"].map((file) => existsSync(join(folder, file)))).toEqual([false, false, true]);
  expect(readFileSync(join(folder, "verdicts.ndjson"), "utf8")).toBe("");
});
