import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Results } from "../../reports/results.ts";
import { ROOT, runCommand } from "./command.ts";

/** What a user gets: the packed tarball, installed in an empty folder, on every Node we promise. */

const NODES = ["22", "24", "26"];
let folder = "";

const npm = (args: readonly string[], cwd: string) => runCommand({ command: "npm", args: [...args, "--no-audit", "--no-fund", "--loglevel=error"], cwd });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x402-packed-"));
  const packed = await npm(["pack", "--pack-destination", folder], ROOT);
  expect(packed, packed.stderr).toMatchObject({ code: 0 });
  const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const installed = await npm(["install", "--prefix", folder, join(folder, tarball ?? "")], folder);
  expect(installed, installed.stderr).toMatchObject({ code: 0 });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(NODES)("on Node %s", (major) => {
  test("the installed command judges the reference server and exits 0", async ({ skip }) => {
    const prefix = mkdtempSync(join(tmpdir(), `x402-node${major}-`));
    const fetched = await npm(["install", "--prefix", prefix, `node@${major}`], prefix);
    const node = join(prefix, "node_modules", "node", "bin", "node");
    const version = await runCommand({ command: node, args: ["--version"] }).catch(() => undefined);
    // Only a Node that the registry does not have is left out, and said so.
    if (version === undefined) skip(`node@${major} could not be had from npm: ${fetched.stderr.slice(0, 200)}`);
    expect(version?.stdout).toContain(`v${major}.`);
    const bin = join(folder, "node_modules", "x402-conformance", "dist", "harness", "cli", "bin.js");
    const ran = await runCommand({ command: node, args: [bin, "run", "reference-server", "--only", "http.402.*", "--out", join(prefix, "out"), "--quiet"], cwd: prefix });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    const results = JSON.parse(readFileSync(join(prefix, "out", "results.json"), "utf8")) as Results;
    expect(results.header.platform.node).toMatch(new RegExp(`^${major}\\.`));
    expect(results.header.executed).toBeGreaterThan(0);
    rmSync(prefix, { recursive: true, force: true });
  }, 300_000);
});

test("every subpath of the package can be imported", async () => {
  const script = `for (const name of ["spec","vectors","simulators","simulators/rails","harness","reports"]) { const module = await import("x402-conformance/" + name); if (Object.keys(module).length === 0 && name !== "vectors") throw new Error(name + " exports nothing"); }`;
  const ran = await runCommand({ command: process.execPath, args: ["--input-type=module", "--eval", script], cwd: folder });
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
});
