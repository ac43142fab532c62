import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "./main.ts";

/** Wrong input gives one clear sentence, what to do next, and the right exit code. */

/** Removed in the end. */
let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "x402-cli-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cli = async (argv: readonly string[], cwd = mkdtempSync(join(folder, "cwd-"))) => {
  let stdout = "";
  let stderr = "";
  const code = await main({
    argv,
    io: { stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), interactive: false, color: false, columns: 100, cwd, environment: {}, signal: new AbortController().signal },
  });
  return { code, stdout, stderr };
};

describe("usage errors exit with 2 and suggest the nearest", () => {
  test.each([
    [["rnu"], /unknown command 'rnu'.*\n.*Did you mean run/s],
    [["run", "reference-server", "--olny", "x"], /unknown option '--olny'.*\n.*Did you mean --only/s],
    [["run", "refrence-server"], /no target "refrence-server".*Did you mean "reference-server"/s],
    [["run", "reference-server", "--only", "http.402.statsu"], /no check, requirement or area "http.402.statsu".*Did you mean "http.402.status"/s],
    [["run", "reference-server", "--format", "juint"], /no report format "juint".*Did you mean "junit"/s],
    [["run", "reference-server", "--profile", "core-htpp"], /no profile "core-htpp".*Did you mean "core-http"/s],
    [["run", "reference-server", "--jobs", "many"], /--jobs.*whole number/s],
    [["run", "reference-server", "--shard", "3/2"], /1 <= i <= n/],
    [["run", "reference-server", "--role", "servr"], /--role: there is no "servr".*Did you mean "server"\? There are: client/s],
    [["run", "reference-server", "--svm", "validatr"], /--svm: there is no "validatr".*Did you mean "validator"/s],
    [["selftest", "--role", "clint"], /Did you mean "client"/],
    [["run", "reference-server", "--only", "http.402.statsu", "--only", "http.402.status"], /no check, requirement or area "http.402.statsu"/],
    [["run", "reference-server", "--only", "nothing.at.all.*"], /matches "nothing.at.all.*"/],
    [["run", "reference-server", "--only", "http.402.status,htpp*"], /--only: no check, requirement or area matches "htpp\*".*Did you mean "http\*"/s],
    [["run", "reference-server", "--only", "htpp.402.*"], /Did you mean "http.402.\*"/],
    [["run", "reference-server", "--only", "card.fac.**"], /nothing would be judged/i],
    [["run", "reference-server", "reference-client", "reference-server"], /"reference-server" and "reference-server" are the same target.*Name it once/s],
    [["run", "reference-server", "--only", "core.utf8", "--shard", "2/2"], /part 2\/2 holds no check.*--shard 1 parts/s],
    [["run"], /missing required argument/],
    [["list", "chekcs"], /list: there is no "chekcs".*Did you mean "checks"/s],
    [["list", "foo"], /list: there is no "foo".\nThere are: checks, requirements/],
    [["list", "requirements", "--area", "htpp"], /No requirement has the area "htpp".*Did you mean "http"/s],
    [["list", "requirements", "--state", "plannd"], /Did you mean "planned"/],
    [["list", "requirements", "--role", "payer"], /There are: any, client, facilitator, server/],
    [["list", "requirements", "--profile", "core-htpp"], /Did you mean "core-http"/],
    [["list", "faults", "--area", "http"], /--area does not narrow faults/],
    [["explain", "http.402.statsu"], /Did you mean "http.402.status"/],
    [["report", "--from", "nowhere.json"], /nowhere\.json cannot be read/],
    [["run", "reference-server", "--baseline", "nowhere.yaml"], /nowhere\.yaml cannot be read/],
  ])("%j", async (argv, message) => {
    const { code, stderr, stdout } = await cli(argv);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });
});

