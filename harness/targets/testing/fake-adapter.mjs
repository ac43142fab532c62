// A client target that behaves as its argument says, for the drivers' tests.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [behaviour = "honest"] = process.argv.slice(2);
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const capabilities = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["request", "instances"] };
const hello = { name: "fake", version: "1.2.3", role: "client", capabilities };
const response = (text) => ({ outcome: "response", status: 200, headers: [["x-a", "1"]], body: Buffer.from(text).toString("base64") });
const started = new Set();
const held = [];

if (behaviour === "exits-early") {
  process.stderr.write("no such module: quux\n");
  process.exit(3);
}
if (behaviour === "long-line") process.stdout.write("x".repeat(2 << 20));
if (behaviour === "flood") {
  const line = `${" ".repeat((1 << 20) - 1)}\n`;
  const more = () => process.stdout.write(line, more);
  more();
}
if (behaviour === "not-json") console.log("\u001b[1mListening\u001b[0m on port 4021");
if (behaviour === "stubborn" || behaviour === "stubborn-family") {
  process.on("SIGTERM", () => undefined);
  setInterval(() => undefined, 1_000);
  if (behaviour === "stubborn-family") {
    const child = spawn(process.execPath, [process.argv[1], "stubborn"], { stdio: ["ignore", "inherit", "inherit"] });
    process.stderr.write(`child ${child.pid}\n`);
  }
}

const ops = {
  hello: () => (behaviour === "bad-hello" ? { name: "fake" } : behaviour === "server" ? { ...hello, role: "server" } : hello),
  start: ({ instance }) => void started.add(instance),
  async fetch({ instance, request }) {
    if (behaviour === "crashes") process.kill(process.pid, "SIGABRT");
    if (behaviour === "hangs") await new Promise(() => undefined);
    if (behaviour !== "liar-fetch" && !started.has(instance)) throw new Error(`no instance ${instance}`);
    if (behaviour === "reorders" && request.url.endsWith("/first")) await new Promise((resolve) => held.push(resolve));
    if (request.url.endsWith("/second")) setImmediate(() => held.forEach((release) => release()));
    return response(request.url);
  },
  reset: () => undefined,
  stop: ({ instance }) => void (instance === undefined ? started.clear() : started.delete(instance)),
};

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, op, ...rest } = JSON.parse(line);
  if (behaviour === "mute" || behaviour === "flood") return;
  if (behaviour === "unasked") return say({ id: id + 41, ok: true, result: hello });
  try {
    if (ops[op] === undefined && behaviour !== "liar-op") return say({ id, ok: false, error: { code: "unsupported", message: `unknown op ${op}` } });
    say({ id, ok: true, result: (await ops[op]?.(rest)) ?? {} });
    if (behaviour === "twice") say({ id, ok: true, result: hello });
  } catch (error) {
    say({ id, ok: false, error: { code: "failed", message: error.message } });
  }
});
