import { dirname, delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import type { DriverContext, Manifest } from "../target.ts";

/** Folder of the fixtures. */
export const TESTING = fileURLToPath(new URL("./", import.meta.url));

/** `node` on the PATH is the one that runs the tests. */
export const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;

/** A manifest for a test, with short times where a test does not wait for them. */
export function testManifest(changes: Partial<Manifest> & Pick<Manifest, "connect">): Manifest {
  return {
    name: "fake",
    role: "client",
    cwd: TESTING,
    capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["request", "instances", "payment-result"] },
    routes: {},
    environment: { PATH },
    timeouts: { ready: 20, case: 20, stop: 5 },
    ...changes,
  };
}

/** A context that keeps what a driver tells. */
export function testContext(): DriverContext & { readonly logged: string[]; readonly messages: unknown[]; readonly abort: () => void } {
  const controller = new AbortController();
  const logged: string[] = [];
  const messages: unknown[] = [];
  return { signal: controller.signal, abort: () => controller.abort(), logged, messages, onLog: (line) => void logged.push(line), onMessage: (message) => void messages.push(message) };
}

/** The code and message an action fails with. */
export async function failure(action: () => Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return { code: "code" in error ? String(error.code) : error.name, message: error.message };
    throw error;
  }
  throw new Error("expected a failure");
}
