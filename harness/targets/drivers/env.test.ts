import { afterEach, describe, expect, test } from "vitest";
import type { Manifest, Target } from "../target.ts";
import { failure, testContext, testManifest } from "../testing/manifests.ts";
import { driver } from "./env.ts";

const targets: Target[] = [];
afterEach(async () => {
  await Promise.all(targets.splice(0).map(async (target) => await target.stop()));
});

async function connect(behaviour: string, changes: Partial<Manifest> = {}): Promise<{ target: Target; context: ReturnType<typeof testContext> }> {
  const context = testContext();
  const manifest = testManifest({ connect: `env:sh fake-env.sh ${behaviour}`, ...changes });
  const target = await driver.connect({ manifest, rest: manifest.connect.slice(4), context });
  targets.push(target);
  return { target, context };
}
const request = { url: "http://127.0.0.1:9/x?case=1", method: "GET", headers: [["x-a", "1"]] as const };
const fetchOptions = { instance: "a", request, wallets: { eip155: "0x11" } };
const config = { role: "client", chains: {} } as const;

describe("a client over env:", () => {
  test("is greeted, started and asked, one process each", async () => {
    const { target, context } = await connect("honest");
    expect((await target.hello()).version).toBe("2");
    await target.start({ instance: "a", config });
    const outcome = await target.fetch(fetchOptions);
    expect(outcome.outcome === "response" && Buffer.from(outcome.body, "base64").toString()).toBe(`1|a|${JSON.stringify(request)}|{"eip155":"0x11"}`);
    expect(context.logged).toEqual(["fetching"]);
  });
  test("refuses an instance that was not started, and an operation that does not exist", async () => {
    const { target } = await connect("honest");
    expect((await failure(() => target.fetch(fetchOptions))).code).toBe("failed");
    expect((await failure(async () => await target.probe?.({ op: "xyzzy" }))).code).toBe("unsupported");
  });
  test.for([
    ["chatty", "protocol", /expected one line of JSON on stdout, found 2 lines, the first "hello there"/],
    ["silent", "protocol", /found none/],
    ["garbled", "protocol", /not JSON.*"outcome=error"/],
    ["breaks", "failed", /exit code 4.*ran out of ink/],
    ["other", "unsupported", /exit code 127/],
  ] as const)("%s: %s", async ([behaviour, code, message]) => {
    const { target } = await connect(behaviour);
    await target.start({ instance: "a", config });
    const found = await failure(() => target.fetch(fetchOptions));
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
  });
  test("hangs: timeout, or aborted when given up", async () => {
    const { target } = await connect("hangs", { timeouts: { ready: 20, case: 0.05, stop: 0.2 } });
    await target.start({ instance: "a", config });
    expect((await failure(() => target.fetch(fetchOptions))).code).toBe("timeout");
    const giveUp = new AbortController();
    giveUp.abort();
    expect((await failure(() => target.fetch({ ...fetchOptions, signal: giveUp.signal }))).code).toBe("aborted");
  });
  test("cannot be greeted when the shell finds no command", async () => {
    const { target } = await connect("no-hello");
    expect((await failure(() => target.hello())).message).toMatch(/command not found.*nothing here/);
  });
});

describe("a server over env:", () => {
  const server = { role: "server", facilitators: ["http://127.0.0.1:9"], upstream: "http://127.0.0.1:9", routes: [], chains: {} } as const;
  test("prints its line when it is ready and runs until it is stopped", async () => {
    const { target } = await connect("server", { role: "server" });
    expect((await target.hello()).role).toBe("server");
    expect(await target.start({ instance: "s", config: server })).toEqual({ url: "http://127.0.0.1:4021" });
    await target.stop({ instance: "s" });
    expect(await target.start({ instance: "s", config: server })).toEqual({ url: "http://127.0.0.1:4021" });
  });
  test("that dies before its line is told with its last words", async () => {
    const { target } = await connect("dies", { role: "server" });
    const found = await failure(() => target.start({ instance: "s", config: server }));
    expect(found).toEqual({ code: "exited", message: expect.stringContaining("port in use") as string });
  });
});
