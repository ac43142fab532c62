#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before the rest is loaded, so that the rest is cached: a start costs a third of it from then on.
enableCompileCache();
const { processIo } = await import("./io.ts");
const { EXIT } = await import("../runner/exit-code.ts");
const { leave } = await import("../tools/leave.ts");
const { main } = await import("./main.ts");

const stop = new AbortController();
let asked = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  const heard = (): void => {
    asked += 1;
    // The first asks the run to end and keep what it has.
    if (asked === 1) return stop.abort(new Error(`stopped by ${signal}`));
    // The second does not wait for that, nor for `process.exit`, which may hang, see `leave`.
    process.off(signal, heard);
    process.kill(process.pid, signal);
  };
  process.on(signal, heard);
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) changes neither what is judged nor what that comes to: io stops writing.
    if (error.code === "EPIPE") return;
    // What a full disk did not take nobody may think complete. Told late, often only after the code was set.
    process.once("exit", (code) => {
      if (code === EXIT.ok) process.exitCode = EXIT.incomplete;
    });
  });
}

leave({ code: await main({ argv: process.argv.slice(2), io: processIo({ signal: stop.signal }) }) });
