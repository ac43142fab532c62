import { accessSync, constants } from "node:fs";
import { expect, test } from "vitest";
import { resolveAnvilBinary } from "./binary.ts";
import { EvmNodeError } from "./errors.ts";

test("finds a binary that can be run", () => {
  expect(() => accessSync(resolveAnvilBinary(), constants.X_OK)).not.toThrow();
});

test.each([
  ["linux", "x64", "@foundry-rs/anvil-linux-amd64/bin/anvil"],
  ["darwin", "arm64", "@foundry-rs/anvil-darwin-arm64/bin/anvil"],
  ["win32", "x64", "@foundry-rs/anvil-win32-amd64/bin/anvil.exe"],
])("asks for the package of %s-%s", (platform, arch, id) => {
  expect(resolveAnvilBinary({ platform, arch, resolve: (asked) => asked })).toBe(id);
});

test("says which package is missing and what to do", () => {
  const error = caught(() => resolveAnvilBinary({ platform: "linux", arch: "arm64", resolve: notFound }));
  expect(error.code).toBe("evm.binary-missing");
  expect(error.message).toContain("@foundry-rs/anvil-linux-arm64");
  expect(error.message).toContain("next: install again with optional dependencies");
});

test("says so when there is no binary for the platform", () => {
  const error = caught(() => resolveAnvilBinary({ platform: "sunos", arch: "x64" }));
  expect(error.code).toBe("evm.platform-unsupported");
  expect(error.message).toContain("found: sunos-x64");
});

function caught(action: () => unknown): EvmNodeError {
  try {
    action();
  } catch (error) {
    if (error instanceof EvmNodeError) return error;
  }
  throw new Error("expected an EvmNodeError");
}

function notFound(id: string): never {
  throw new Error(`Cannot find module ${id}`);
}
