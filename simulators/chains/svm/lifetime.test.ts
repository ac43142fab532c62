import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { connectionLost, isRunning, startProgram } from "../testing/lifetime.ts";
import type { StartedProgram } from "../testing/lifetime.ts";
import { svm } from "./index.ts";
import { startNodeProcess } from "./process.ts";

const start = (): Promise<StartedProgram> =>
  startProgram({
    imports: `import { startNodeProcess } from ${JSON.stringify(new URL("./process.ts", import.meta.url).href)};`,
    start: `startNodeProcess({ settings: { port: 0, seed: "lifetime.test" } })`,
  });

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
    const { child, pid, port } = await start();
    const lost = connectionLost(port);
    child.kill(signal);
    await lost;
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test.each(["stop", "exit", "crash", "reject"])("after the program's own end: %s", async (order) => {
    const { child, pid, port } = await start();
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
