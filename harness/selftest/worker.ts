import { loadSuite } from "../suite.ts";
import { leave as leaveProcess } from "../tools/leave.ts";
import { createWorld } from "../world/world.ts";
import type { SelftestJob } from "./job.ts";
import { createMemory, runJob } from "./run-job.ts";

/** A self-test worker: one process, one chain, one job at a time. Its parent hands out the jobs. */
const [seed = "selftest"] = process.argv.slice(2);
const stop = new AbortController();
const suite = await loadSuite();
const world = await createWorld({ seed });
const memory = createMemory();

const leave = (): void => {
  stop.abort(new Error("the self-test was stopped"));
  void world.close().finally(() => leaveProcess({ code: 0 }));
};
process.on("disconnect", leave);
// The parent may have gone while all this was loaded.
if (!process.connected) leave();
process.on("SIGINT", () => undefined);
process.on("message", (message: { id: number; job: SelftestJob } | "end") => {
  if (message === "end") {
    process.disconnect();
    return;
  }
  void runJob({ job: message.job, suite, world, memory, signal: stop.signal }).then(
    (result) => process.send?.({ id: message.id, result }),
    (error: unknown) => process.send?.({ id: message.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.send?.({ ready: true });
