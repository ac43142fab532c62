import { randomInt } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { isRunning } from "../../testing/lifetime.ts";
import { programs } from "../wire/index.ts";
import { launchValidator } from "./launch.ts";
import type { LaunchOptions, RunningValidator } from "./launch.ts";
import { findPorts } from "./ports.ts";
import { healthy, writeFakeValidator } from "./testing/fake-validator.ts";
import type { FakeValidator } from "./testing/fake-validator.ts";

const treasury = "9aE476sH92Vz7DMPyq5WLPkrKWivxeuTKEFKd2sZZcde";
const made: FakeValidator[] = [];
const running: RunningValidator[] = [];

async function fake(code: string): Promise<FakeValidator> {
  const validator = await writeFakeValidator({ code });
  made.push(validator);
  return validator;
}

async function launch(validator: FakeValidator, options: Partial<LaunchOptions> = {}): Promise<RunningValidator> {
  const launched = await launchValidator({
    binary: { file: validator.file, version: "4.2.2" },
    treasury,
    accounts: [],
    temporaryFolder: validator.temporaryFolder,
    ...options,
  });
  running.push(launched);
  return launched;
}

/** Ledger folders that are there now. */
const folders = (validator: FakeValidator): readonly string[] => readdirSync(validator.temporaryFolder);
const pidIn = (validator: FakeValidator, name: string): number => Number(readFileSync(join(validator.folder, name), "utf8"));

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ process: { stop }, rpc }) => Promise.all([stop(), rpc.close()])));
  await Promise.all(made.splice(0).map((validator) => validator.remove()));
});

const writePid = `require("node:fs").writeFileSync(folder + "/pid", String(process.pid));`;

test("a validator that comes up: its own ports, its genesis, its version, and nothing left after stop", async () => {
  const validator = await fake(`${writePid} require("node:fs").writeFileSync(folder + "/args", JSON.stringify(process.argv)); ${healthy}`);
  const owner = programs.token;
  const mint = { address: "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU", lamports: 2n ** 63n, data: Uint8Array.of(1, 2, 3), owner };
  const launched = await launch(validator, { accounts: [mint] });
  expect(launched.version).toBe("4.2.2");
  expect(new URL(launched.wsUrl).port).toBe(`${Number(new URL(launched.rpcUrl).port) + 1}`);
  const args = JSON.parse(readFileSync(join(validator.folder, "args"), "utf8")) as readonly string[];
  expect(args[args.indexOf("--mint") + 1]).toBe(treasury);
  const file = readFileSync(join(launched.folder, "accounts", `${mint.address}.json`), "utf8");
  expect(file).toContain(`"lamports":${2n ** 63n},"data":["AQID","base64"],"owner":"${owner}"`);
  expect(file).toContain(`"rentEpoch":${2n ** 64n - 1n}`);
  expect(folders(validator)).toHaveLength(1);

  await launched.process.stop();
  expect(await launched.process.exited).toMatchObject({ expected: true });
  expect(isRunning(pidIn(validator, "pid"))).toBe(false);
  expect(folders(validator)).toEqual([]);
  await launched.process.stop();
});

test("two at a time do not meet", async () => {
  const [first, second] = [await fake(healthy), await fake(healthy)];
  const [a, b] = await Promise.all([launch(first), launch(second)]);
  expect(a.rpcUrl).not.toBe(b.rpcUrl);
});

