import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { DriverError } from "../errors.ts";
import type { Guard } from "../guard.ts";
import { endedError } from "../process-errors.ts";
import { type ProcessEnd, spawnProcess } from "../process.ts";
import { waitForHttp } from "../probe.ts";
import type { DriverContext, Manifest } from "../target.ts";
import type { Component } from "./component.ts";
import type { Environment } from "./environment.ts";

/** A started server or facilitator of the upstream layout. */
export interface Service {
  readonly url: string;
  /** Resolves when the process ended and `stop` was not called. */
  readonly crashed: Promise<ProcessEnd>;
  /** Asks it to close, then ends it. Never rejects. */
  stop(): Promise<void>;
}

/** Milliseconds a component gets to close by itself once it said it would. */
const CLOSING = 2_000;
const READY = /Server listening|Facilitator listening|Ready/;

/**
 * Starts a component on a free port and waits until its health endpoint answers. A component without
 * one is ready when it says so and answers at all.
 *
 * @throws DriverError `command-not-found`, `exited`, `never-ready`, `flood` or `aborted`; nothing of it is left then
 */
export async function startService(options: { component: Component; manifest: Manifest; environment: (port: number) => Environment; guard: Guard; context: DriverContext }): Promise<Service> {
  const { component, context, manifest } = options;
  const port = await freePort();
  let saidReady = false;
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => undefined);
  const child = await spawnProcess({
    command: component.command,
    cwd: component.folder,
    environment: { ...options.environment(port), ...manifest.environment },
    graceSeconds: manifest.timeouts.stop,
    guard: options.guard,
    onLine(line) {
      saidReady ||= READY.test(line);
      child.forgetOutput();
      context.onLog(line);
    },
    onLog: context.onLog,
    onFlood: (error) => {
      reject(error);
      void child.stop();
    },
  });
  void child.ended.then((end) => reject(endedError({ name: manifest.name, end })));
  const url = `http://localhost:${port}`;
  try {
    await waitForHttp({
      url: `${url}${component.health}`,
      name: manifest.name,
      seconds: manifest.timeouts.ready,
      signal: context.signal,
      ready: ({ status, body }) => (status === 200 && isJson(body)) || (saidReady && status === 404),
      broken,
    });
  } catch (error) {
    await child.stop();
    throw error instanceof DriverError && error.code === "never-ready" && child.stderrTail() !== "" ? new DriverError({ code: error.code, what: error.message.replace(/\.$/, ""), next: `The end of its stderr: ${child.stderrTail().trim().slice(-600)}` }) : error;
  }
  const { promise: crashed, resolve: onCrash } = Promise.withResolvers<ProcessEnd>();
  let leaving = false;
  void child.ended.then((end) => leaving || onCrash(end));
  return {
    url,
    crashed,
    async stop() {
      leaving = true;
      const closing = await fetch(`${url}${component.close}`, { method: "POST", signal: AbortSignal.timeout(CLOSING) }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (closing) await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, CLOSING).unref())]);
      await child.stop();
    },
  };
}

/** The layout wants a port before the start, so somebody else may take it in between. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
