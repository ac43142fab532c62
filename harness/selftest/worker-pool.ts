import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SelftestJob, SelftestJobResult } from "./job.ts";

/** Worker processes that run self-test jobs side by side, each with a chain of its own. */
export interface WorkerPool {
  run(job: SelftestJob): Promise<SelftestJobResult>;
  close(): Promise<void>;
}

type Reply = { readonly ready: true } | { readonly id: number; readonly result: SelftestJobResult } | { readonly id: number; readonly error: string };

interface Waiting {
  readonly job: SelftestJob;
  readonly resolve: (result: SelftestJobResult) => void;
  readonly reject: (error: Error) => void;
}

export function createWorkerPool(options: { size: number; seed: string }): WorkerPool {
  const file = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url));
  const queue: Waiting[] = [];
  const idle: ChildProcess[] = [];
  const busy = new Map<ChildProcess, Waiting>();
  const workers: ChildProcess[] = [];
  let next = 0;

  const feed = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const worker = idle.pop() as ChildProcess;
      const waiting = queue.shift() as Waiting;
      busy.set(worker, waiting);
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
    run: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        feed();
      }),
    async close() {
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((resolve) => {
              worker.once("exit", () => resolve());
              if (worker.connected) worker.disconnect();
            }),
        ),
      );
    },
  };
}
