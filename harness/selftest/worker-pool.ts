import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SelftestJob, SelftestJobResult } from "./job.ts";

/** Worker processes that run self-test jobs side by side, each with a chain of its own. */
export interface WorkerPool {
  /**
   * @param options.weight the heaviest job waiting goes first; yet a worker stays with the role it knows
   *   while there is work of it, and is spared learning another
   */
  run(job: SelftestJob, options: { readonly weight: number }): Promise<SelftestJobResult>;
  close(): Promise<void>;
}

type Reply = { readonly ready: true } | { readonly id: number; readonly result: SelftestJobResult } | { readonly id: number; readonly error: string };

interface Waiting {
  readonly job: SelftestJob;
  readonly weight: number;
  readonly resolve: (result: SelftestJobResult) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds a worker has for its end. */
const PATIENCE = 30_000;

export function createWorkerPool(options: { size: number; seed: string }): WorkerPool {
  const file = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url));
  const queue: Waiting[] = [];
  const idle: ChildProcess[] = [];
  const busy = new Map<ChildProcess, Waiting>();
  const workers: ChildProcess[] = [];
  const roles = new Map<ChildProcess, string>();
  let next = 0;

  const feed = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const worker = idle.shift() as ChildProcess;
      const known = queue.findIndex(({ job }) => job.role === roles.get(worker));
      const [waiting] = queue.splice(Math.max(known, 0), 1) as [Waiting];
      busy.set(worker, waiting);
      roles.set(worker, waiting.job.role);
      worker.send({ id: next++, job: waiting.job });
    }
  };
  for (let index = 0; index < options.size; index += 1) {
    const worker = fork(file, [`${options.seed}-${index}`], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    workers.push(worker);
    worker.on("message", (reply: Reply) => {
      const waiting = busy.get(worker);
      busy.delete(worker);
      if ("result" in reply) waiting?.resolve(reply.result);
      else if ("error" in reply) waiting?.reject(new Error(`self-test worker: ${reply.error}`));
      idle.push(worker);
      feed();
    });
    worker.on("exit", (code) => {
      busy.get(worker)?.reject(new Error(`a self-test worker ended with code ${code} in mid-job`));
      busy.delete(worker);
      workers.splice(workers.indexOf(worker), 1);
      if (workers.length === 0) for (const waiting of queue.splice(0)) waiting.reject(new Error("no self-test worker is left"));
    });
  }
  return {
    run: (job, { weight }) =>
      new Promise((resolve, reject) => {
        const lighter = queue.findIndex((waiting) => waiting.weight < weight);
        queue.splice(lighter === -1 ? queue.length : lighter, 0, { job, weight, resolve, reject });
        feed();
      }),
    async close() {
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((resolve) => {
              // All it had to say is said: one that does not find its end is ended.
              const force = setTimeout(() => worker.kill("SIGKILL"), PATIENCE);
              worker.once("exit", () => {
                clearTimeout(force);
                resolve();
              });
              if (worker.connected) worker.disconnect();
            }),
        ),
      );
    },
  };
}
