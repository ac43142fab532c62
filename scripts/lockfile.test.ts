import { expect, test } from "vitest";
import { addressed, missingOptionals, platformOf } from "./lockfile.ts";

test("finds the optional packages a lockfile lacks", () => {
  const packages = {
    "node_modules/tool": { version: "1.0.0", dev: true, optionalDependencies: { "tool-linux-x64": "1.0.0", "tool-darwin-arm64": "1.0.0" } },
    "node_modules/tool-linux-x64": { version: "1.0.0", optional: true },
  };
  expect(missingOptionals({ packages })).toEqual([{ path: "node_modules/tool-darwin-arm64", version: "1.0.0", dev: true }]);
});

test("finds a nested optional package where it is nested", () => {
  const packages = { "node_modules/a": { optionalDependencies: { b: "1.0.0" } }, "node_modules/a/node_modules/b": { version: "1.0.0" } };
  expect(missingOptionals({ packages })).toEqual([]);
});

test("finds download addresses", () => {
  expect(addressed({ packages: { "node_modules/a": { resolved: "https://example.invalid/a.tgz" }, "node_modules/b": {} } })).toEqual(["node_modules/a"]);
});

test.each([
  ["node_modules/@foundry-rs/anvil-darwin-amd64", { os: ["darwin"], cpu: ["x64"] }],
  ["node_modules/@oxlint/binding-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"] }],
  ["node_modules/litesvm-win32-arm64-msvc", { os: ["win32"], cpu: ["arm64"] }],
])("tells the platform of %s", (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
