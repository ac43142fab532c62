#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before the rest is loaded, so that the rest is cached: a start costs a third of it from then on.
enableCompileCache();
const { processIo } = await import("./io.ts");
const { leave } = await import("../tools/leave.ts");
const { main } = await import("./main.ts");

const stop = new AbortController();
let asked = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    asked += 1;
    // The first asks the run to end and keep what it has; the second does not wait for that.
    if (asked > 1) process.exit(130);
    stop.abort(new Error(`stopped by ${signal}`));
  });
}
// A closed pipe (`| head`) is no error of ours.
for (const stream of [process.stdout, process.stderr]) stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));

leave({ code: await main({ argv: process.argv.slice(2), io: processIo({ signal: stop.signal }) }) });
