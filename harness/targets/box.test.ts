import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { driver as inproc } from "./drivers/inproc.ts";
import { findTargets, loadManifest } from "./manifest.ts";
import { testContext } from "./testing/manifests.ts";

const official = findTargets().filter(({ name }) => name.startsWith("official-"));

describe.for(official)("$name", ({ path }) => {
  const folder = dirname(path);
  const packageFile = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { dependencies: Record<string, string>; overrides: Record<string, string>; private: boolean };

  test("is installed on demand from a lockfile", () => {
    expect(loadManifest({ path }).install).toBe("npm ci");
    expect(existsSync(join(folder, "package-lock.json"))).toBe(true);
    expect(packageFile.private).toBe(true);
  });
  test("pins the SDK, all of it at one version, and viem", () => {
    const sdk = Object.entries(packageFile.dependencies).filter(([name]) => name.startsWith("@x402/"));
    expect(sdk.length).toBeGreaterThan(0);
    for (const [, version] of sdk) expect(version).toBe("2.27.0");
    expect(packageFile.dependencies["viem"]).toBe("2.57.1");
    expect(packageFile.overrides).toEqual({ viem: "$viem" });
  });
  test("is adapted in at most 100 lines", () => {
    expect(readFileSync(join(folder, "adapter.mjs"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(100);
  });
  test("says in its README what is the adapter's doing and what the SDK's", () => {
    expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(/## The adapter's doing[\s\S]*## The SDK's doing/);
  });
});

test("the loop the adapters share depends on nothing and knows nothing of payments", () => {
  for (const file of globSync("adapter-kit/*", { cwd: import.meta.dirname })) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    expect([...text.matchAll(/from "([^"]+)"/g)].map(([, name]) => name)).toEqual(["node:readline"]);
    expect(text).not.toMatch(/payment|scheme|network/i);
  }
});

test.for(findTargets().filter(({ name }) => name.startsWith("reference-")))("$name declares in its manifest what it declares itself", async ({ path }) => {
  const manifest = loadManifest({ path });
  const { hello } = await inproc.connect({ manifest, rest: manifest.connect.slice("inproc:".length), context: testContext() });
  expect((await hello()).capabilities).toEqual(manifest.capabilities);
});
