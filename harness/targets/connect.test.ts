import { expect, test } from "vitest";
import { connectTarget } from "./connect.ts";
import { failure, testManifest } from "./testing/manifests.ts";

test("a target may be asked what both its manifest and it declare", async () => {
  const target = await connectTarget({ manifest: testManifest({ connect: "cmd:node fake-adapter.mjs honest" }), signal: new AbortController().signal });
  expect((await target.hello()).capabilities.features).toEqual(["request", "instances"]);
  await target.stop();
});

test("a target of another role than its manifest's is refused", async () => {
  const target = await connectTarget({ manifest: testManifest({ connect: "cmd:node fake-adapter.mjs server" }), signal: new AbortController().signal });
  expect(await failure(() => target.hello())).toMatchObject({ code: "protocol", message: expect.stringContaining("expected client, found server") as string });
  await target.stop();
});
