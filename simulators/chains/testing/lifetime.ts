import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** What the lifetime tests of every chain's node do with programs and processes. */

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/**
 * Starts a program that starts a node, tells where it is, and then does as the test writes to its standard input.
 *
 * @param options.imports what the program needs for `start`
 * @param options.start an expression for the node: awaited, with `pid`, `port` and `stop()`
 */
export async function startProgram({ imports, start }: { readonly imports: string; readonly start: string }): Promise<StartedProgram> {
  const program = `
    ${imports}
    const node = await ${start};
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
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["pipe", "pipe", "ignore"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, ...(JSON.parse(line) as { pid: number; port: number }) };
}

/**
 * Ends when the listener on the port is gone: the kernel tells, no waiting by the clock. A reset or a refusal tells it as
 * well as an orderly end does, so neither is an error here.
 */
export async function connectionLost(port: number): Promise<void> {
  await new Promise<void>((resolve) => {
    connect(port, "127.0.0.1")
      .on("error", () => undefined)
      .once("close", () => resolve());
  });
}

/** A process that nobody has collected yet (a zombie) is gone all the same. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = statOf(pid);
  return stat === undefined ? process.platform !== "linux" : !/\) Z /.test(stat);
}

/** Linux only; undefined elsewhere. */
export function parentOf(pid: number): number | undefined {
  const parent = /\) \S (\d+) /.exec(statOf(pid) ?? "")?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Asked in one step, since the process may end between a look and a read. */
function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}
