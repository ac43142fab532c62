import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { svm } from "./index.ts";
import { startNodeProcess } from "./process.ts";

/** A program that starts a node, tells where it is, and then does as the test wants. */
const program = `
  import { startNodeProcess } from ${JSON.stringify(new URL("./process.ts", import.meta.url).href)};
  const node = await startNodeProcess({ settings: { port: 0, seed: "lifetime.test" } });
  console.log(JSON.stringify({ pid: node.pid, port: node.port }));
  process.stdin.once("data", async (order) => {
    const orders = {
      stop: () => node.stop(),
      exit: () => process.exit(3),
      crash: () => { throw new Error("a bug in the program"); },
      reject: () => Promise.reject(new Error("a bug in the program")),
    };
    process.stdin.destroy();
    await orders[String(order)]();
  });
`;

async function startProgram(): Promise<{ readonly child: ChildProcess; readonly pid: number; readonly port: number }> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["pipe", "pipe", "ignore"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, ...(JSON.parse(line) as { pid: number; port: number }) };
}

/** Ends when the listener on the port is gone: the kernel tells, no waiting by the clock. */
async function connectionLost(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "close");
}

/** A process that nobody has collected yet (a zombie) is gone all the same. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}

const settings = { port: 0, seed: "lifetime.test" };

describe("no process is left", () => {
  test("after stop, however often", async () => {
    const node = await startNodeProcess({ settings });
    await Promise.all([node.stop(), node.stop()]);
    await node.stop();
    expect(isRunning(node.pid)).toBe(false);
    expect(await node.exited).toMatchObject({ expected: true });
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)("after %s to the program", async (signal) => {
    const { child, pid, port } = await startProgram();
    const lost = connectionLost(port);
    child.kill(signal);
    await lost;
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test.each(["stop", "exit", "crash", "reject"])("after the program's own end: %s", async (order) => {
    const { child, pid, port } = await startProgram();
    const lost = connectionLost(port);
    const exited = once(child, "exit");
    child.stdin?.write(order);
    await Promise.all([lost, exited]);
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(child.exitCode).toBe({ stop: 0, exit: 3 }[order] ?? 1);
  });

  test("after the caller's signal, before it has started and later", async () => {
    await expect(startNodeProcess({ settings, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "svm.aborted" });
    const early = new AbortController();
    const starting = startNodeProcess({ settings, signal: early.signal });
    early.abort();
    await expect(starting).rejects.toMatchObject({ code: "svm.aborted" });
    const late = new AbortController();
    const node = await startNodeProcess({ settings, signal: late.signal });
    late.abort();
    expect(await node.exited).toMatchObject({ expected: true });
  });
});

test("a crash is told, once, with what killed it; calls fail, and stop still works", async () => {
  const chain = await svm.start({ seed: "lifetime.test", settings: {} });
  const told: string[] = [];
  const crash = new Promise<void>((resolve) => {
    chain.onCrash((reason) => {
      told.push(reason);
      resolve();
    });
  });
  const { pid } = (await chain.controls?.stats()) ?? { pid: 0 };
  process.kill(pid, "SIGABRT");
  await crash;
  expect(told).toEqual([expect.stringMatching(/^the local Solana chain \(litesvm 1\.5\.0\) ended in mid-run \(SIGABRT\)/)]);
  await expect(chain.position()).rejects.toMatchObject({ code: "svm.rpc-unreachable" });
  await chain.stop();
});

test.each([0, 1])("a taken port is said, also that of the websocket: +%i", async (offset) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(startNodeProcess({ settings: { ...settings, port: port - offset } })).rejects.toMatchObject({ code: "svm.port-taken", message: expect.stringContaining(String(port)) as string });
  other.close();
});

test("a kind of node that does not exist is said", async () => {
  await expect(svm.start({ seed: "x", settings: { svm: "devnet" } })).rejects.toMatchObject({ code: "svm.setting-unknown", message: expect.stringContaining('"devnet"') as string });
});
