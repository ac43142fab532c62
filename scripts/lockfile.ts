/** What npm leaves out of a lockfile when the registry at hand lacks a platform's package. */

export interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

export interface MissingPackage {
  /** Key in `packages`, e.g. `node_modules/@foundry-rs/anvil-darwin-arm64`. */
  readonly path: string;
  readonly version: string;
  readonly dev: boolean;
}

/**
 * Optional packages that others ask for and the lockfile does not have. `npm ci` calls such a
 * lockfile out of sync, on this platform and on the missing ones.
 */
export function missingOptionals(lockfile: Lockfile): readonly MissingPackage[] {
  const missing: MissingPackage[] = [];
  for (const [path, locked] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      const nested = `${path === "" ? "" : `${path}/`}node_modules/${name}`;
      const hoisted = `node_modules/${name}`;
      if (lockfile.packages[nested] === undefined && lockfile.packages[hoisted] === undefined) missing.push({ path: hoisted, version, dev: locked.dev === true });
    }
  }
  return missing;
}

/** Entries that carry a download address, which would tie everybody to one registry. */
export function addressed(lockfile: Lockfile): readonly string[] {
  return Object.entries(lockfile.packages).flatMap(([path, { resolved }]) => (resolved === undefined || !/^https?:/.test(resolved) ? [] : [path]));
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS: Readonly<Record<string, string>> = { x64: "x64", amd64: "x64", arm64: "arm64", aarch64: "arm64", arm: "arm", armv7: "arm", ia32: "ia32", riscv64: "riscv64", s390x: "s390x", ppc64: "ppc64", ppc64le: "ppc64", loong64: "loong64", mips64el: "mips64el", wasm32: "wasm32" };

/** Operating system and processor as platform packages spell them in their names. */
export function platformOf(name: string): { os: string[]; cpu: string[] } {
  const words = name.toLowerCase().split(/[-/@_.]/);
  const os = SYSTEMS.filter((system) => words.includes(system) || (system === "win32" && words.includes("windows")));
  const cpu = [...new Set(words.flatMap((word) => PROCESSORS[word] ?? (word === "armv7l" || word === "armv6l" || word === "gnueabihf" ? "arm" : [])))];
  return { os, cpu };
}
