import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Results } from "../../reports/results.ts";
import { cli, ROOT, runCommand } from "./command.ts";

/** Targets and surroundings that misbehave: one clear sentence, the right exit code, results kept, no process left. */

const CAPABILITIES = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["upstream", "facilitator", "instances", "routes"] };

/** A folder with a target whose adapter is the given script. The marker tells its processes from all others. */
const target = (script: string, manifest: Record<string, unknown> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "x402-trouble-"));
  writeFileSync(join(folder, "adapter.mjs"), script);
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ name: "trouble", role: "server", connect: `cmd:${process.execPath} ${join(folder, "adapter.mjs")}`, capabilities: CAPABILITIES, timeouts: { ready: 2, case: 2, stop: 1 }, ...manifest }));
  return folder;
};
const results = (folder: string): Results => JSON.parse(readFileSync(join(folder, "out", "results.json"), "utf8")) as Results;
const judge = (folder: string, more: readonly string[] = [], options: Parameters<typeof cli>[1] = {}) => cli(["run", folder, "--only", "http", "--out", join(folder, "out"), "--format", "agent", ...more], { cwd: folder, ...options });

/** Processes whose command line contains the text. */
const processes = (text: string): string[] =>
  readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(text) && !line.includes("cli/bin") ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });

const ADAPTER = (body: string): string => `
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import { connect } from "node:net";
const capabilities = ${JSON.stringify(CAPABILITIES)};
const say = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, op, config } = JSON.parse(line);
  if (op === "hello") return say({ id, ok: true, result: { name: "trouble", version: "1", role: "server", capabilities } });
  if (op === "start" && config.routes.some(({ path }) => path.startsWith("/x402"))) {
    ${body}
  }
  say({ id, ok: false, error: { code: "unsupported", message: op } });
}).on("close", () => process.exit(0));
`;
const LISTEN = (handler: string): string => `const server = createServer(${handler}); server.listen(0, "127.0.0.1", () => say({ id, ok: true, result: { url: "http://127.0.0.1:" + server.address().port } })); return;`;

describe("a target that", () => {
  test.each([
    ["does not exist", "", { connect: "cmd:no-such-program-402" }, 2, /no-such-program-402/],
    ["exits at once", "process.exit(7)", {}, 3, /exit(ed)?.* 7|code 7/i],
    ["never becomes ready", "setInterval(() => {}, 1000)", {}, 3, /did not|never|2 s/i],
    ["floods stdout", 'const line = "x".repeat(65536); const pump = () => { while (process.stdout.write(line)); process.stdout.once("drain", pump); }; pump();', {}, 3, /line|MiB|flood|stdout/i],
    ["prints no JSON", 'console.log("Server listening"); setInterval(() => {}, 1000)', {}, 3, /Server listening/],
    ["answers gigabytes", ADAPTER(LISTEN('(request, response) => { const chunk = Buffer.alloc(1 << 20, 120); const pump = () => { while (!response.destroyed && response.write(chunk)); }; response.on("drain", pump); response.on("error", () => {}); pump(); }')), {}, 3, /notReached=[1-9]/],
    ["closes in mid-header", ADAPTER(LISTEN('(request) => request.socket.end("HTTP/1.1 402 Payment Requ")')), {}, 3, /notReached=[1-9]/],
    ["hangs on every request", ADAPTER(LISTEN("() => {}")), {}, 3, /did not complete within 2 s/],
    ["ends in mid-run", ADAPTER(LISTEN("() => process.exit(9)")), {}, 3, /ended by itself|code 9/],
  ])("%s", async (_name, script, manifest, code, message) => {
    const folder = target(script, manifest);
    const ran = await judge(folder);
    expect(`${ran.stderr}${ran.stdout}`).toMatch(message);
    expect(ran.code, ran.stderr).toBe(code);
    const { header, verdicts } = results(folder);
    expect(header.executed).toBe(header.planned);
    expect(verdicts.filter(({ verdict }) => verdict === "pass")).toEqual([]);
    expect(processes(folder)).toEqual([]);
  });
});

test("a target that declares nothing the suite plays is not judged, and the run is not green", async () => {
  // A manifest that declares nothing else is refused before anything runs; this adapter can do less than its manifest says.
  const capabilities = { ...CAPABILITIES, networks: ["eip155:84532", "eip155:8453"] };
  const folder = target(ADAPTER("").replace(JSON.stringify(CAPABILITIES), JSON.stringify({ ...CAPABILITIES, networks: ["eip155:8453"] })), { capabilities });
  const ran = await judge(folder);
  expect(ran.stderr).toMatch(/incomplete: trouble: nothing was judged, all \d+ checks are unsupported: .*eip155:8453.*this run plays exact on eip155:84532/);
  expect(ran.code, ran.stderr).toBe(3);
});

