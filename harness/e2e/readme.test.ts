import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Results } from "../../reports/results.ts";
import { splitCommand } from "../targets/command-line.ts";
import { loadManifest } from "../targets/manifest.ts";
import { cli, ROOT, runCommand } from "./command.ts";

/** Every command of the README is run, and every sample in it is read by the program it is for. */

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = (language: string): string[] => [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, text]) => text ?? "");
const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim())
  .filter((line) => line !== "");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x402-readme-"));
  // The reader's own implementation, as the README's first command expects it beside him.
  cpSync(join(ROOT, "harness/targets/reference-server/manifest.json"), join(folder, "manifest.json"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The set-up commands: `npm cit` is what runs this test; `npm start` has a test of its own below. */
const SETUP = ["npm ci && npm start", "npm cit"];

describe("the README's commands", () => {
  const ours = commands.filter((command) => command.startsWith("npx x402-conformance "));
  test("are all known to this test", () => {
    expect(commands.filter((command) => !ours.includes(command)).toSorted()).toEqual(SETUP.toSorted());
    expect(ours.length).toBeGreaterThan(4);
  });

  // In the README's order: the report is rendered from what the first command left.
  test.each(ours.filter((command) => !command.endsWith(" selftest")))("%s", async (command: string) => {
    const { code, stderr, stdout } = await cli(splitCommand(command).slice(2), { cwd: folder });
    // Not every machine has a validator of its own; where it is missing the command says so.
    const missing = command.includes("--svm validator") && stderr.includes("svm.validator-missing");
    expect(code, stderr).toBe(missing ? 2 : 0);
    // What is meant for people and not for programs goes to stderr.
    expect(stdout.length + stderr.length).toBeGreaterThan(0);
  });
});

test("the way to call it from a checkout, which the README names for all its commands, works", async () => {
  const [, words = ""] = /say `([^`]+)` in a checkout in place of `npx x402-conformance`/.exec(readme) ?? [];
  const [command, ...args] = splitCommand(words);
  const { code, stderr, stdout } = await runCommand({ command, args: [...args, "list", "targets"], cwd: ROOT });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("reference-server");
});

test("npm start judges the stack and the official SDK, and leaves the report", async () => {
  const { code, stderr, stdout } = await runCommand({ command: "npm", args: ["start"], cwd: ROOT });
  expect(code, `${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  expect(existsSync(join(ROOT, "reports/out/index.html"))).toBe(true);
  const results = JSON.parse(readFileSync(join(ROOT, "reports/out/results.json"), "utf8")) as Results;
  expect(Object.keys(results.summary).toSorted()).toEqual(["official-client-fetch", "official-facilitator", "official-server-express", "official-server-hono", "reference-client", "reference-facilitator", "reference-server"]);
  expect(results.header.planned).toBe(results.header.executed);
  // One payment format over chains and over rails.
  expect(Object.keys(results.header.paid ?? {})).toEqual(expect.arrayContaining(["ach:us", "card:visa", "eip155:84532", "sepa:eu", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1"]));
  for (const [target, summary] of Object.entries(results.summary)) {
    const { pass, fail, notReached, unsupported, notApplicable, inconclusive, harnessError, planned } = summary;
    expect(pass + fail + notReached + unsupported + notApplicable + inconclusive + harnessError, target).toBe(planned);
    if (target.startsWith("reference-")) expect({ fail, notReached, inconclusive, harnessError }, target).toEqual({ fail: 0, notReached: 0, inconclusive: 0, harnessError: 0 });
  }
}, 600_000);

test("the sample manifest and the sample baseline are valid", () => {
  const [sample] = blocks("json");
  const path = join(folder, "sample.json");
  writeFileSync(path, sample ?? "");
  expect(loadManifest({ path })).toMatchObject({ name: "my-server", role: "server" });
  const [baseline] = blocks("yaml");
  expect(parse(baseline ?? "")).toMatchObject({ failures: [{ check: expect.any(String), reason: expect.any(String) }] });
});
