import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureInstalled } from "./install.ts";
import { failure, testManifest } from "./testing/manifests.ts";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "x402-install-"));
  writeFileSync(join(cwd, "package-lock.json"), "{}");
});
afterEach(() => rmSync(cwd, { recursive: true }));

const COUNTING = `node -e "const f=require('fs');f.mkdirSync('node_modules',{recursive:true});f.appendFileSync('runs','x')"`;

async function install(command: string | undefined, options: { limitSeconds?: number } = {}): Promise<string[]> {
  const told: string[] = [];
  const manifest = testManifest({ connect: "cmd:x", cwd, timeouts: { ready: 1, case: 1, stop: 0.2 }, ...(command === undefined ? {} : { install: command }) });
  await ensureInstalled({ manifest, onProgress: (line) => void told.push(line), ...options });
  return told;
}
const runs = (): number => readFileSync(join(cwd, "runs"), "utf8").length;

describe("installing a target", () => {
  test("happens once per lockfile and command", async () => {
    expect(await install(COUNTING)).toHaveLength(1);
    expect(await install(COUNTING)).toEqual([]);
    writeFileSync(join(cwd, "package-lock.json"), "{ }");
    await install(COUNTING);
    expect(runs()).toBe(2);
    await install(`${COUNTING} again`);
    expect(runs()).toBe(3);
  });
  test("happens again when node_modules is gone", async () => {
    await install(COUNTING);
    rmSync(join(cwd, "node_modules"), { recursive: true });
    await install(COUNTING);
    expect(runs()).toBe(2);
  });
  test("is not for a target without an install command", async () => expect(await install(undefined)).toEqual([]));
  test("that fails shows the end of its output", async () => {
    const found = await failure(() => install(`node -e "console.log('first');console.error('no such package: quux');process.exit(7)"`));
    expect(found.code).toBe("install-failed");
    expect(found.message).toMatch(/ended with exit code 7.*Run it there by hand.*no such package: quux/s);
  });
  test("that does not end is ended", async () => {
    expect((await failure(() => install(`node -e "setInterval(()=>{},1000)"`, { limitSeconds: 0.2 }))).message).toContain("did not end within 0.2 s");
  });
  test("with a command that is not there is told", async () => {
    expect((await failure(() => install("no-such-installer"))).code).toBe("command-not-found");
  });
});