describe("ends with a sentence, and leaves no process and no folder, where the validator", () => {
  test("dies at its start", async () => {
    const validator = await fake(`${writePid} console.log("Error: failed to start validator: no luck today"); process.exit(1);`);
    await expect(launch(validator)).rejects.toMatchObject({
      code: "svm.start-failed",
      message: expect.stringMatching(/exit code 1, last words: .*no luck today/),
    });
    expect(isRunning(pidIn(validator, "pid"))).toBe(false);
    expect(folders(validator)).toEqual([]);
  });

  test("dies by a signal", async () => {
    const validator = await fake(`process.kill(process.pid, "SIGKILL");`);
    await expect(launch(validator)).rejects.toMatchObject({ code: "svm.start-failed", message: expect.stringContaining("SIGKILL, no output") });
    expect(folders(validator)).toEqual([]);
  });

  test("is never healthy", async () => {
    const validator = await fake(`${writePid} globalThis.moreMethods = { getHealth: () => "behind" }; console.log("Initializing..."); ${healthy}`);
    await expect(launch(validator, { startTimeoutMs: 1_500 })).rejects.toMatchObject({ code: "svm.validator-unhealthy", message: expect.stringContaining("last words: Initializing...") });
    expect(isRunning(pidIn(validator, "pid"))).toBe(false);
    expect(folders(validator)).toEqual([]);
  });

  test("says it is healthy and makes no blocks", async () => {
    const validator = await fake(`globalThis.moreMethods = { getSlot: () => 0 }; ${healthy}`);
    await expect(launch(validator, { startTimeoutMs: 1_500 })).rejects.toMatchObject({ code: "svm.validator-unhealthy" });
  });

  test("never listens, and ignores being asked to end", async () => {
    const validator = await fake(`${writePid} process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1e6);`);
    await expect(launch(validator, { startTimeoutMs: 500 })).rejects.toMatchObject({ code: "svm.validator-unhealthy" });
    expect(isRunning(pidIn(validator, "pid"))).toBe(false);
    expect(folders(validator)).toEqual([]);
  });

  test("is another one: a stranger answers on its port", async () => {
    const validator = await fake(`globalThis.moreMethods = { getBalance: () => ({ context: { slot: 1 }, value: 5 }) }; ${healthy}`);
    await expect(launch(validator, { startTimeoutMs: 1_500 })).rejects.toMatchObject({ code: "svm.validator-unhealthy" });
  });

  test("cannot be run any more", async () => {
    const validator = await fake("");
    await expect(launch(validator, { binary: { file: join(validator.folder, "gone"), version: "4.2.2" } })).rejects.toMatchObject({
      code: "svm.start-failed",
      message: expect.stringContaining("ENOENT"),
    });
    expect(folders(validator)).toEqual([]);
  });

  test("is no longer wanted", async () => {
    const validator = await fake(`${writePid} setInterval(() => undefined, 1e6);`);
    const controller = new AbortController();
    const launching = launch(validator, { signal: controller.signal });
    await expect.poll(() => readdirSync(validator.folder)).toContain("pid");
    controller.abort();
    await expect(launching).rejects.toMatchObject({ code: "svm.aborted" });
    expect(isRunning(pidIn(validator, "pid"))).toBe(false);
    expect(folders(validator)).toEqual([]);
  });
});

describe("a port that somebody else was faster to take", () => {
  const meets = (times: number): string => `
    const fs = require("node:fs");
    fs.appendFileSync(folder + "/tries", "x");
    if (fs.readFileSync(folder + "/tries", "utf8").length <= ${times}) {
      console.error("thread 'main' panicked: gossip_addr bind_to port 20003: Address already in use (os error 98)");
      process.exit(101);
    }
  `;

  test("is met with other ports", async () => {
    const validator = await fake(`${meets(2)} ${healthy}`);
    const asked: number[] = [];
    const ports = async () => {
      const found = await findPorts();
      asked.push(found.rpc);
      return found;
    };
    const launched = await launch(validator, { ports });
    expect(asked).toHaveLength(3);
    expect(new URL(launched.rpcUrl).port).toBe(`${asked[2]}`);
    expect(folders(validator)).toHaveLength(1);
  });

  test("is told when it happens again and again", async () => {
    const validator = await fake(`${meets(99)} ${healthy}`);
    await expect(launch(validator)).rejects.toMatchObject({ code: "svm.port-taken", message: expect.stringContaining("os error 98") });
    expect(folders(validator)).toEqual([]);
  });

  test("is passed over when ports are looked for", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { readonly port: number };
    // The first block has the port in it; where the others lie is left to chance, for other tests hold ports too.
    const offered = [port - 3];
    const { rpc, ws } = await findPorts({ random: (from, to) => offered.shift() ?? randomInt(from, to) });
    expect(rpc).not.toBe(port - 3);
    expect(ws).toBe(rpc + 1);
    server.close();
  });
});

