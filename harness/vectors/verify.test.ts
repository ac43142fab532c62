import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../cli/main.ts";

/** `vectors verify` and `vectors copy`, with implementations of every kind of badness. */

/** Removed in the end. */
let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "x402-vectors-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cli = async (argv: readonly string[]) => {
  let stdout = "";
  let stderr = "";
  const cwd = mkdtempSync(join(folder, "cwd-"));
  const code = await main({ argv, io: { stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), interactive: false, color: false, columns: 100, cwd, environment: {}, signal: new AbortController().signal } });
  return { code, stdout, stderr, cwd };
};

/** A command that answers each question with what `body` makes of `q`. */
const implementation = (body: string): string => {
  const file = join(mkdtempSync(join(folder, "implementation-")), "implementation.mjs");
  writeFileSync(
    file,
    `import { createInterface } from "node:readline";
const say = (answer) => console.log(JSON.stringify(answer));
let asked = 0;
for await (const line of createInterface({ input: process.stdin })) { const q = JSON.parse(line); asked += 1; if (q.id.startsWith("probe/") && !globalThis.lies) { say({ id: q.id, result: "unsupported" }); continue; } ${body} }
`,
  );
  return `${process.execPath} ${file}`;
};
const verify = async (body: string, ...more: string[]) => await cli(["vectors", "verify", "--only", "header/**", "--cmd", implementation(body), "--json", ...more]);

const RIGHT = `
  const say2 = (result, output) => say({ id: q.id, result, output });
  if (q.operation === "header.encode") { say2("valid", { header: Buffer.from(JSON.stringify(q.input.message)).toString("base64") }); continue; }
  try {
    if (q.input.values.length !== 1 || !/^(?:[A-Za-z0-9+/]{4})+$|^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/.test(q.input.values[0])) throw new Error("base64");
    const m = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(q.input.values[0], "base64")));
    if (typeof m !== "object" || m === null || Array.isArray(m)) throw new Error("object");
    say2("valid", m);
  } catch { say2("invalid"); }`;

describe("an implementation", () => {
  it("that is right ends with 0", async () => {
    const { code, stdout } = await verify(RIGHT);
    expect(JSON.parse(stdout)).toMatchObject({ counts: { fail: 0, notReached: 0, unsupported: 0 }, flags: [] });
    expect(code).toBe(0);
  });

  it("that refuses everything gets no refusal counted", async () => {
    const { code, stdout } = await verify('say({ id: q.id, result: "invalid" });');
    expect((JSON.parse(stdout) as { counts: { pass: number } }).counts.pass).toBe(0);
    expect(code).toBe(1);
  });

  it("that accepts everything without saying what it read gets nothing", async () => {
    const { code, stdout } = await verify('say({ id: q.id, result: "valid" });');
    expect((JSON.parse(stdout) as { counts: { pass: number } }).counts.pass).toBe(0);
    expect(code).toBe(1);
  });

  it("with one error is told its kind and nothing else", async () => {
    const { code, stdout } = await verify(RIGHT.replace('toString("base64") }', 'toString("base64url") }'));
    const { flags } = JSON.parse(stdout) as { flags: { bugClass: string; failed: { id: string }[] }[] };
    expect(new Set(flags.map(({ bugClass }) => bugClass))).toEqual(new Set(["base64-url-alphabet", "base64-padding", "base64-bytes-as-characters", "base64-line-wrapped"]));
    expect(flags.flatMap(({ failed }) => failed).every(({ id }) => id.startsWith("header/encode/"))).toBe(true);
    expect(code).toBe(1);
  });

  it("that implements nothing is not green", async () => {
    const { code, stderr } = await verify('say({ id: q.id, result: "unsupported" });');
    expect(stderr).toMatch(/answered none[\s\S]*nothing-answered/);
    expect(code).toBe(3);
  });

  it.each([
    ["ends", "process.exit(7);", /ended before it had answered everything.*exit code 7/s, "exited"],
    ["says something that is not JSON", 'console.log("hello");', /not JSON.*hello/s, "protocol"],
    ["says something that is no answer", 'say({ id: q.id, result: "yes" });', /no answer/, "protocol"],
    ["answers what nobody asked", 'say({ id: "other", result: "valid" });', /not being asked/, "protocol"],
    ["answers twice", 'say({ id: q.id, result: "unsupported" }); say({ id: q.id, result: "unsupported" });', /not being asked/, "protocol"],
    ["floods", 'process.stdout.write("x".repeat(3 << 20));', /flooded/, "flood"],
  ])("that %s is stopped with a clear error and keeps what it answered", async (_, body, message, reason) => {
    const { code, stderr, stdout } = await verify(`if (asked > 5) { ${body} continue; } ${RIGHT}`);
    expect(stderr).toMatch(message);
    const result = JSON.parse(stdout) as { counts: { pass: number; unsupported: number }; error: { code: string } };
    expect(result.error.code).toBe(reason);
    expect(result.counts.unsupported).toBeGreaterThan(100);
    expect(code).toBe(3);
  });

  it("that hangs is stopped", async () => {
    const { code, stderr } = await verify("", "--timeout", "1");
    expect(stderr).toMatch(/did not answer within 1 s.*questions unanswered/s);
    expect(code).toBe(3);
  });

  it("that claims operations that do not exist is not listened to", async () => {
    const file = implementation('say({ id: q.id, result: "valid" });').split(" ")[1] ?? "";
    const { code, stderr } = await cli(["vectors", "verify", "--cmd", `${process.execPath} --import data:text/javascript,globalThis.lies=true ${file}`]);
    expect(stderr).toMatch(/operation that does not exist/);
    expect(code).toBe(3);
  });
});

