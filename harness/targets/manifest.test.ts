import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playableBy } from "../cli/playable.ts";
import { loadMethods } from "../methods/load.ts";
import { driverSchemes, loadDrivers } from "./drivers.ts";
import { ManifestError } from "./manifest-error.ts";
import { findTargets, loadManifest } from "./manifest.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x402-manifest-"));
  mkdirSync(join(folder, "sub"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = { name: "mine", role: "server", connect: "cmd:node adapter.js", capabilities: { schemes: ["exact"], networks: ["eip155:84532"] } };

const playable = playableBy({ drivers: await loadDrivers(), methods: await loadMethods() });

function load(written: unknown): ReturnType<typeof loadManifest> {
  const path = join(folder, "manifest.json");
  writeFileSync(path, typeof written === "string" ? written : JSON.stringify(written, null, 2));
  return loadManifest({ path, playable });
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
    ["no driver at all", { ...GOOD, connect: "node adapter.js" }, ['manifest.json:4:14: "connect": expected a driver and what it needs, such as "cmd:node adapter.js", found "node adapter.js"; the drivers are cmd: e2e: env: http: inproc: url:']],
    ["a driver and nothing for it", { ...GOOD, connect: "cmd:" }, ['manifest.json:4:14: "connect": "cmd:" is followed by nothing; harness/targets/PROTOCOL.md says what it needs']],
    ["a quote left open", { ...GOOD, connect: "cmd:node 'x" }, ['manifest.json:4:14: The command cannot be run: expected words, with quotes closed, found "node \'x". Mend it in the manifest.']],
    ["an address that is none", { ...GOOD, connect: "url:localhost" }, ['manifest.json:4:14: The connect string does not name a running server: expected url:http://host:port/path, found "localhost". Mend "connect" in the manifest.']],
    ["a facilitator nobody can hand the chain to", { ...GOOD, role: "facilitator", connect: "url:http://127.0.0.1:1" }, ["manifest.json:4:14: A facilitator cannot be judged through url:, because nobody can give it the suite's chain that way. Use cmd:, http: or env:, whose adapter starts it with the chain's address, or e2e:, see harness/targets/PROTOCOL.md."]],
    ["a component that is not there", { ...GOOD, connect: "e2e:servers/none" }, [`manifest.json:4:14: The component's folder does not exist: found servers/none. Mend "connect" in the manifest.`]],
    ["a folder that is not there", { ...GOOD, cwd: "none" }, ['manifest.json:13:10: "cwd": there is no folder "none" beside the manifest']],
    ["a network by another name", { ...GOOD, capabilities: { schemes: ["exact"], networks: ["base"] } }, ['manifest.json:10:7: "capabilities.networks.0": expected a CAIP-2 network, e.g. eip155:84532, found "base"']],
    ["a mistyped network alone", { ...GOOD, capabilities: { schemes: ["exact"], networks: ["eip155:8453"] } }, ['manifest.json:10:7: no network "eip155:8453" is played here, nor any other of this list, did you mean "eip155:84532"?']],
    ["a mistyped scheme alone", { ...GOOD, capabilities: { schemes: ["exakt"], networks: ["eip155:84532"] } }, ['manifest.json:7:7: no scheme "exakt" is played here, nor any other of this list, did you mean "exact"?']],
    ["a scheme and a network that do not meet", { ...GOOD, capabilities: { schemes: ["auth-capture"], networks: ["eip155:84532"] } }, [expect.stringMatching(/^manifest\.json:5:19: none of these schemes is played on any of these networks; expected one of .*exact on eip155:84532/) as string]],
    ["what only servers judge, of a facilitator", { ...GOOD, role: "facilitator", capabilities: { schemes: ["batch-settlement"], networks: ["cloudflare:402"] } }, [expect.stringMatching(/:7:7: no scheme "batch-settlement" is played here/) as string, expect.stringMatching(/:10:7: no network "cloudflare:402" is played here/) as string]],
    ["a mistyped route", { ...GOOD, routes: { bsaic: { path: "/weather" } } }, ['manifest.json:14:14: there is no route "bsaic", did you mean "basic"?']],
    ["a mistyped method", { ...GOOD, routes: { basic: { method: "GTE", path: "/weather" } } }, ['manifest.json:15:17: there is no HTTP method "GTE", did you mean "GET"?']],
    ["a method in small letters", { ...GOOD, routes: { basic: { method: "get", path: "/weather" } } }, ['manifest.json:15:17: "routes.basic.method": expected an HTTP method in capital letters, e.g. GET, found "get"']],
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

  test("may have more schemes and networks than are played here", () => {
    const capabilities = { schemes: ["exact", "upto"], networks: ["eip155:84532", "eip155:1"] };
    expect(load({ ...GOOD, capabilities }).capabilities).toMatchObject(capabilities);
  });

  test("may name an end-to-end component that its install command will make", () => {
    expect(load({ ...GOOD, connect: "e2e:servers/none", install: "git clone x ." }).connect).toBe("e2e:servers/none");
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
