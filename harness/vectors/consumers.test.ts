import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { main } from "../cli/main.ts";

/** The example consumers answer everything right that they answer; each runs where its toolchain is. */

const FOLDER = fileURLToPath(new URL("../../vectors/consumers/", import.meta.url));
const has = (...words: [string, ...string[]]): boolean => spawnSync(words[0], words.slice(1), { stdio: "ignore" }).status === 0;

const verify = async (command: string) => {
  let stdout = "";
  let stderr = "";
  const code = await main({
    argv: ["vectors", "verify", "--json", "--timeout", "60", "--cmd", command],
    io: { stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), interactive: false, color: false, columns: 100, cwd: FOLDER, environment: {}, signal: new AbortController().signal },
  });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { counts } = JSON.parse(stdout) as { counts: { pass: number; fail: number; notReached: number } };
  expect(counts).toMatchObject({ fail: 0, notReached: 0 });
  expect(counts.pass).toBeGreaterThan(180);
};
/** A copy to build in, so that nothing is left in the checkout. */
const copyOf = (name: string): string => {
  const folder = join(mkdtempSync(join(tmpdir(), "x402-consumer-")), name);
  cpSync(join(FOLDER, name), folder, { recursive: true });
  return folder;
};
const build = (command: string, args: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  expect(status, stderr).toBe(0);
};
const TOOLS = "its toolchain is not installed";

test("TypeScript", async () => {
  await verify(`${process.execPath} ${join(FOLDER, "typescript/consumer.ts")}`);
});

test("Python", async (context) => {
  if (!has("python3", "--version")) return context.skip(TOOLS);
  await verify(`python3 ${join(FOLDER, "python/consumer.py")}`);
});

test("Go", async (context) => {
  if (!has("go", "version")) return context.skip(TOOLS);
  const folder = copyOf("go");
  build("go", ["build", "-o", "consumer", "."], folder);
  await verify(join(folder, "consumer"));
});

test("Rust", { timeout: 300_000 }, async (context) => {
  if (!has("cargo", "--version")) return context.skip(TOOLS);
  const folder = copyOf("rust");
  build("cargo", ["build", "--quiet", "--target-dir", "target"], folder);
  await verify(join(folder, "target/debug/x402-vectors-consumer"));
});
