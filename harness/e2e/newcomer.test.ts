import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT, runCommand } from "./command.ts";

/** Adding a check, a target or a report format is one new file: tried in a copy, with the files counted. */

let copy = "";
const ROOMS = ["spec", "vectors", "simulators", "harness", "reports"];

const files = (): Map<string, number> => {
  const found = new Map<string, number>();
  for (const room of ROOMS) for (const file of readdirSync(join(copy, room), { recursive: true, encoding: "utf8" })) {
    const path = join(copy, room, file);
    if (statSync(path).isFile()) found.set(join(room, file), statSync(path).mtimeMs);
  }
  return found;
};
const run = (args: readonly string[]) => runCommand({ command: process.execPath, args: [join(copy, "harness/cli/bin.ts"), ...args], cwd: copy });

/** Writes one file and proves that it is the only one that changed. */
const addOnly = (path: string, text: string): void => {
  const before = files();
  mkdirSync(join(copy, path, ".."), { recursive: true });
  writeFileSync(join(copy, path), text);
  const changed = [...files()].filter(([file, time]) => before.get(file) !== time).map(([file]) => file);
  expect(changed).toEqual([path]);
};

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "x402-newcomer-"));
  for (const room of ROOMS) cpSync(join(ROOT, room), join(copy, room), { recursive: true, filter: (source) => !source.includes("node_modules") && !source.endsWith("reports/out") });
  cpSync(join(ROOT, "package.json"), join(copy, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("a check", async () => {
  addOnly(
    "harness/checks/http/newcomer.ts",
    `import { check } from "../check.ts";

export const checks = [
  check({
    id: "http.402.status.newcomer",
    requirement: "http.402.status",
    appliesTo: { scenarios: "server/**" },
    reach: "some",
    witness: (trace) => trace.responses({ from: "server", to: "client", header: "payment-required" })[0],
    judge: ({ witness, pass, fail }) => (witness.status === 402 ? pass({ at: witness }) : fail("an offer without 402", { actual: witness.status, at: witness })),
    killedBy: [],
  }),
];
`,
  );
  const listed = await run(["list", "checks", "--json"]);
  expect(JSON.parse(listed.stdout)).toContainEqual(expect.objectContaining({ id: "http.402.status.newcomer", role: "server", area: "http" }));
  const judged = await run(["run", "reference-server", "--only", "http.402.status.newcomer", "--format", "agent", "--quiet"]);
  expect(judged, judged.stderr).toMatchObject({ code: 0 });
});

test("a target", async () => {
  const reference = JSON.parse(readFileSync(join(copy, "harness/targets/reference-server/manifest.json"), "utf8")) as Record<string, unknown>;
  addOnly("harness/targets/newcomer/manifest.json", JSON.stringify({ ...reference, name: "newcomer" }));
  expect((await run(["list", "targets"])).stdout).toContain("newcomer");
  const judged = await run(["run", "newcomer", "--only", "http.402.status", "--quiet"]);
  expect(judged, judged.stderr).toMatchObject({ code: 0 });
});

test("a report format", async () => {
  addOnly(
    "reports/formats/newcomer.ts",
    `import type { ReportFormat } from "../report.ts";

export const format: ReportFormat = {
  name: "newcomer",
  description: "how many verdicts there are",
  extension: "txt",
  mediaType: "text/plain",
  render: ({ results }) => \`verdicts: \${results.verdicts.length}\\n\`,
};
`,
  );
  const judged = await run(["run", "reference-server", "--only", "http.402.status", "--format", "newcomer", "--quiet"]);
  expect(judged.stdout).toMatch(/verdicts: [1-9]/);
});
