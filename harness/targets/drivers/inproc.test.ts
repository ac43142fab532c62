import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Target } from "../target.ts";
import { failure, testContext, testManifest } from "../testing/manifests.ts";
import { driver } from "./inproc.ts";

const config = { role: "server", facilitators: ["http://127.0.0.1:1"], upstream: "http://127.0.0.1:1", routes: [], chains: {} } as const;

async function connect(rest: string): Promise<Target> {
  return await driver.connect({ manifest: testManifest({ connect: `inproc:${rest}`, role: "server" }), rest, context: testContext() });
}

describe("a role over inproc:", () => {
  test("is found relative to the manifest or by its whole path, with its faults", async () => {
    expect((await (await connect("fake-role.ts?faults=a,b")).hello()).name).toBe("fake a+b");
    const whole = fileURLToPath(new URL("../testing/fake-role.ts", import.meta.url));
    expect((await (await connect(whole)).hello()).name).toBe("fake ");
  });
  test("what it throws becomes a driver error; what it lacks is unsupported", async () => {
    const target = await connect("fake-role.ts");
    expect(await target.start({ instance: "a", config })).toEqual({ url: "http://127.0.0.1:1" });
    expect((await failure(() => target.start({ instance: "refused", config }))).code).toBe("unsupported");
    expect((await failure(() => target.start({ instance: "broken", config }))).code).toBe("failed");
    expect((await failure(() => target.start({ instance: "wrong", config }))).code).toBe("protocol");
    expect((await failure(() => target.reset({ instance: "a" }))).code).toBe("unsupported");
    await target.stop();
  });
  test("that is not there, or is none, is told", async () => {
    expect(await failure(() => connect("no-role.ts"))).toMatchObject({ code: "command-not-found", message: expect.stringContaining("does not exist") as string });
    expect(await failure(() => connect("manifests.ts"))).toMatchObject({ code: "command-not-found", message: expect.stringContaining("createInprocRole") as string });
  });
  test("the reference roles are known by name", async () => {
    expect((await (await connect("reference-facilitator")).hello()).role).toBe("facilitator");
  });
});
