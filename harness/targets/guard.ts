import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Keeps a list of process groups that must not outlive the harness, whatever ends it. See `watchdog.ts`. */
export interface Guard {
  add(group: number): void;
  remove(group: number): void;
  /** Lets go of the list; groups still on it are ended. */
  close(): void;
}

/** In the language this file is in: .ts in the checkout, .js when built. */
const WATCHDOG = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./watchdog.ts" : "./watchdog.js", import.meta.url));

/** @param options.graceSeconds between SIGTERM and SIGKILL once the harness is gone */
export function startGuard(options: { graceSeconds: number }): Guard {
  const child = spawn(process.execPath, [WATCHDOG, String(options.graceSeconds * 1000)], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // It must not keep the harness alive, and its own end only means that nobody watches.
  child.unref();
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  const tell = (line: string): void => void (child.stdin.writable && child.stdin.write(`${line}\n`));
  return {
    add: (group) => tell(`+${group}`),
    remove: (group) => tell(`-${group}`),
    close: () => void child.stdin.end(),
  };
}
