import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Results } from "../../reports/results.ts";
import { cli, ROOT } from "./command.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "x402-fiat-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the example on a fiat rail needs a provider's URL and a key, and is found to lack what it says it lacks", async () => {
  const example = join(ROOT, "harness/targets/examples/python-card-facilitator/manifest.json");
  const { code, stderr } = await cli(["run", example, "--profile", "card-draft", "--out", folder, "--quiet"]);
  // It fails a profile of the draft it follows.
  expect(code, stderr).toBe(1);
  const { verdicts, header } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as Results;
  expect(verdicts.filter(({ verdict }) => verdict === "fail").map(({ check }) => check).toSorted()).toEqual(["card.fac.luhn", "card.fac.single-use-token", "card.fac.void-unused", "card.fac.void-unused.restarted"]);
  expect(verdicts.filter(({ verdict }) => verdict === "pass").length).toBeGreaterThan(40);
  expect(header.incomplete).toEqual([]);
  expect(header.paid?.["card:visa"]).toBeGreaterThan(0);
});
