import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isRunning } from "../../../simulators/chains/testing/lifetime.ts";
import type { Target } from "../target.ts";
import { failure, testContext, testManifest } from "../testing/manifests.ts";
import { driver } from "./cmd.ts";

const targets: Target[] = [];
afterEach(async () => {
  await Promise.all(targets.splice(0).map(async (target) => await target.stop()));
});

async function connect(behaviour: string, options: { ready?: number; case?: number; stop?: number } = {}): Promise<{ target: Target; context: ReturnType<typeof testContext> }> {
  const context = testContext();
  const manifest = testManifest({ connect: `cmd:node fake-adapter.mjs ${behaviour}`, timeouts: { ready: 20, case: 20, stop: 5, ...options } });
  const target = await driver.connect({ manifest, rest: manifest.connect.slice(4), context });
  targets.push(target);
  return { target, context };
}
const request = (path: string) => ({ url: `http://127.0.0.1:9/${path}`, method: "GET", headers: [] });
const config = { role: "client", chains: {} } as const;

describe("a target over cmd:", () => {
  test("is greeted, started, asked and stopped, and every message is told", async () => {
    const { target, context } = await connect("honest");
    expect((await target.hello()).version).toBe("1.2.3");
    expect(await target.start({ instance: "a", config })).toEqual({});
    expect(await target.fetch({ instance: "a", request: request("x"), wallets: {} })).toMatchObject({ outcome: "response", status: 200 });
    await target.reset({ instance: "a" });
    await target.stop({ instance: "a" });
    expect((await failure(() => target.fetch({ instance: "a", request: request("x"), wallets: {} }))).message).toContain("no instance a");
    expect(context.messages).toHaveLength(12);
  });

  test("may answer out of order", async () => {
    const { target } = await connect("reorders");
    await target.start({ instance: "a", config });
    const ended: string[] = [];
    await Promise.all(
      ["first", "second"].map(async (path) => {
        await target.fetch({ instance: "a", request: request(path), wallets: {} });
        ended.push(path);
      }),
    );
    expect(ended).toEqual(["second", "first"]);
  });

  test("refuses what it does not know", async () => {
    const { target } = await connect("honest");
    expect((await failure(async () => await target.probe?.({ op: "xyzzy" }))).code).toBe("unsupported");
  });

  test("goes on after a request was given up, whose late reply means nothing", async () => {
    const { target } = await connect("reorders");
    await target.start({ instance: "a", config });
    const giveUp = new AbortController();
    const first = failure(() => target.fetch({ instance: "a", request: request("first"), wallets: {}, signal: giveUp.signal }));
    giveUp.abort();
    expect((await first).code).toBe("aborted");
    await target.fetch({ instance: "a", request: request("second"), wallets: {} });
    expect((await target.hello()).name).toBe("fake");
  });
});

describe("what goes wrong is told with its code and what to do", () => {
  test.for([
    ["exits-early", "exited", /exit code 3.*no such module: quux/s],
    ["not-json", "protocol", /not JSON: expected one driver message per line, found "\\u001b\[1mListening\\u001b\[0m on port 4021"\. Print free text to stderr/],
    ["long-line", "flood", /a line of more than 1048576 bytes/],
    ["flood", "flood", /more than 67108864 bytes/],
    ["unasked", "protocol", /request 42 that was not asked/],
    ["bad-hello", "protocol", /hello result does not fit.*required property 'version'/],
  ] as const)("%s: %s", async ([behaviour, code, message]) => {
    const { target } = await connect(behaviour);
    const found = await failure(() => target.hello());
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
  });

  test("twice: an answer too many ends the target", async () => {
    const { target } = await connect("twice");
    await target.hello();
    await expect.poll(async () => (await failure(() => target.hello())).message).toContain("answered twice");
  });

  test("mute: never ready", async () => {
    const { target } = await connect("mute", { ready: 0.05, stop: 0.05 });
    expect(await failure(() => target.hello())).toMatchObject({ code: "never-ready", message: expect.stringContaining('"timeouts.ready"') as string });
  });

  test("hangs: a case that takes too long", async () => {
    const { target } = await connect("hangs", { case: 0.05 });
    await target.start({ instance: "a", config });
    expect((await failure(() => target.fetch({ instance: "a", request: request("x"), wallets: {} }))).code).toBe("timeout");
  });

  test("crashes: the request fails and the end is told", async () => {
    const { target } = await connect("crashes");
    await target.start({ instance: "a", config });
    expect((await failure(() => target.fetch({ instance: "a", request: request("x"), wallets: {} }))).code).toBe("exited");
    expect((await target.exited).signal).toBe("SIGABRT");
    expect((await failure(() => target.hello())).code).toBe("exited");
  });

  test("no such command", async () => {
    const manifest = testManifest({ connect: "cmd:no-such-command-here --flag" });
    expect(await failure(() => driver.connect({ manifest, rest: "no-such-command-here --flag", context: testContext() }))).toEqual({ code: "command-not-found", message: expect.stringContaining('"no-such-command-here" is not found') as string });
  });

  test("no such folder", async () => {
    const manifest = testManifest({ connect: "cmd:node x.mjs", cwd: "/no/such/folder" });
    expect((await failure(() => driver.connect({ manifest, rest: "node x.mjs", context: testContext() }))).message).toContain("The folder the target runs in does not exist");
  });

  test("a stopped run gives up what is under way", async () => {
    const { target, context } = await connect("mute", { stop: 0.05 });
    const hello = failure(() => target.hello());
    context.abort();
    expect((await hello).code).toBe("aborted");
  });

  test("a message of the harness's own that does not fit is the harness's error", async () => {
    const { target } = await connect("honest");
    const found = await failure(() => target.fetch({ instance: "a", request: { url: "ftp://x", method: "GET", headers: [] }, wallets: {} }));
    expect(found).toEqual({ code: "Error", message: expect.stringContaining("The harness made a fetch-request") as string });
  });
});

describe("nothing is left", () => {
  test("of a target that ignores SIGTERM, nor of what it started", async () => {
    const { target, context } = await connect("stubborn-family", { stop: 0.2 });
    await target.hello();
    const child = await vi.waitFor(() => pidIn(context.logged), { timeout: 120_000 });
    expect(isRunning(child)).toBe(true);
    await target.stop();
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  test.for(["SIGKILL", "SIGTERM", "SIGINT"] as const)("after the harness itself died by %s", async (signal) => {
    const harness = spawn(process.execPath, [fileURLToPath(new URL("../testing/dying-harness.ts", import.meta.url))], { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    await new Promise<void>((resolve) => {
      createInterface({ input: harness.stdout }).on("line", (line) => {
        lines.push(line);
        if (lines.includes("ready") && lines.some((one) => one.startsWith("child "))) resolve();
      });
    });
    const child = pidIn(lines);
    harness.kill(signal);
    await once(harness, "exit");
    await expect.poll(() => isRunning(child)).toBe(false);
  });
});

function pidIn(lines: readonly string[]): number {
  const found = lines.map((line) => /^child (\d+)$/.exec(line)?.[1]).find((pid) => pid !== undefined);
  if (found === undefined) throw new Error("no process id was told");
  return Number(found);
}
