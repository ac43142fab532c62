import { DriverError, quoted } from "./errors.ts";
import type { ProcessEnd } from "./process.ts";

/** The error for a process that ended, with its last words. */
export function endedError(options: { name: string; end: Pick<ProcessEnd, "code" | "signal" | "stderrTail" | "asked"> }): DriverError {
  const { end, name } = options;
  const how = end.signal === null ? `with exit code ${end.code}` : `by ${end.signal}`;
  return withLastWords({ error: new DriverError({ code: "exited", what: `The process of the target ${name} ended ${how}${end.asked ? "" : " without being asked to"}` }), stderrTail: end.stderrTail });
}

/** The same error with the last five lines of stderr behind it. */
export function withLastWords(options: { error: DriverError; stderrTail: string }): DriverError {
  const { error, stderrTail } = options;
  const words = stderrTail.trim().split("\n").slice(-5).join("\n");
  return words === "" ? error : new DriverError({ code: error.code, what: error.message.replace(/\.$/, ""), next: `Its last words: ${quoted(words, 600)}` });
}
