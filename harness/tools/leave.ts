/** Milliseconds that may pass before what still keeps the process is left to its fate. */
const PATIENCE = 3_000;

/**
 * Ends the process with a code once its output is written, by having nothing left to do. `process.exit` is for what
 * hangs on: it waits for the compiler's threads, which may wait in turn for a collection that the thread in
 * `process.exit` no longer makes, and then the process stays for ever (nodejs/node#54918).
 */
export function leave({ code }: { readonly code: number }): void {
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => void setTimeout(() => process.exit(code), PATIENCE).unref()));
}
