import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { startEvmNode } from "./node.ts";

/** A program that starts a node, tells where it is, and then does as the test wants. */
const program = `
  import { startEvmNode } from ${JSON.stringify(new URL("./node.ts", import.meta.url).href)};
  const node = await startEvmNode();
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

describe("no process is left", () => {
  test("after stop", async () => {
    const node = await startEvmNode();
    await node.stop();
    expect(isRunning(node.pid)).toBe(false);
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

/** Linux only; elsewhere the test falls back to killing the node itself. */
function parentOf(pid: number): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const match = /\) \S (\d+) /.exec(readFileSync(stat, "utf8"));
  return match === null ? undefined : Number(match[1]);
}
