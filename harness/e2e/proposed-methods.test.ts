import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Results } from "../../reports/results.ts";
import { cli } from "./command.ts";

/** What only a draft or experimental payment method carried is marked, and counts in no profile but its own. */

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "x402-proposed-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (...args: readonly string[]) => {
  const ran = await cli(["run", "reference-facilitator", "--out", folder, ...args]);
  return { ...ran, text: ran.stdout.replaceAll(/\s+/g, " "), results: JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as Results, page: readFileSync(join(folder, "index.html"), "utf8") };
};
const weights = ({ verdicts }: Results): readonly string[] => [...new Set(verdicts.filter(({ verdict }) => verdict === "pass").map(({ weight }) => weight))];

describe("the core over an experimental rail alone", () => {
  test("does not count toward the core's profile", async () => {
    const { code, text, results, page } = await run("--method", "exact-ach", "--profile", "core-http");
    expect(code, text).toBe(3);
    expect(weights(results)).toEqual(["advice"]);
    expect(results.verdicts.filter(({ verdict }) => verdict === "pass").every(({ standing, restsOn }) => standing === "experimental" && restsOn?.join() === "exact-ach")).toBe(true);
    expect(results.header.incomplete).toEqual([expect.stringMatching(/^reference-facilitator: profile core-http: \d+ verdicts rest on ach:us \(experimental\) alone/)]);
    expect(text).not.toContain("Conforms");
    expect(text).toContain("Judged over ach:us (an experimental binding of this suite): this says nothing for other networks.");
    expect(page.slice(0, page.indexOf('id="words"'))).toContain("an experimental binding of this suite");
  });

  test("weighs where no profile was asked for, and says over what", async () => {
    const { code, text, results } = await run("--method", "exact-ach", "--only", "core-types");
    expect(code, text).toBe(0);
    expect(weights(results)).toContain("red");
    expect(text).toMatch(/Conforms: \d+ of \d+ judged MUST\/IMPLIED, over ach:us only, which is experimental/);
  });
});

test("a method whose text is in force counts, and nothing is marked", async () => {
  const { code, text, results } = await run("--method", "exact-evm", "--profile", "core-http");
  expect(code, text).toBe(0);
  expect(results.verdicts.some(({ standing }) => standing !== undefined)).toBe(false);
  expect(text).toMatch(/Profile core-http: conforms, (\d+) of \1 judged/);
  expect(text).not.toMatch(/experimental|draft/);
});
