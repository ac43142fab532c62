import { aborted } from "./calls.ts";
import { DriverError } from "./errors.ts";

/** Milliseconds between two tries, and that one try may take. */
const BETWEEN = 50;
const TRY = 2_000;

/**
 * Asks a URL until something answers as it should. An answer is readiness; the time being up never is.
 *
 * @param options.ready judges the status and up to 64 KiB of body
 * @param options.broken rejects when there is no use in asking on, e.g. when the process ended
 * @throws DriverError `never-ready` after `seconds`, `aborted`, or what `broken` rejects with
 */
export async function waitForHttp(options: {
  url: string;
  name: string;
  seconds: number;
  signal: AbortSignal;
  ready: (answer: { status: number; body: string }) => boolean;
  broken?: Promise<never>;
}): Promise<void> {
  const { url, name, seconds, signal } = options;
  const over = AbortSignal.timeout(seconds * 1000);
  const enough = new AbortController();
  const end = AbortSignal.any([signal, over, enough.signal]);
  let last = "no answer";
  const poll = async (): Promise<void> => {
    while (!end.aborted) {
      const answer = await tryOnce({ url, signal: end });
      if (typeof answer !== "string" && options.ready(answer)) return;
      last = typeof answer === "string" ? answer : `status ${answer.status}`;
      await pause({ milliseconds: BETWEEN, signal: end });
    }
    if (signal.aborted || enough.signal.aborted) throw aborted();
    throw new DriverError({ code: "never-ready", what: `The target ${name} was not ready within ${seconds} s`, expected: `an answer from ${url}`, found: last, next: 'If it needs longer, raise "timeouts.ready" in the manifest.' });
  };
  try {
    await (options.broken === undefined ? poll() : Promise.race([poll(), options.broken]));
  } finally {
    enough.abort();
  }
}

async function tryOnce(options: { url: string; signal: AbortSignal }): Promise<{ status: number; body: string } | string> {
  try {
    const response = await fetch(options.url, { signal: AbortSignal.any([options.signal, AbortSignal.timeout(TRY)]), redirect: "manual" });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= 65_536) break;
    }
    return { status: response.status, body: Buffer.concat(chunks).toString("utf8") };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  }
}

async function pause(options: { milliseconds: number; signal: AbortSignal }): Promise<void> {
  if (options.signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, options.milliseconds);
    options.signal.addEventListener("abort", done, { once: true });
  });
}