describe("wrong input", () => {
  it.each([
    [["--cmd", "no-such-command-at-all"], /no-such-command-at-all.*not found/],
    [["--cmd", "cat", "--only", "haeder/**"], /no vector "haeder/],
    [["--cmd", "cat", "--flag", "UrlSafeBase46"], /no flag.*Did you mean "UrlSafeBase64"/s],
    [[], /--cmd/],
  ])("%j", async (argv, message) => {
    const { code, stderr } = await cli(["vectors", "verify", ...argv]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

it("selects by kind of error, with the valid halves", async () => {
  const { stdout } = await verify(RIGHT, "--flag", "lenient-json");
  const { vectors, counts } = JSON.parse(stdout) as { vectors: number; counts: { pass: number; open: number } };
  expect(counts.pass + counts.open).toBe(vectors);
  expect(counts.pass).toBeGreaterThan(counts.open);
  expect(vectors).toBeGreaterThan(8);
  expect(vectors).toBeLessThan(60);
});

it("shows people what went wrong", async () => {
  const { stdout } = await cli(["vectors", "verify", "--only", "header/encode", "--cmd", implementation(`say({ id: q.id, result: "valid", output: { header: "\\u001b[31mred" } });`)]);
  expect(stdout).toMatch(/✗ header\/encode .*wrong[\s\S]*base64-url-alphabet[\s\S]*Effect: /);
  expect(stdout).not.toContain("\u001b");
});

describe("copy", () => {
  it("writes what is needed to use the vectors without us", async () => {
    const { code, cwd, stderr } = await cli(["vectors", "copy", "here"]);
    expect(code, stderr).toBe(0);
    expect(readdirSync(join(cwd, "here"))).toEqual(expect.arrayContaining(["README.md", "consumers", "data", "operations", "vectors.schema.json"]));
  });

  it("leaves a folder alone that is in use", async () => {
    const { code, stderr } = await cli(["vectors", "copy", tmpdir()]);
    expect(stderr).toMatch(/is not empty/);
    expect(code).toBe(2);
  });
});
