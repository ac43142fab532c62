/** Finds anvil's binary in the npm package that carries it for this platform. */
import { createRequire } from "node:module";
import { EvmNodeError } from "./errors.ts";

/** npm package by `process.platform` and `process.arch`, as @foundry-rs/anvil publishes them. */
const platformPackages: Readonly<Record<string, string>> = {
  "darwin-arm64": "@foundry-rs/anvil-darwin-arm64",
  "darwin-x64": "@foundry-rs/anvil-darwin-amd64",
  "linux-arm64": "@foundry-rs/anvil-linux-arm64",
  "linux-x64": "@foundry-rs/anvil-linux-amd64",
  "win32-x64": "@foundry-rs/anvil-win32-amd64",
};

/** Resolves a module id to a path, or throws, as `require.resolve` does. */
export type ResolveModule = (id: string) => string;

/**
 * The path of anvil's binary. The binary is taken straight from the platform package: the launcher of
 * `@foundry-rs/anvil` would be one process more, and its install script is often not allowed to run.
 *
 * @param options.platform default `process.platform`
 * @param options.arch default `process.arch`
 * @param options.resolve default: Node's resolution, as `@foundry-rs/anvil` itself would do it
 * @throws EvmNodeError `evm.platform-unsupported` when there is no binary for this platform
 * @throws EvmNodeError `evm.binary-missing` when its package is not installed
 */
export function resolveAnvilBinary(options: {
  readonly platform?: string;
  readonly arch?: string;
  readonly resolve?: ResolveModule;
} = {}): string {
  const platform = options.platform ?? process.platform;
  const key = `${platform}-${options.arch ?? process.arch}`;
  const name = platformPackages[key];
  if (name === undefined) {
    throw new EvmNodeError({
      code: "evm.platform-unsupported",
      message: `There is no anvil binary for ${key}.`,
      expected: `one of ${Object.keys(platformPackages).join(", ")}`,
      found: key,
      next: "run the suite on one of these, for example in a linux-x64 container",
    });
  }
  const resolve = options.resolve ?? resolveFromAnvil;
  try {
    return resolve(`${name}/bin/${platform === "win32" ? "anvil.exe" : "anvil"}`);
  } catch (cause) {
    throw new EvmNodeError({
      code: "evm.binary-missing",
      message: `The npm package ${name}, which carries anvil for this platform, is not installed.`,
      expected: `${name}, an optional dependency of @foundry-rs/anvil`,
      found: "no such package beside @foundry-rs/anvil",
      next: "install again with optional dependencies (npm ci, without --omit=optional), on this operating system",
      cause,
    });
  }
}

/** From @foundry-rs/anvil's own folder, because not every package manager hoists optional packages. */
function resolveFromAnvil(id: string): string {
  const own = createRequire(import.meta.url);
  return createRequire(own.resolve("@foundry-rs/anvil/package.json")).resolve(id);
}
