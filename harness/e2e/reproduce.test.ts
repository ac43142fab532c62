import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Results } from "../../reports/results.ts";
import { splitCommand } from "../targets/command-line.ts";
import { cli, ROOT } from "./command.ts";

/** The command that is printed beside a verdict comes to the same verdict, from the same folder. */

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x402-reproduce-"));
  const manifest = JSON.parse(readFileSync(join(ROOT, "harness/targets/reference-server/manifest.json"), "utf8")) as object;
  // Not in the box, and a folder whose name a shell would split.
  mkdirSync(join(folder, "my server"));
  writeFileSync(join(folder, "my server/manifest.json"), JSON.stringify({ ...manifest, name: "mine", connect: "inproc:reference-server?faults=server.http.unpaid-status-403" }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verdictOf = (out: string): { verdict: Results["verdicts"][number]; command: string } => {
  const { header, verdicts } = JSON.parse(readFileSync(join(folder, out, "results.json"), "utf8")) as Results;
  const verdict = verdicts.find(({ check }) => check === "http.402.status");
  if (verdict === undefined) throw new Error("http.402.status was not judged");
  return { verdict, command: header.command };
};

test("for a manifest beside the user, paid by a method of his choice", async () => {
  const first = await cli(["run", "./my server", "--only", "http.402.*", "--method", "exact-svm", "--jobs", "3", "--out", "first"], { cwd: folder });
  expect(first.code, first.stderr).toBe(1);
  const { verdict, command } = verdictOf("first");
  expect(verdict).toMatchObject({ verdict: "fail", reproduce: expect.stringMatching(/^x402-conformance run '\.\/my server' --only http\.402\.status --method exact-svm --jobs 3 --seed [0-9a-f]{12}$/) as string });
  expect(command).toMatch(/^x402-conformance run '\.\/my server' --only 'http\.402\.\*' --method exact-svm --jobs 3 --seed [0-9a-f]{12}$/);
  const again = await cli([...splitCommand(verdict.reproduce).slice(1), "--out", "again"], { cwd: folder });
  expect(again.code, again.stderr).toBe(1);
  const { verdict: same } = verdictOf("again");
  expect({ ...same, cases: same.cases.map((one) => [one.case, one.verdict]) }).toMatchObject({ verdict: verdict.verdict, message: verdict.message, cases: verdict.cases.map((one) => [one.case, one.verdict]) });
});