describe("a manifest that is wrong says where", () => {
  const manifest = (text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), "x402-manifest-")), "manifest.json");
    writeFileSync(path, text);
    return path;
  };
  test.each([
    ['{ "name": "x", ', /manifest\.json:1:16: expected JSON/],
    [JSON.stringify({ name: "x", role: "server" }), /manifest\.json.*connect/is],
    [JSON.stringify({ name: "x", role: "server", connect: "cdm:node x", capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: [] } }), /cdm.*did you mean.*cmd/is],
  ])("%s", async (text, message) => {
    const { code, stderr } = await cli(["run", manifest(text)]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

test("two targets of one name are refused, since results go by the name", async () => {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  for (const file of ["one.json", "two.json"]) writeFileSync(join(cwd, file), JSON.stringify({ name: "mine", role: "server", connect: "url:http://127.0.0.1:1", capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: [] } }));
  const { code, stderr } = await cli(["run", "one.json", "two.json"], cwd);
  expect(stderr).toMatch(/"one.json" and "two.json" are both named mine.*another "name"/s);
  expect(code).toBe(2);
});

test("an output folder that cannot be written is found before anything runs", async () => {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  writeFileSync(join(cwd, "taken"), "");
  const { code, stderr } = await cli(["run", "reference-server", "--out", "taken"], cwd);
  expect(stderr).toMatch(/output folder .*taken cannot be written/);
  expect(code).toBe(2);
});

test.each(["EMFILE", "ENOENT", "ERR_MODULE_NOT_FOUND"])("%s that nobody explains is a fault of ours, with its stack, and not the user's", async (code) => {
  let stderr = "";
  const broken = (): void => {
    throw Object.assign(new Error("deep down"), { code });
  };
  const ended = await main({ argv: ["list", "targets"], io: { stdout: broken, stderr: (text) => void (stderr += text), interactive: false, color: false, columns: 100, cwd: tmpdir(), environment: {}, signal: new AbortController().signal } });
  expect(stderr).toMatch(/internal error.*deep down\n +at .*cli\.test/s);
  expect(ended).toBe(3);
});

test("list and explain answer on stdout", async () => {
  const checks = await cli(["list", "checks", "--json"]);
  expect(checks.code).toBe(0);
  const rows = JSON.parse(checks.stdout) as readonly Record<string, unknown>[];
  expect(rows.length).toBeGreaterThanOrEqual(150);
  for (const row of rows) expect(row).toMatchObject({ id: expect.any(String), requirement: expect.any(String), role: expect.stringMatching(/^(client|server|facilitator)$/), area: expect.stringMatching(/./), level: expect.stringMatching(/^(MUST|SHOULD|MAY|IMPLIED)$/) });
  expect((await cli(["explain", "http.402.status"])).stdout).toMatch(/requirement http\.402\.status.*check http\.402\.status/s);
  expect((await cli(["explain", "notReached"])).stdout).toMatch(/never came/);
});

test("help and version are no errors", async () => {
  expect((await cli(["--version"])).code).toBe(0);
  expect((await cli(["run", "--help"])).stdout).toContain("--baseline");
});

describe("list requirements", () => {
  const list = async (...filters: string[]) => JSON.parse((await cli(["list", "requirements", "--json", ...filters])).stdout) as { id: string; area: string; role: string; state: string; checks: string[]; profiles: string[]; excluded?: object; ambiguous?: object }[];

  test("gives every row one state, which follows from the row and its checks", async () => {
    for (const { id, state, checks, excluded, ambiguous } of await list()) {
      const expected = excluded !== undefined ? "excluded" : checks.length === 0 ? "planned" : ambiguous === undefined ? "checked" : "ambiguous";
      expect(state, id).toBe(expected);
    }
  });

  test("narrows by area, state, role and profile together", async () => {
    const rows = await list("--area", "http", "--state", "checked", "--role", "client", "--profile", "core-http");
    expect(rows.length).toBeGreaterThan(3);
    for (const { area, state, role, profiles } of rows) expect([area, state, ["client", "any"].includes(role), profiles.includes("core-http")]).toEqual(["http", "checked", true, true]);
  });

  test("counts by area and level for people", async () => {
    const { stdout, stderr } = await cli(["list", "requirements", "--area", "http"]);
    expect(stdout.trim().split("\n").length).toBe((await list("--area", "http")).length);
    expect(stderr).toMatch(/requirements\n +checked +ambiguous +excluded +planned +total\nhttp +\d+/);
  });
});