/** The chain that belongs to one command: anvil's parent is the supervisor, whose parent is the command. */
const chainOf = (pid: number): number | undefined => {
  const parentOf = (id: string): string | undefined => /^[0-9]+ \(.*\) . ([0-9]+)/s.exec(readFileSync(`/proc/${id}/stat`, "utf8"))?.[1];
  for (const line of processes("anvil")) {
    const [id = ""] = line.split(" ");
    if (!/bin\/anvil/.test(line.split(" ")[1] ?? "")) continue;
    try {
      for (let parent = parentOf(id); parent !== undefined && parent !== "0" && parent !== "1"; parent = parentOf(parent)) if (parent === String(pid)) return Number(id);
    } catch {
      continue;
    }
  }
  return undefined;
};

test("a chain that dies in mid-run is a harness error, never the target's failure", async () => {
  const folder = mkdtempSync(join(tmpdir(), "x402-trouble-"));
  let killed = false;
  const ran = await cli(["run", "reference-facilitator", "--out", join(folder, "out"), "--format", "agent", "--verbose", "--jobs", "1"], {
    onOutput(text, { pid }) {
      if (killed || !/facilitator\/.*completed/.test(text)) return;
      const chain = chainOf(pid);
      if (chain === undefined) return;
      killed = true;
      process.kill(chain, "SIGKILL");
    },
  });
  expect(killed).toBe(true);
  expect(ran.stdout + ran.stderr).toMatch(/anvil\) ended in mid-run/);
  expect(ran.code, ran.stderr).toBe(3);
  const { verdicts } = results(folder);
  expect(verdicts.some(({ verdict }) => verdict === "harnessError")).toBe(true);
  expect(verdicts.filter(({ verdict }) => verdict === "fail")).toEqual([]);
});

test("Ctrl-C keeps what was judged and leaves no chain behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "x402-trouble-"));
  let chain: number | undefined;
  const ran = await cli(["run", "reference-facilitator", "--out", join(folder, "out"), "--format", "agent", "--verbose", "--jobs", "1"], {
    onOutput(text, { kill, pid }) {
      if (chain !== undefined || !/facilitator\/.*completed/.test(text)) return;
      chain = chainOf(pid);
      kill("SIGINT");
    },
  });
  expect(ran.code, ran.stderr).toBe(3);
  expect(results(folder).header.incomplete.join()).toMatch(/stopped/);
  expect(chain).toBeDefined();
  expect(existsSync(`/proc/${chain}`)).toBe(false);
});

/** A command whose output goes into a program that reads little of it, and the command's own exit code. */
const piped = async (args: string, reader: string, folder: string) =>
  await runCommand({ command: "bash", args: ["-c", `"${process.execPath}" "${ROOT}harness/cli/bin.ts" ${args} 2> "${folder}/stderr" | ${reader}; echo "code \${PIPESTATUS[0]}"`] });

test("a reader that closes the pipe changes neither the exit code nor the files", async () => {
  const folder = target("process.exit(0)");
  const { stdout } = await piped(`run "${folder}" --out "${folder}/out"`, "head -1", folder);
  expect(stdout).toMatch(/^This run is incomplete\ncode 3\n$/);
  expect(readFileSync(join(folder, "stderr"), "utf8")).toMatch(/incomplete: trouble: the target ended by itself/);
  expect(results(folder).verdicts.length).toBeGreaterThan(100);
});

test("a list whose reader has seen enough ends", async () => {
  const { stdout } = await piped("list scenarios --json", "head -c 1", mkdtempSync(join(tmpdir(), "x402-trouble-")));
  expect(stdout).toBe("[code 0\n");
});

test("an output folder that vanishes in mid-run costs the files, not the verdicts", async () => {
  const out = join(mkdtempSync(join(tmpdir(), "x402-trouble-")), "out");
  const ran = await cli(["run", "reference-server", "--only", "http.402.*", "--out", out, "--format", "agent", "--verbose"], {
    onOutput: (text) => {
      if (/server\/.*completed/.test(text)) rmSync(out, { recursive: true, force: true });
    },
  });
  expect(ran.stdout).toMatch(/outcome=conforms/);
  expect(ran.stderr).toMatch(/results\.json could not be written.*another folder with --out/s);
  expect(ran.code).toBe(3);
});
