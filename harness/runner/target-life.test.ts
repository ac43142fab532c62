import { expect, test } from "vitest";
import { DriverError } from "../targets/errors.ts";
import type { Manifest, Target } from "../targets/target.ts";
import { createRecorder } from "../trace/recorder.ts";
import { createTargetLife } from "./target-life.ts";

const manifest = { connect: "cmd:node adapter.js" } as Manifest;
const KEY = `0x${"17".repeat(32)}`;

function setUp(edit: Partial<Target> = {}) {
  const { promise: exited, resolve: exit } = Promise.withResolvers<Awaited<Target["exited"]>>();
  const target = {
    hello: async () => await Promise.resolve({ name: "sample", version: "1.2.3" }),
    start: async () => await Promise.resolve({ url: "http://127.0.0.1:1" }),
    fetch: async () => await Promise.resolve({ outcome: "response", status: 200, headers: [], body: "x".repeat(60_000) }),
    reset: async () => await Promise.resolve(),
    stop: async () => await Promise.resolve(),
    exited,
    ...edit,
  } as unknown as Target;
  const life = createTargetLife({ manifest });
  const watched = life.watch(target);
  const open = (tag: string) => {
    const recorder = createRecorder({ now: () => 0 });
    return { recorder, over: life.open({ tag, recorder }), events: () => recorder.events.map((event): object => ({ ...event, seq: undefined, at: undefined })) };
  };
  return { watched, open, exit };
}

const fetched = (tag: string) => ({ instance: "shared-aaaaaaaaaaaa", request: { url: `http://127.0.0.1:1/c-${tag}/good`, method: "GET", headers: [] }, wallets: { eip155: KEY } });

test("each case gets the messages about it, both ways and in order, behind how the target came to life", async () => {
  const { watched, open } = setUp();
  await watched.hello();
  const [one, other] = [open("aaaaaaaaaaaa"), open("bbbbbbbbbbbb")];
  await watched.fetch(fetched("bbbbbbbbbbbb"));
  await watched.start({ instance: "fresh-aaaaaaaaaaaa", config: { role: "facilitator", chains: { "eip155:84532": { rpcUrl: "http://127.0.0.1:2", signerPrivateKey: KEY } }, confirmationTimeoutSeconds: 1 } });
  const alive = [
    { kind: "process", what: "started", detail: "cmd:node adapter.js" },
    { kind: "process", what: "ready", detail: "sample 1.2.3" },
  ];
  expect(one.events()).toEqual([
    ...alive,
    { kind: "driver.message", direction: "to-target", message: { op: "start", instance: "fresh-aaaaaaaaaaaa", config: { role: "facilitator", chains: { "eip155:84532": { rpcUrl: "http://127.0.0.1:2", signerPrivateKey: "(kept back)" } }, confirmationTimeoutSeconds: 1 } } },
    { kind: "driver.message", direction: "from-target", message: { ok: true, result: { url: "http://127.0.0.1:1" } } },
  ]);
  expect(other.events()).toMatchObject([
    ...alive,
    { kind: "driver.message", direction: "to-target", message: { op: "fetch", wallets: ["eip155"] } },
    { kind: "driver.message", direction: "from-target", message: { ok: true, result: { status: 200 } } },
  ]);
});

test("no key is kept, and little of what is long", async () => {
  const { watched, open } = setUp();
  const { recorder } = open("bbbbbbbbbbbb");
  await watched.fetch(fetched("bbbbbbbbbbbb"));
  await watched.start({ instance: "fresh-bbbbbbbbbbbb", config: { role: "server", facilitators: Array.from({ length: 500 }, (_, index) => `http://127.0.0.1/${index}/${"f".repeat(400)}`), upstream: "http://127.0.0.1:3", routes: [], chains: {} } });
  const text = JSON.stringify(recorder.events);
  expect(text).not.toContain("1717");
  expect(text.length).toBeLessThan(10_000);
});

test("what went wrong is told, and the death of a process in every case it struck", async () => {
  const { watched, open, exit } = setUp({ reset: async () => await Promise.reject(new DriverError({ code: "timeout", what: "The target did not answer" })) });
  const [struck, spared] = [open("aaaaaaaaaaaa"), open("bbbbbbbbbbbb")];
  await expect(watched.reset({ instance: "fresh-aaaaaaaaaaaa" })).rejects.toThrow("did not answer");
  spared.over();
  exit({ code: 3, signal: null, stderrTail: "out of memory\n" });
  await new Promise((resolve) => void setImmediate(resolve));
  expect(struck.events().slice(1)).toMatchObject([
    { direction: "to-target", message: { op: "reset" } },
    { direction: "from-target", message: { ok: false, error: { code: "timeout", message: expect.stringContaining("The target did not answer") as unknown } } },
    { kind: "process", what: "exited", detail: "exit code 3; its last words: out of memory" },
  ]);
  expect(spared.events()).toHaveLength(1);
});

test("the shared instance is nobody's, though it is named after a case", async () => {
  const { watched, open } = setUp();
  const { recorder } = open("aaaaaaaaaaaa");
  await watched.stop({ instance: "shared-aaaaaaaaaaaa" });
  await watched.stop();
  expect(recorder.events.filter(({ kind }) => kind === "driver.message")).toEqual([]);
});
