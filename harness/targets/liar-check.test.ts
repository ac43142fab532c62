import { describe, expect, test } from "vitest";
import { connectTarget } from "./connect.ts";
import { DriverError } from "./errors.ts";
import { liarCheck } from "./liar-check.ts";
import type { StartReply } from "./protocol.ts";
import type { Manifest, Target } from "./target.ts";
import { failure, testManifest } from "./testing/manifests.ts";

async function check(behaviour: string): Promise<string | undefined> {
  const manifest = testManifest({ connect: `cmd:node fake-adapter.mjs ${behaviour}` });
  const target = await connectTarget({ manifest, signal: new AbortController().signal });
  try {
    return await liarCheck({ target, manifest, seed: "1" });
  } finally {
    await target.stop();
  }
}

describe("the liar check of a client", () => {
  test("finds nothing on an honest one", async () => expect(await check("honest")).toBeUndefined());
  test("finds one that answers any operation", async () => expect(await check("liar-op")).toMatch(/operation "x[0-9a-f]{7}", which does not exist/));
  test("finds one that plays clients never started", async () => expect(await check("liar-fetch")).toMatch(/never started/));
  test("does not take a target that broke off for an honest one", async () => expect((await failure(() => check("exits-early"))).code).toBe("exited"));
});

describe("the liar check of servers and facilitators", () => {
  const refuse = async (): Promise<never> => await Promise.reject(new DriverError({ code: "unsupported", what: "no" }));
  const play = async (role: Manifest["role"], features: string[], start: () => Promise<StartReply>): Promise<string | undefined> => {
    const capabilities = { schemes: [], networks: [], extensions: [], transports: [], features };
    const target: Target = { hello: async () => ({ name: "n", version: "1", role, capabilities }), start, fetch: refuse, reset: refuse, stop: async () => undefined, exited: new Promise(() => undefined) };
    return await liarCheck({ target, manifest: testManifest({ connect: "cmd:x", role }), seed: "1" });
  };
  test("a server that serves a route in a scheme that does not exist lies", async () => {
    expect(await play("server", ["routes", "instances"], async () => ({ url: "http://127.0.0.1:1" }))).toMatch(/scheme "x[0-9a-f]{7}"/);
    expect(await play("server", ["routes", "instances"], refuse)).toBeUndefined();
    expect(await play("server", ["instances"], async () => ({ url: "http://127.0.0.1:1" }))).toBeUndefined();
  });
  test("a facilitator that settles on a network that does not exist lies", async () => {
    expect(await play("facilitator", ["chain", "instances"], async () => ({ url: "http://127.0.0.1:1" }))).toMatch(/network "x[0-9a-f]{7}:1"/);
    expect(await play("facilitator", ["chain", "instances"], refuse)).toBeUndefined();
  });
});
