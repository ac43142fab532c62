// Starts a target that clings to life, tells its process ids, and waits to be killed.
import { connectTarget } from "../connect.ts";
import { testManifest } from "./manifests.ts";

const target = await connectTarget({
  manifest: testManifest({ connect: "cmd:node fake-adapter.mjs stubborn-family", timeouts: { ready: 20, case: 20, stop: 0.2 } }),
  signal: new AbortController().signal,
  onLog: (line) => process.stdout.write(`${line}\n`),
});
await target.hello();
process.stdout.write("ready\n");
