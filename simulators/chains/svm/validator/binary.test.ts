import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { findValidator, validatorVariable } from "./binary.ts";
import { isRunning } from "../../testing/lifetime.ts";
import { writeFakeValidator } from "./testing/fake-validator.ts";
import type { FakeValidator } from "./testing/fake-validator.ts";

const made: FakeValidator[] = [];

async function fake(options: { readonly versionCode?: string; readonly mode?: number } = {}): Promise<FakeValidator> {
  const validator = await writeFakeValidator({ code: "", ...options });
  made.push(validator);
  return validator;
}

afterEach(() => Promise.all(made.splice(0).map((validator) => validator.remove())));

test("the variable wins over the PATH", async () => {
  const [named, onPath] = [await fake(), await fake()];
  expect(await findValidator({ env: { PATH: onPath.folder, [validatorVariable]: named.file } })).toEqual({ file: named.file, version: "4.2.2" });
});

test("the first on the PATH that can be run is taken", async () => {
  const [blocked, first, second] = [await fake({ mode: 0o644 }), await fake(), await fake()];
  const PATH = ["", "/nowhere", blocked.folder, first.folder, second.folder].join(delimiter);
  expect((await findValidator({ env: { PATH } })).file).toBe(first.file);
});

test.each([
  ["Agave's", "solana-test-validator 4.2.2 (src:c9c6f328; feat:3640012085, client:Agave)", "4.2.2"],
  ["an older Agave's", "solana-test-validator 2.1.21 (src:8a085eeb; feat:1416569292, client:Agave)", "2.1.21"],
  ["Solana Labs'", "solana-test-validator 1.18.26 (src:d9f20e95; feat:3241752014, client:SolanaLabs)", "1.18.26"],
  ["one before its release", "solana-test-validator 4.5.0-alpha.4 (src:00000000; feat:1, client:Agave)", "4.5.0-alpha.4"],
])("reads the version of %s", async (_whose, said, version) => {
  const validator = await fake({ versionCode: `console.log(${JSON.stringify(said)})` });
  expect((await findValidator({ env: { [validatorVariable]: validator.file } })).version).toBe(version);
});

describe("refuses, with what to do next,", () => {
  test("nothing on the PATH", async () => {
    await expect(findValidator({ env: { PATH: "/nowhere" } })).rejects.toMatchObject({
      code: "svm.validator-missing",
      message: expect.stringMatching(/^There is no solana-test-validator on the PATH\.\n.*\n {2}next: .*--svm embedded/),
    });
    await expect(findValidator({ env: {} })).rejects.toMatchObject({ code: "svm.validator-missing" });
  });

  test("a variable that points to nothing", async () => {
    const env = { PATH: (await fake()).folder, [validatorVariable]: "/nowhere/solana-test-validator" };
    await expect(findValidator({ env })).rejects.toMatchObject({ code: "svm.validator-missing", message: expect.stringContaining("/nowhere/solana-test-validator") });
  });

  test("a file that is not executable", async () => {
    const validator = await fake({ mode: 0o644 });
    await expect(findValidator({ env: { [validatorVariable]: validator.file } })).rejects.toMatchObject({ code: "svm.validator-not-executable" });
    await expect(findValidator({ env: { PATH: validator.folder } })).rejects.toMatchObject({ code: "svm.validator-not-executable", message: expect.stringContaining(validator.file) });
  });

  test("a folder", async () => {
    const { folder } = await fake();
    await mkdir(join(folder, "sub", "solana-test-validator"), { recursive: true });
    await expect(findValidator({ env: { [validatorVariable]: folder } })).rejects.toMatchObject({ code: "svm.validator-not-executable" });
    await expect(findValidator({ env: { PATH: join(folder, "sub") } })).rejects.toMatchObject({ code: "svm.validator-not-executable" });
  });

  test.each([
    ["an old version", `console.log("solana-test-validator 1.17.34 (src:00000000; feat:1, client:SolanaLabs)")`, "1.17.34"],
    ["another program", `console.log("agave-validator 4.2.2 (src:00000000; feat:1, client:Agave)")`, "agave-validator"],
    ["a program that says nothing", "", `found: ""`],
    ["a program that says too much", `console.log("x".repeat(1e6))`, "xxx"],
    ["a program that fails", `console.error("cannot open libssl.so.1.1"); process.exit(127)`, `exit code 127, "cannot open libssl.so.1.1"`],
  ])("%s", async (_what, versionCode, found) => {
    const validator = await fake({ versionCode });
    await expect(findValidator({ env: { [validatorVariable]: validator.file } })).rejects.toMatchObject({ code: "svm.validator-version", message: expect.stringContaining(found) });
  });

  test("a program that never ends, and leaves nothing of it", async () => {
    const validator = await fake({ versionCode: `console.log(process.pid); setInterval(() => undefined, 1e6);` });
    const found = findValidator({ env: { [validatorVariable]: validator.file }, versionTimeoutMs: 1_000 });
    await expect(found).rejects.toMatchObject({ code: "svm.validator-version", message: expect.stringContaining("no end within 1000 ms") });
  });

  test("a program whose child keeps the pipes, and ends the child", async () => {
    const validator = await fake({
      versionCode: `
        const child = require("node:child_process").spawn(process.execPath, ["--eval", "setInterval(() => undefined, 1e6)"], { stdio: "inherit" });
        console.log("solana-test-validator 4.2." + child.pid % 1000);
        require("node:fs").writeFileSync(folder + "/child", String(child.pid));
        process.exit(0);
      `,
    });
    const { version } = await findValidator({ env: { [validatorVariable]: validator.file } });
    expect(version).toMatch(/^4\.2\./);
    const child = Number(readFileSync(join(validator.folder, "child"), "utf8"));
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  test("a caller who has changed their mind", async () => {
    const validator = await fake();
    await expect(findValidator({ env: { [validatorVariable]: validator.file }, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "svm.aborted" });
  });
});