test("a death in mid-run is told with the last words, and leaves no folder", async () => {
  const validator = await fake(healthy);
  const { process: { exited }, rpc } = await launch(validator);
  await rpc.attempt({ method: "exit", params: [7] }).catch(() => undefined);
  expect(await exited).toMatchObject({ expected: false, code: 7, logs: expect.arrayContaining(["thread 'main' panicked at the disco"]) });
  expect(folders(validator)).toEqual([]);
  await expect(rpc.call("getSlot")).rejects.toMatchObject({ code: "svm.rpc-unreachable" });
});

test("a kill from outside is a death in mid-run", async () => {
  const validator = await fake(`${writePid} ${healthy}`);
  const { process: { exited, pid } } = await launch(validator);
  expect(pid()).toBe(pidIn(validator, "pid"));
  process.kill(pidIn(validator, "pid"), "SIGKILL");
  expect(await exited).toMatchObject({ expected: false, signal: "SIGKILL" });
});

test("a flood of output is read, kept short, and does not hold the validator up", async () => {
  const validator = await fake(`
    let written = 0;
    const flood = () => { while (written++ < 3e5 && process.stdout.write("[WARN  solana_metrics] datapoint " + written + "\\n")); if (written < 3e5) process.stdout.once("drain", flood); else console.log("dry"); };
    flood();
    ${healthy}
  `);
  const { process: { logs, stop, exited } } = await launch(validator);
  await expect.poll(() => logs().join("\n")).toContain("dry");
  expect(logs().length).toBeLessThanOrEqual(20);
  await stop();
  expect(await exited).toMatchObject({ expected: true });
});

test.each(["stops", "dies"])("what a validator leaves behind ends when it %s, also what ignores being asked to", async (how) => {
  const validator = await fake(`
    const code = "process.on('SIGTERM', () => undefined); process.on('SIGHUP', () => undefined); setInterval(() => undefined, 1e6)";
    const child = require("node:child_process").spawn(process.execPath, ["--eval", code], { stdio: "inherit" });
    require("node:fs").writeFileSync(folder + "/child", String(child.pid));
    ${healthy}
  `);
  const { process: { stop, exited }, rpc } = await launch(validator);
  const child = pidIn(validator, "child");
  expect(isRunning(child)).toBe(true);
  if (how === "stops") await stop();
  else await rpc.attempt({ method: "exit", params: [1] }).catch(() => undefined);
  await exited;
  await expect.poll(() => isRunning(child)).toBe(false);
  expect(folders(validator)).toEqual([]);
});

/** A program that launches a fake, tells its process and folder, and then does as the test wants. */
const program = (validator: FakeValidator): string => `
  import { launchValidator } from ${JSON.stringify(new URL("./launch.ts", import.meta.url).href)};
  const launched = await launchValidator({ binary: { file: ${JSON.stringify(validator.file)}, version: "4.2.2" }, treasury: "${treasury}", accounts: [], temporaryFolder: ${JSON.stringify(validator.temporaryFolder)} });
  console.log(launched.process.pid());
  process.stdin.once("data", async (order) => {
    const orders = { exit: () => process.exit(3), crash: () => { throw new Error("a bug in the program"); } };
    process.stdin.destroy();
    await orders[String(order)]();
  });
`;

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "exit", "crash"])("nothing is left after the program's own end: %s", async (end) => {
  const validator = await fake(healthy);
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program(validator)], { stdio: ["pipe", "pipe", "ignore"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const gone = once(child, "exit");
  if (end.startsWith("SIG")) child.kill(end as NodeJS.Signals);
  else child.stdin.write(end);
  await gone;
  await expect.poll(() => isRunning(Number(line))).toBe(false);
  await expect.poll(() => folders(validator)).toEqual([]);
});

test("nothing is left after the supervisor alone was killed", async () => {
  const validator = await fake(`require("node:fs").writeFileSync(folder + "/supervisor", String(process.ppid)); ${writePid} ${healthy}`);
  const { process: { exited } } = await launch(validator);
  process.kill(pidIn(validator, "supervisor"), "SIGKILL");
  expect(await exited).toMatchObject({ expected: false });
  await expect.poll(() => isRunning(pidIn(validator, "pid"))).toBe(false);
  expect(folders(validator)).toEqual([]);
});
