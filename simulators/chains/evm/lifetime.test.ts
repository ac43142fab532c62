import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { connectionLost, isRunning, parentOf, startProgram } from "../testing/lifetime.ts";
import type { StartedProgram } from "../testing/lifetime.ts";
import { startEvmNode } from "./node.ts";

const start = (): Promise<StartedProgram> =>
  startProgram({ imports: `import { startEvmNode } from ${JSON.stringify(new URL("./node.ts", import.meta.url).href)};`, start: "startEvmNode()" });

describe("no process is left", () => {
  test("after stop", async () => {
    const node = await startEvmNode();
    await node.stop();
    expect(isRunning(node.pid)).toBe(false);
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

  test("after the supervisor alone was killed", async () => {
    const node = await startEvmNode();
    const supervisor = parentOf(node.pid);
    if (supervisor !== undefined) process.kill(supervisor, "SIGKILL");
    else process.kill(node.pid, "SIGKILL");
    expect(await node.exited).toMatchObject({ expected: false });
    await expect.poll(() => isRunning(node.pid)).toBe(false);
    await node.stop();
  });
});
