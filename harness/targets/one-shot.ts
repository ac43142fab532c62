import { aborted } from "./calls.ts";
import type { DriverError } from "./errors.ts";
import type { Guard } from "./guard.ts";
import { type ProcessEnd, spawnProcess } from "./process.ts";
import type { DriverContext, Manifest } from "./target.ts";

/** What a process that runs once left behind. */
export interface OneShot {
  readonly end: ProcessEnd;
  /** Lines of stdout. */
  readonly lines: readonly string[];
}

/**
 * Runs a process to its end.
 *
 * @param options.seconds it may take, after which it is ended and `late` thrown
 * @throws DriverError `command-not-found`, `flood`, `aborted`, or `late`'s
 */
export async function runOnce(options: {
  command: string | readonly [string, ...string[]];
  manifest: Manifest;
  cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  seconds: number;
  late: () => DriverError;
  guard: Guard;
  context: DriverContext;
  signal?: AbortSignal | undefined;
}): Promise<OneShot> {
  const { context, manifest } = options;
  const lines: string[] = [];
  const { promise: broke, reject } = Promise.withResolvers<never>();
  broke.catch(() => undefined);
  const stop = AbortSignal.any([context.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  if (stop.aborted) throw aborted();
  const child = await spawnProcess({ ...options, environment: { ...options.environment, ...manifest.environment }, graceSeconds: manifest.timeouts.stop, onLine: (line) => void lines.push(line), onLog: context.onLog, onFlood: reject });
  const onAbort = (): void => reject(aborted());
  stop.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => reject(options.late()), options.seconds * 1000);
  try {
    return { end: await Promise.race([child.ended, broke]), lines };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", onAbort);
    await child.stop();
  }
}
