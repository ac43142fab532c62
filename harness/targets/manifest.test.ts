import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { driverSchemes, loadDrivers } from "./drivers.ts";
import { ManifestError } from "./manifest-error.ts";
import { findTargets, loadManifest } from "./manifest.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "x402-manifest-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = { name: "mine", role: "server", connect: "cmd:node adapter.js", capabilities: { schemes: ["exact"], networks: ["eip155:84532"] } };

function load(written: unknown): ReturnType<typeof loadManifest> {
  const path = join(folder, "manifest.json");
  writeFileSync(path, typeof written === "string" ? written : JSON.stringify(written, null, 2));
  return loadManifest({ path });
}

/** The messages without the folder. */
function wrong(written: unknown): string[] {
  try {
    load(written);
  } catch (error) {
    if (error instanceof ManifestError) return error.message.replaceAll(`${folder}/`, "").split("\n");
    throw error;
  }
  return [];
}

describe("a manifest", () => {
  test("has defaults, and its paths become absolute", () => {
    expect(load({ ...GOOD, cwd: "sub", baseline: "known.yaml", timeouts: { case: 60 }, routes: { basic: { path: "/weather" } } })).toEqual({
      name: "mine",
      role: "server",
      connect: "cmd:node adapter.js",
      cwd: join(folder, "sub"),
      capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: [] },
      routes: { basic: { method: "GET", path: "/weather" } },
      environment: {},
      timeouts: { ready: 30, case: 60, stop: 5 },
      baseline: join(folder, "known.yaml"),
    });
    expect(load(GOOD).cwd).toBe(folder);
  });

  test.for([
    ["a mistyped driver", { ...GOOD, connect: "cdm:node x" }, ['manifest.json:4:14: unknown driver "cdm:", did you mean "cmd:"?']],
    ["a driver nobody knows", { ...GOOD, connect: "grpc:x" }, ['manifest.json:4:14: unknown driver "grpc:"; expected one of cmd: e2e: env: http: inproc: url:']],
    ["no driver at all", { ...GOOD, connect: "node adapter.js" }, ['manifest.json:4:14: "connect" must match pattern "^[a-z0-9]+:.", found "node adapter.js"']],
    ["a mistyped role", { ...GOOD, role: "sever" }, ['manifest.json:3:11: "role": expected one of client, server, facilitator, found "sever", did you mean "server"?']],
    ["missing fields", { name: "x" }, ['manifest.json:1:1: missing field "role"', 'manifest.json:1:1: missing field "connect"', 'manifest.json:1:1: missing field "capabilities"']],
    ["a missing field further in", { ...GOOD, capabilities: { schemes: ["exact"] } }, ['manifest.json:5:19: missing field "capabilities.networks"']],
    ["a wrong type", { ...GOOD, timeouts: { case: "60" } }, ['manifest.json:14:13: "timeouts.case" has the wrong type: expected number, found "60"']],
    ["a mistyped field", { ...GOOD, enviroment: {} }, ['manifest.json:13:17: unknown field "enviroment", did you mean "environment"?']],
    ["a mistyped feature", { ...GOOD, capabilities: { ...GOOD.capabilities, features: ["upstraem"] } }, ['manifest.json:13:7: a server has no feature "upstraem", did you mean "upstream"?']],
    ["a feature of another role", { ...GOOD, capabilities: { ...GOOD.capabilities, features: ["chain"] } }, ['manifest.json:13:7: a server has no feature "chain"; expected some of upstream, facilitator, instances, routes, flow-upfront, routes-below, restart, metered, preauthorized']],
    ["an array", "[]", ["manifest.json:1:1: the manifest has the wrong type: expected object, found []"]],
    ["a comment", '{\n  // mine\n  "name": "x"\n}', ["manifest.json:2:3: expected JSON, without comments: Expected property name or '}' in JSON at position 4"]],
  ] as const)("with %s says where and what", ([, written, expected]) => {
    expect(wrong(written)).toEqual(expected);
  });

  test("that is not there is told", () => {
    expect(() => loadManifest({ path: join(folder, "none.json") })).toThrow("cannot be read (ENOENT)");
  });
});

describe("the box", () => {
  test("every target in it loads, and is named after its folder", () => {
    const targets = findTargets();
    expect(targets.map(({ name }) => name)).toEqual(["official-client-fetch", "official-facilitator", "official-server-express", "official-server-hono", "reference-client", "reference-facilitator", "reference-server"]);
    for (const { name, path } of targets) expect(loadManifest({ path }).name).toBe(name);
  });
  test("every driver is named after its file", async () => {
    expect([...(await loadDrivers()).keys()].toSorted()).toEqual(driverSchemes());
  });
});
