import { mkdirSync, mkdtempSync, cpSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT, runCommand } from "./command.ts";

/** The lint holds the direction of imports: each forbidden arrow is drawn once in a copy and must be refused. */

let copy = "";
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "x402-lint-"));
  cpSync(join(ROOT, ".oxlintrc.json"), join(copy, ".oxlintrc.json"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const lint = async (from: string, to: string) => {
  const file = join(copy, from, "deep", "arrow.ts");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `import { thing } from "${to}";\n\nexport const arrow = thing;\n`);
  return await runCommand({ command: join(ROOT, "node_modules/.bin/oxlint"), args: [file], cwd: copy });
};

test.each([
  ["spec", "../../simulators/index.ts"],
  ["spec", "../../harness/index.ts"],
  ["vectors", "../../harness/index.ts"],
  ["simulators", "../../harness/suite.ts"],
  ["simulators", "../../reports/index.ts"],
  ["simulators", "@x402/core"],
  ["reports", "../../spec/types.ts"],
  ["reports", "../../harness/suite.ts"],
  ["harness", "@x402/evm/exact/client"],
])("%s must not import %s", async (from, to) => {
  const { code, stdout } = await lint(from, to);
  expect(stdout).toContain("no-restricted-imports");
  expect(code).not.toBe(0);
});

test.each([
  ["simulators", "../../spec/types.ts"],
  ["vectors", "../../spec/types.ts"],
  ["harness", "../../simulators/index.ts"],
  ["harness", "../../reports/index.ts"],
])("%s may import %s", async (from, to) => {
  const { code, stdout } = await lint(from, to);
  expect(code, stdout).toBe(0);
});
